/// How one typed word becomes a value, and what to say when it does not.
struct ValueFormat<Value: Sendable>: Sendable {
  /// Whether a message may repeat the word that was typed.
  enum Echo: Sendable { case typed, withheld }

  /// The words to choose from, where there is a fixed list; completion offers them.
  let candidates: [String]
  /// What was expected, as the end of a sentence: "a whole number".
  let expectation: String
  private(set) var echo: Echo = .typed
  /// The value of a word, or `nil` where the word is not one.
  let read: @Sendable (String) -> Value?

  /// A format of its own: `read` answers `nil` for a word it does not accept.
  static func custom(
    expecting expectation: String, candidates: [String] = [],
    read: @escaping @Sendable (String) -> Value?
  ) -> ValueFormat {
    ValueFormat(candidates: candidates, expectation: expectation, read: read)
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
      candidates: candidates, expectation: expectation,
      echo: echo == .typed ? .typed : .withheld, read: { [read] word in read(word) })
  }

  private init(
    candidates: [String], expectation: String, echo: Echo = .typed,
    read: @escaping @Sendable (String) -> Value?
  ) {
    self.candidates = candidates
    self.expectation = expectation
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
  /// One of a list of words.
  static func oneOf(_ words: [String]) -> ValueFormat {
    custom(expecting: words.listed(by: "or"), candidates: words) { word in
      words.contains(word) ? word : nil
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
