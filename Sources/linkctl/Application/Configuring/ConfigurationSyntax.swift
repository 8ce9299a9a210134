/// Finds where a text that is no JSON5 goes wrong: the decoder does not say.
///
/// It knows brackets, commas, colons, texts and comments, and takes every other word for a value.
struct ConfigurationSyntax {
  private enum Token { case start, value, comma, colon, opening }

  private let bytes: [UInt8]
  private var place = 0
  private var line = 1
  private var last = Token.start
  private var open: [(bracket: UInt8, line: Int)] = []

  /// The line of the first fault; `nil` if none is seen.
  static func faultyLine(of text: some Sequence<UInt8>) -> Int? {
    var syntax = ConfigurationSyntax(bytes: Array(text))
    while syntax.place < syntax.bytes.count {
      let line = syntax.line
      guard syntax.takeToken() else { return line }
    }
    return syntax.open.last?.line
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var next: UInt8 { bytes[place] }

  /// Reads a token, a comment or a space; `false` if it cannot stand there.
  private mutating func takeToken() -> Bool {
    switch next {
    case UInt8(ascii: " "), 0x09, 0x0D, 0x0A: skip()
    case UInt8(ascii: "/"): return skipComment()
    case UInt8(ascii: ","), UInt8(ascii: ":"):
      guard last == .value else { return false }
      last = next == UInt8(ascii: ",") ? .comma : .colon
      skip()
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard last != .value else { return false }
      open.append((next + 2, line))
      last = .opening
      skip()
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      guard last != .colon, open.popLast()?.bracket == next else { return false }
      last = .value
      skip()
    default:
      guard last != .value else { return false }
      last = .value
      return next == UInt8(ascii: "\"") || next == UInt8(ascii: "'") ? skipText() : skipWord()
    }
    return true
  }

  private mutating func skip() {
    if next == 0x0A { line += 1 }
    place += 1
  }

  private mutating func skipText() -> Bool {
    let quote = next
    skip()
    while place < bytes.count, next != quote {
      if next == 0x0A { return false }
      if next == UInt8(ascii: "\\"), place + 1 < bytes.count { skip() }
      skip()
    }
    guard place < bytes.count else { return false }
    skip()
    return true
  }

  private mutating func skipWord() -> Bool {
    while place < bytes.count, !" \t\r\n/,:{}[]\"'".utf8.contains(next) { skip() }
    return true
  }

  private mutating func skipComment() -> Bool {
    let rest = bytes[place...]
    if rest.starts(with: "//".utf8) {
      while place < bytes.count, next != 0x0A { skip() }
      return true
    }
    guard rest.starts(with: "/*".utf8) else { return false }
    place += 2
    while !bytes[place...].starts(with: "*/".utf8) {
      guard place < bytes.count else { return false }
      skip()
    }
    place += 2
    return true
  }
}
