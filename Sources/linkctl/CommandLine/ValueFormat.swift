/// What on disk a value names: shells complete paths themselves, and better than a tool could.
enum PathKind: String, Sendable {
  case file = "files"
  case folder = "folders"
}

/// How one typed word becomes a value, and what to say when it does not.
struct ValueFormat<Value: Sendable>: Sendable {
  /// Whether a message may repeat the word that was typed.
  enum Echo: Sendable { case typed, withheld }

  /// The words to choose from, where there is a fixed list; completion offers them. One that ends
  /// in a colon is a scheme: a path follows it.
  let candidates: [String]
  /// What was expected, as the end of a sentence: "a whole number".
  let expectation: String
  /// What on disk a value names, if it names something.
  let path: PathKind?
  private(set) var echo: Echo = .typed
  /// The value of a word, or `nil` where the word is not one.
  let read: @Sendable (String) -> Value?

  /// A format of its own: `read` answers `nil` for a word it does not accept.
  static func custom(
    expecting expectation: String, candidates: [String] = [], path: PathKind? = nil,
    read: @escaping @Sendable (String) -> Value?
  ) -> ValueFormat {
    ValueFormat(candidates: candidates, expectation: expectation, path: path, read: read)
  }

  /// The same format, never repeating in a message what was typed: for values that may hold a
  /// password, such as the address of a database.
  var withheld: ValueFormat {
    var format = self
    format.echo = .withheld
    return format
  }

  /// The format without its type.
  var erased: ValueFormat<any Sendable> {
    ValueFormat<any Sendable>(
      candidates: candidates, expectation: expectation, path: path,
      echo: echo == .typed ? .typed : .withheld, read: { [read] word in read(word) })
  }

  private init(
    candidates: [String], expectation: String, path: PathKind?, echo: Echo = .typed,
    read: @escaping @Sendable (String) -> Value?
  ) {
    self.candidates = candidates
    self.expectation = expectation
    self.path = path
    self.echo = echo
    self.read = read
  }
}

extension ValueFormat where Value: LosslessStringConvertible {
  /// Whatever the type's own `init?(_: String)` accepts.
  static var text: ValueFormat {
    custom(expecting: usualExpectation) { Value($0) }
  }

  private static var usualExpectation: String {
    switch Value.self {
    case is any FixedWidthInteger.Type: "a whole number"
    case is any FloatingPoint.Type: "a number"
    case is Bool.Type: "true or false"
    default: "another form"
    }
  }
}

extension ValueFormat where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
  /// One of the cases of an enumeration, by raw value.
  static var cases: ValueFormat {
    let words = Value.allCases.map(\.rawValue)
    return custom(expecting: words.listed(by: "or"), candidates: words) { Value(rawValue: $0) }
  }
}

extension ValueFormat where Value == String {
  /// The path of a file, or of what the shell completes like one, such as a folder or an archive.
  static var file: ValueFormat { custom(expecting: "a file", path: .file) { $0 } }

  /// The path of a folder.
  static var folder: ValueFormat { custom(expecting: "a folder", path: .folder) { $0 } }

  /// `scheme:path`, with one of these schemes offered; any text is read, as other schemes may be
  /// known elsewhere.
  static func location(schemes: [String], _ path: PathKind) -> ValueFormat {
    custom(expecting: "scheme:path", candidates: schemes.map { $0 + ":" }, path: path) { $0 }
  }
}

extension ValueFormat where Value == Int {
  /// A whole number of a range.
  static func number(in range: ClosedRange<Int>) -> ValueFormat {
    let bounds =
      range.upperBound == .max
      ? "of \(range.lowerBound) or more"
      : "from \(range.lowerBound) to \(range.upperBound)"
    return .custom(expecting: "a whole number \(bounds)") { word in
      Int(word).flatMap { range.contains($0) ? $0 : nil }
    }
  }
}

extension [String] {
  /// The words as they are listed in a sentence: "a, b or c".
  func listed(by conjunction: String) -> String {
    guard let last, count > 1 else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " \(conjunction) " + last
  }
}
