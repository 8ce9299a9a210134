/// Something that goes wrong on purpose.
struct Fault: ControlBody {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case path, method, kind, status, reset, headers, seconds, bytes, field, value, after, times
  }

  enum Kind: String, Choice, Sendable {
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
    /// The page's first record has `value` in its `field`; it has no such field.
    case poison, lack
  }

  /// The path, or its beginning with a `*` behind it.
  let path: String
  /// Any method if left out.
  var method: String?
  let kind: Kind
  var status: Int?
  /// In how many seconds `x-ratelimit-reset` lies; without it there is no such field.
  var reset: Int?
  /// More fields of the answer's head.
  var headers: [String: String]?
  var seconds: Double?
  var bytes: Int?
  /// A name, or several with dots between them.
  var field: String?
  var value: JSON?
  /// How many requests that it concerns go well before.
  var after: Int?
  /// How often it happens; without end if left out.
  var times: Int?

  var problem: String? {
    if !path.hasPrefix("/") { return "path does not begin with a slash" }
    let numbers = [
      ("status", status, 200...599), ("bytes", bytes, 0...Int.max), ("after", after, 0...Int.max),
      ("times", times, 1...Int.max), ("reset", reset, 0...Self.longest),
    ]
    for (name, number, range) in numbers {
      guard let number, !range.contains(number) else { continue }
      let end = range.upperBound == .max ? "or more" : "to \(range.upperBound)"
      return "\(name) is \(number), and may be \(range.lowerBound) \(end)"
    }
    guard let seconds, !(0...Double(Self.longest)).contains(seconds) else { return nil }
    return "seconds is \(seconds), and may be 0 to \(Self.longest)"
  }

  /// In seconds.
  private static let longest = 86_400

  func concerns(_ method: String, _ path: String) -> Bool {
    if let wanted = self.method, wanted != method { return false }
    if self.path.hasSuffix("*") { return path.hasPrefix(self.path.dropLast()) }
    return self.path == path
  }
}
