/// A request as it came.
package struct StubRequest: Hashable, Sendable {
  package let method: String
  /// Path and query.
  package let target: String
  /// The lines of the header, without the first.
  package let lines: [String]
  package let body: [UInt8]
  /// Which connection of the server brought it.
  package let connection: Int

  /// The value of the first field of that name.
  package subscript(_ name: String) -> String? { Self.value(name, in: lines) }

  /// Reads the first whole request in `bytes`, and how long it is.
  static func read(_ bytes: [UInt8], connection: Int) -> (StubRequest, length: Int)? {
    guard let end = headerEnd(bytes) else { return nil }
    var lines = String(decoding: bytes[..<end], as: UTF8.self)
      .split(separator: "\r\n").map(String.init)
    let words = lines.removeFirst().split(separator: " ").map(String.init)
    let length = value("Content-Length", in: lines).flatMap { Int($0) } ?? 0
    guard words.count == 3, bytes.count >= end + length else { return nil }
    let request = StubRequest(
      method: words[0], target: words[1], lines: lines, body: Array(bytes[end..<end + length]),
      connection: connection)
    return (request, end + length)
  }

  private static func headerEnd(_ bytes: [UInt8]) -> Int? {
    let mark = Array("\r\n\r\n".utf8)
    guard bytes.count >= 4 else { return nil }
    return (4...bytes.count).first { bytes[($0 - 4)..<$0].elementsEqual(mark) }
  }

  private static func value(_ name: String, in lines: [String]) -> String? {
    for line in lines {
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, parts[0].lowercased() == name.lowercased() else { continue }
      return String(parts[1].drop { $0 == " " })
    }
    return nil
  }
}
