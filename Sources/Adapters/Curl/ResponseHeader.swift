import ProvisioningHTTP

/// The header of a response, put together from the lines that come.
struct ResponseHeader {
  private(set) var status = 0
  private(set) var fields: [HTTPHeader] = []
  /// Whether its last line has come.
  private(set) var isWhole = false
  /// How many bytes may still come, those of interim responses and trailers included.
  private var left: Int

  init(limit: Int) { left = limit }

  /// Takes a line with its end; `false` where the limit does not allow it.
  mutating func take(_ line: UnsafeRawBufferPointer) -> Bool {
    guard line.count <= left else { return false }
    left -= line.count
    // What comes behind the header are trailers, which must not pass for it (RFC 9110, 6.5.1).
    guard !isWhole else { return true }
    let text = String(decoding: line, as: UTF8.self).trimmingEnd()
    if text.isEmpty {
      isWhole = status >= 200
    } else if text.hasPrefix("HTTP/") {
      status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
      fields = []
    } else if let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) {
      let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      fields.append(HTTPHeader(String(text[..<colon]), String(value)))
    }
    return true
  }
}

extension String {
  fileprivate func trimmingEnd() -> String {
    let end = utf8.lastIndex { ![0x20, 0x09, 0x0D, 0x0A].contains($0) }
    return end.map { String(self[...$0]) } ?? ""
  }
}
