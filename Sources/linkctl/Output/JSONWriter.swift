extension JSONValue {
  /// The document on one line, without spaces, keys sorted: equal values give equal bytes.
  var text: String {
    var text = ""
    write(to: &text)
    return text
  }

  /// Appends the document to `text`.
  func write(to text: inout String) {
    switch self {
    case .object(let members): Self.write(members, to: &text)
    case .array(let elements): Self.write(elements, to: &text)
    case .string(let string): Self.write(string, to: &text)
    case .int(let number): text += String(number)
    // JSON has no word for infinity or for what is no number.
    case .double(let number): text += number.isFinite ? number.description : "null"
    case .bool(let value): text += value ? "true" : "false"
    case .null: text += "null"
    }
  }

  private static func write(_ members: [String: JSONValue], to text: inout String) {
    text += "{"
    var separator = ""
    for (key, value) in members.sorted(by: { $0.key < $1.key }) {
      text += separator
      write(key, to: &text)
      text += ":"
      value.write(to: &text)
      separator = ","
    }
    text += "}"
  }

  private static func write(_ elements: [JSONValue], to text: inout String) {
    text += "["
    var separator = ""
    for element in elements {
      text += separator
      element.write(to: &text)
      separator = ","
    }
    text += "]"
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      if let escaped = escape(for: scalar) {
        text += escaped
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
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
