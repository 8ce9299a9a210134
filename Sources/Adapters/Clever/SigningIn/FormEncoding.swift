/// Fields as `application/x-www-form-urlencoded`: everything but letters, digits and `-._~` is
/// escaped.
func formEncoded(_ fields: [(name: String, value: String)]) -> String {
  fields.map { "\(escaped($0.name))=\(escaped($0.value))" }.joined(separator: "&")
}

private func escaped(_ text: String) -> String {
  var escaped: [UInt8] = []
  for byte in text.utf8 {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: escaped.append(byte)
    default:
      escaped.append(0x25)
      escaped.append(hexadecimalDigits[Int(byte >> 4)])
      escaped.append(hexadecimalDigits[Int(byte & 15)])
    }
  }
  return String(decoding: escaped, as: UTF8.self)
}

private let hexadecimalDigits = Array("0123456789ABCDEF".utf8)
