/// When a request is tried again, and what is waited for before.
///
/// A GET is tried again where a connection failed, time ran out, or the status says that it may be
/// better later. A POST never is: what it did the first time is not known.
public struct HTTPRetries: Hashable, Sendable {
  /// How often a request is sent at most.
  public var tries: Int
  /// The longest first pause; each further one may be twice as long.
  public var base: Duration
  /// What no pause is longer than, unless the server asks for it.
  public var cap: Duration
  /// The longest pause that a server may ask for. Where it asks for more, the request is given up.
  public var longestAsked: Duration

  /// Creates a policy: 4 tries, pauses up to 0.25 s, 0.5 s and so on until 10 s, and up to 90 s
  /// where the server asks, unless told otherwise.
  public init(
    tries: Int = 4, base: Duration = .milliseconds(250), cap: Duration = .seconds(10),
    longestAsked: Duration = .seconds(90)
  ) {
    self.tries = tries
    self.base = base
    self.cap = cap
    self.longestAsked = longestAsked
  }

  /// How long to wait after try number `tries`, the first being 1, before the next; `nil` where there
  /// is none.
  ///
  /// `now` is in Unix seconds, and `random` from 0 up to 1: a pause is anything up to its longest, so
  /// that those who failed together do not come back together.
  public func pause(
    after tries: Int, of method: HTTPRequest.Method, _ outcome: Result<HTTPResponse, HTTPFault>,
    now: Int, random: Double
  ) -> Duration? {
    guard method == .get, tries < self.tries, outcome.mayBeBetterLater else { return nil }
    let longest = min(cap, base * (1 << min(max(tries, 1) - 1, 30)))
    let pause = longest * random
    guard let asked = (try? outcome.get())?.askedPause(now: now) else { return pause }
    return asked <= longestAsked ? max(asked, pause) : nil
  }
}

extension Result<HTTPResponse, HTTPFault> {
  fileprivate var mayBeBetterLater: Bool {
    switch self {
    case .success(let response): [429, 500, 502, 503, 504].contains(response.status)
    case .failure(let fault): [.unknownHost, .unreachable, .timeout, .broken].contains(fault.kind)
    }
  }
}

extension HTTPResponse {
  /// How long the server asks to be left alone: by `Retry-After` (RFC 9110, section 10.2.3), or of
  /// those who ask too much by `x-ratelimit-reset`, in Unix seconds. `nil` where it does not, or not
  /// in a way that can be read.
  func askedPause(now: Int) -> Duration? {
    guard status == 429 || status == 503 else { return nil }
    if let text = self["Retry-After"] {
      if let seconds = wholeNumber(text) { return .seconds(seconds) }
      if let moment = unixSeconds(httpDate: text) { return .seconds(max(0, moment - now)) }
    }
    guard status == 429, let moment = self["x-ratelimit-reset"].flatMap(wholeNumber) else {
      return nil
    }
    return .seconds(max(0, moment - now))
  }
}

/// A number in digits alone. One beyond a trillion is taken for that: it is too long to wait for.
private func wholeNumber(_ text: String) -> Int? {
  guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
  return min(Int(text) ?? .max, 1_000_000_000_000)
}
