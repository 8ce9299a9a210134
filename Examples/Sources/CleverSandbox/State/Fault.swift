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
    /// The page's link to the next leads to itself.
    case loop
    /// The page's link to the next leads to the first.
    case back
    /// The page's link to the next leads to another host.
    case elsewhere
    /// The page has no link to the next.
    case last
    /// The page after the one that was asked for comes.
    case skip
    /// The records of the page before come once more.
    case `repeat`
    /// The page's last record is left out.
    case without
    /// The last record of the page before comes once more, first.
    case again
    /// The first record has a number in its `field`.
    case poison
  }

  /// The path, or its beginning with a `*` behind it.
  let path: String
  /// Any method if left out.
  var method: String?
  let kind: Kind
  var status: Int?
  var seconds: Double?
  var bytes: Int?
  var field: String?
  /// How many requests that it concerns go well before.
  var after: Int?
  /// How often it happens; without end if left out.
  var times: Int?

  func concerns(_ method: String, _ path: String) -> Bool {
    if let wanted = self.method, wanted != method { return false }
    if self.path.hasSuffix("*") { return path.hasPrefix(self.path.dropLast()) }
    return self.path == path
  }
}
