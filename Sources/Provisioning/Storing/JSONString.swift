extension [UInt8] {
  /// Appends `text` between quotes, as JSON writes it. Complexity: O(length).
  package mutating func append(quoting text: String) {
    append(0x22)
    append(escaping: text)
    append(0x22)
  }

  /// Appends `text` as it stands within quotes in JSON.
  mutating func append(escaping text: String) {
    let isPlain = text.utf8.withContiguousStorageIfAvailable { text in
      guard !text.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) else { return false }
      append(contentsOf: text)
      return true
    }
    if isPlain == true { return }
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C:
        append(0x5C)
        append(byte)
      case 0..<0x20:
        let digits: StaticString = "0123456789abcdef"
        append(contentsOf: "\\u00".utf8)
        digits.withUTF8Buffer { hex in
          append(hex[Int(byte >> 4)])
          append(hex[Int(byte & 15)])
        }
      default: append(byte)
      }
    }
  }
}
