extension JSONValue {
  /// The document on one line, without spaces, keys sorted: equal values give equal bytes.
  var text: String {
    var text = ""
    write(to: &text)
    return text
  }

  /// Writes the document to `text`.
  func write(to text: inout some TextOutputStream) {
    switch self {
    case .object(let members): Self.write(members, to: &text)
    case .array(let elements): Self.write(elements, to: &text)
    case .rows(let rows): Self.write((0..<rows.count).lazy.map { rows[$0] }, to: &text)
    case .string(let string): Self.write(string, to: &text)
    case .int(let number): text.write(String(number))
    // JSON has no word for infinity or for what is no number.
    case .double(let number): text.write(number.isFinite ? number.description : "null")
    case .bool(let value): text.write(value ? "true" : "false")
    case .null: text.write("null")
    }
  }

  private static func write(_ members: [String: JSONValue], to text: inout some TextOutputStream) {
    text.write("{")
    var separator = ""
    for (key, value) in members.sorted(by: { $0.key < $1.key }) {
      text.write(separator)
      write(key, to: &text)
      text.write(":")
      value.write(to: &text)
      separator = ","
    }
    text.write("}")
  }

  private static func write(
    _ elements: some Sequence<JSONValue>, to text: inout some TextOutputStream
  ) {
    text.write("[")
    var separator = ""
    for element in elements {
      text.write(separator)
      element.write(to: &text)
      separator = ","
    }
    text.write("]")
  }

  private static func write(_ string: String, to text: inout some TextOutputStream) {
    text.write("\"")
    if string.unicodeScalars.contains(where: { escape(for: $0) != nil }) {
      for scalar in string.unicodeScalars { text.write(escape(for: scalar) ?? String(scalar)) }
    } else {
      text.write(string)
    }
    text.write("\"")
  }

  /// What stands for a scalar that may not, or should not, appear as itself.
  ///
  /// JSON wants this below U+0020 only; the controls from U+007F on are escaped as well, because
  /// a terminal may obey them.
  private static func escape(for scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    case "\u{8}": return "\\b"
    case "\u{C}": return "\\f"
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}":
      let digits = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: return nil
    }
  }
}
