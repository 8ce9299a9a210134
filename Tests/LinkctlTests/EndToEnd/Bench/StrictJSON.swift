@testable import linkctl

/// Reads JSON as the contract wants it: on one line, keys sorted and each there once.
struct StrictJSON {
  enum Fault: Error {
    case unexpected(at: Int, in: String)
    case unsortedKeys([String])
  }

  private let text: String
  private let bytes: [UInt8]
  private var place = 0

  /// The one document that `text` is.
  static func document(_ text: some StringProtocol) throws -> JSONValue {
    var reader = StrictJSON(String(text))
    let value = try reader.value()
    guard reader.place == reader.bytes.count else { throw reader.fault }
    return value
  }

  /// The documents in a text of many lines, each of which ends with a line feed.
  static func lines(_ text: String) throws -> [JSONValue] {
    guard text.isEmpty || text.hasSuffix("\n") else {
      throw Fault.unexpected(at: text.utf8.count, in: text)
    }
    return try text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map(document)
  }

  private init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  private var fault: Fault { .unexpected(at: place, in: text) }

  private mutating func take(_ character: Character) -> Bool {
    guard place < bytes.count, bytes[place] == character.asciiValue else { return false }
    place += 1
    return true
  }

  private mutating func expect(_ character: Character) throws {
    guard take(character) else { throw fault }
  }

  private mutating func value() throws -> JSONValue {
    if take("{") { return try object() }
    if take("[") { return try array() }
    if take("\"") { return .string(try string()) }
    let word = bytes[place...].prefix { !",]}".utf8.contains($0) }
    place = word.endIndex
    switch String(decoding: word, as: UTF8.self) {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    case let number:
      if let whole = Int(number) { return .int(whole) }
      guard let broken = Double(number) else { throw fault }
      return .double(broken)
    }
  }

  private mutating func object() throws -> JSONValue {
    var members: [String: JSONValue] = [:]
    var keys: [String] = []
    if !take("}") {
      repeat {
        try expect("\"")
        keys.append(try string())
        try expect(":")
        members[keys.last!] = try value()
      } while take(",")
      try expect("}")
    }
    for (key, next) in zip(keys, keys.dropFirst()) where !(key < next) {
      throw Fault.unsortedKeys(keys)
    }
    return .object(members)
  }

  private mutating func array() throws -> JSONValue {
    var elements: [JSONValue] = []
    if take("]") { return .array([]) }
    repeat { elements.append(try value()) } while take(",")
    try expect("]")
    return .array(elements)
  }

  private mutating func string() throws -> String {
    var result: [UInt8] = []
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      guard bytes[place] >= 0x20 else { throw fault }
      if take("\\") {
        result += try escaped().utf8
      } else {
        result.append(bytes[place])
        place += 1
      }
    }
    try expect("\"")
    return String(decoding: result, as: UTF8.self)
  }

  private mutating func escaped() throws -> String {
    guard place < bytes.count else { throw fault }
    defer { place += 1 }
    switch bytes[place] {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      return String(UnicodeScalar(bytes[place]))
    case UInt8(ascii: "u"):
      let digits = bytes[(place + 1)...].prefix(4)
      place += 4
      guard let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
        let scalar = UnicodeScalar(code)
      else { throw fault }
      return String(scalar)
    default: throw fault
    }
  }
}

extension JSONValue {
  /// The value at `key` of an object; `null` where there is none.
  subscript(_ key: String) -> JSONValue {
    guard case .object(let members) = self else { return .null }
    return members[key] ?? .null
  }

  /// An object's keys, sorted, with a space between; empty for anything else.
  var keys: String {
    guard case .object(let members) = self else { return "" }
    return members.keys.sorted().joined(separator: " ")
  }

  /// A string's text.
  var string: String? { if case .string(let text) = self { text } else { nil } }

  /// A whole number.
  var number: Int? { if case .int(let number) = self { number } else { nil } }

  /// An array's elements; none for anything else.
  var items: [JSONValue] { if case .array(let items) = self { items } else { [] } }
}
