/// A well-formed response, with its length.
package func stubAnswer(
  _ status: Int = 200, _ fields: [String] = [], body: [UInt8] = []
) -> [UInt8] {
  let lines = ["HTTP/1.1 \(status) Stub", "Content-Length: \(body.count)"] + fields + ["", ""]
  return Array(lines.joined(separator: "\r\n").utf8) + body
}

/// A well-formed response, with its length.
package func stubAnswer(_ status: Int = 200, _ fields: [String] = [], text: String) -> [UInt8] {
  stubAnswer(status, fields, body: Array(text.utf8))
}
