/// Something that goes wrong on purpose.
struct Fault: Codable, Sendable {
  enum Kind: String, Codable, Sendable {
    /// Answers with `status`, and does nothing else.
    case status
    /// Waits for `seconds`, then goes on as usual.
    case delay
    /// Sends the first `bytes` of the answer's body and hangs up.
    case cut
    /// Answers with a page instead of JSON, and does nothing else.
    case html
    /// Does what was asked, and hangs up without an answer.
    case lost
    /// Sends the answer's body `bytes` at a time, with `seconds` between.
    case drip
    /// Answers with JSON that ends in the middle, and does nothing else.
    case json
  }

  /// The path, or its beginning with a `*` behind it.
  let path: String
  /// Any method if left out.
  var method: String?
  let kind: Kind
  var status: Int?
  var seconds: Double?
  var bytes: Int?
  /// How often it happens; without end if left out.
  var times: Int?

  func concerns(_ method: String, _ path: String) -> Bool {
    if let wanted = self.method, wanted != method { return false }
    if self.path.hasSuffix("*") { return path.hasPrefix(self.path.dropLast()) }
    return self.path == path
  }
}
