/// Reads one JSON text (RFC 8259) value by value, as its caller expects it: what comes otherwise is
/// a fault at once, so that nesting is as deep as the caller goes and no tree is built.
///
/// Stricter than most: a key that stands twice in an object is a fault, and so are lone surrogates,
/// and NULs unless they are allowed.
package struct JSONReader {
  package typealias Fault = JSONFault

  /// Which texts it takes.
  package enum Texts: Sendable {
    /// No text of a roster may hold a NUL.
    case withoutNUL
    case any
  }

  /// How deep a value may nest that is only stepped over.
  private static let depthLimit = 32
  /// How many keys an object may have that is not only stepped over.
  private static let keyLimit = 64

  private let bytes: [UInt8]
  private let admitted: Texts
  private var index = 0

  package init(_ bytes: [UInt8], texts: Texts = .withoutNUL) {
    self.bytes = bytes
    admitted = texts
  }

  /// Reads an object; `take` reads the value of each key.
  package mutating func object(
    _ take: (inout JSONReader, String) throws(Fault) -> Void
  ) throws(Fault) {
    var keys: [String] = []
    guard next == 0x7B else { throw Fault("It must be an object.") }
    try elements(until: 0x7D) { reader throws(Fault) in
      let key = try reader.key()
      do throws(Fault) {
        guard !keys.contains(key) else { throw Fault("The key stands there twice.") }
        guard keys.count < Self.keyLimit else { throw Fault("The object has too many keys.") }
        keys.append(key)
        try take(&reader, key)
      } catch {
        throw error.within(key)
      }
    }
  }

  /// Reads a list; `take` reads each element.
  package mutating func list(_ take: (inout JSONReader) throws(Fault) -> Void) throws(Fault) {
    var count = 0
    guard next == 0x5B else { throw Fault("It must be a list.") }
    try elements(until: 0x5D) { reader throws(Fault) in
      do throws(Fault) { try take(&reader) } catch { throw error.within(count) }
      count += 1
    }
  }

  /// Reads a text.
  package mutating func text() throws(Fault) -> String {
    guard next == 0x22 else { throw Fault("It must be a text.") }
    index += 1
    let start = index
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x5C { return try escapedText(from: start) }
      guard byte >= 0x20 else { break }
      index += 1
      if byte == 0x22 { return try checked(bytes[start..<index - 1]) }
    }
    throw .notJSON
  }

  /// Reads a text, or `nil` for `null`.
  package mutating func optionalText() throws(Fault) -> String? {
    guard next == 0x6E else { return try text() }
    try word("null")
    return nil
  }

  /// Reads a list of texts.
  package mutating func texts() throws(Fault) -> [String] {
    var texts: [String] = []
    try list { reader throws(Fault) in texts.append(try reader.text()) }
    return texts
  }

  /// Reads a list of texts, or `nil` for `null`.
  package mutating func optionalTexts() throws(Fault) -> [String]? {
    guard next == 0x6E else { return try texts() }
    try word("null")
    return nil
  }

  /// Reads a whole number.
  package mutating func wholeNumber() throws(Fault) -> Int {
    guard let next, next == 0x2D || isDigit(next) else { throw Fault("It must be a number.") }
    let start = index
    try number()
    let digits = String(decoding: bytes[start..<index], as: UTF8.self)
    guard let number = Int(digits) else { throw Fault("It must be a whole number.") }
    return number
  }

  /// Steps over a value of any kind.
  package mutating func skip() throws(Fault) { try skip(depth: 0) }

  /// Whether the text is at its end.
  package mutating func end() throws(Fault) {
    guard next == nil else { throw .notJSON }
  }

  // MARK: Parts

  /// The next byte that is no white space, which is not read; `nil` at the end.
  private var next: UInt8? {
    mutating get {
      while index < bytes.count {
        switch bytes[index] {
        case 0x20, 0x09, 0x0A, 0x0D: index += 1
        default: return bytes[index]
        }
      }
      return nil
    }
  }

  /// Reads a bracket, elements parted by commas, and the bracket `end`.
  private mutating func elements(
    until end: UInt8, _ take: (inout JSONReader) throws(Fault) -> Void
  ) throws(Fault) {
    index += 1
    guard next != end else { return index += 1 }
    while true {
      try take(&self)
      let byte = next
      guard byte == 0x2C || byte == end else { throw .notJSON }
      index += 1
      if byte == end { return }
    }
  }

  private mutating func key() throws(Fault) -> String {
    guard next == 0x22 else { throw .notJSON }
    let key = try text()
    guard next == 0x3A else { throw .notJSON }
    index += 1
    return key
  }

  private mutating func skip(depth: Int) throws(Fault) {
    guard depth < Self.depthLimit else { throw Fault("It is nested too deeply.") }
    switch next {
    case 0x7B:
      try elements(until: 0x7D) { reader throws(Fault) in
        _ = try reader.key()
        try reader.skip(depth: depth + 1)
      }
    case 0x5B:
      try elements(until: 0x5D) { reader throws(Fault) in try reader.skip(depth: depth + 1) }
    case 0x22: _ = try text()
    case 0x74: try word("true")
    case 0x66: try word("false")
    case 0x6E: try word("null")
    default: try number()
    }
  }

  private mutating func word(_ word: StaticString) throws(Fault) {
    let end = index + word.utf8CodeUnitCount
    guard end <= bytes.count,
      bytes[index..<end].elementsEqual(
        UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    else { throw .notJSON }
    index = end
  }

  private mutating func number() throws(Fault) {
    if next == 0x2D { index += 1 }
    if byte == 0x30 { index += 1 } else { try digits() }
    if byte == 0x2E {
      index += 1
      try digits()
    }
    if byte == 0x65 || byte == 0x45 {
      index += 1
      if byte == 0x2B || byte == 0x2D { index += 1 }
      try digits()
    }
  }

  private mutating func digits() throws(Fault) {
    let start = index
    while let byte, isDigit(byte) { index += 1 }
    guard index > start else { throw .notJSON }
  }

  private var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

  private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  // MARK: Texts

  private func checked(_ bytes: some Sequence<UInt8>) throws(Fault) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Fault("It is no UTF-8.")
    }
    return text
  }

  /// Reads on in a text that holds escapes; the first of them stands at `index`.
  private mutating func escapedText(from start: Int) throws(Fault) -> String {
    var text = Array(bytes[start..<index])
    while let byte, byte >= 0x20 {
      index += 1
      switch byte {
      case 0x22: return try checked(text)
      case 0x5C: try appendEscape(to: &text)
      default: text.append(byte)
      }
    }
    throw .notJSON
  }

  private mutating func appendEscape(to text: inout [UInt8]) throws(Fault) {
    guard let byte else { throw .notJSON }
    index += 1
    switch byte {
    case 0x22, 0x5C, 0x2F: text.append(byte)
    case 0x62: text.append(0x08)
    case 0x66: text.append(0x0C)
    case 0x6E: text.append(0x0A)
    case 0x72: text.append(0x0D)
    case 0x74: text.append(0x09)
    case 0x75: text.append(contentsOf: String(try escapedScalar()).utf8)
    default: throw .notJSON
    }
  }

  /// Reads the digits of `\uXXXX`, and the second half where it is the first of a pair.
  private mutating func escapedScalar() throws(Fault) -> Character {
    var value = try hexadecimal()
    if (0xD800...0xDBFF).contains(value) {
      guard byte == 0x5C, index + 1 < bytes.count, bytes[index + 1] == 0x75 else {
        throw Fault("It holds half a character.")
      }
      index += 2
      let low = try hexadecimal()
      guard (0xDC00...0xDFFF).contains(low) else { throw Fault("It holds half a character.") }
      value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
    }
    guard value != 0 || admitted == .any else { throw Fault("It holds a NUL.") }
    guard let scalar = Unicode.Scalar(value) else { throw Fault("It holds half a character.") }
    return Character(scalar)
  }

  private mutating func hexadecimal() throws(Fault) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw .notJSON
      }
      value = value << 4 + UInt32(digit)
      index += 1
    }
    return value
  }
}
