import ProvisioningHTTP
import Testing

@Suite("Retries: the decision")
struct RetriesTests {
  private let retries = HTTPRetries()

  private func pause(
    _ outcome: Result<HTTPResponse, HTTPFault>, after tries: Int = 1,
    of method: HTTPRequest.Method = .get, random: Double = 0.5
  ) -> Duration? {
    retries.pause(after: tries, of: method, outcome, now: 1_000_000, random: random)
  }

  private func answer(_ status: Int, _ headers: [HTTPHeader] = []) -> Result<
    HTTPResponse, HTTPFault
  > { .success(HTTPResponse(status: status, headers: headers)) }

  @Test("Of all statuses, only 429, 500, 502, 503 and 504 are tried again")
  func statuses() {
    let again = (100...599).filter { pause(answer($0)) != nil }
    #expect(again == [429, 500, 502, 503, 504])
  }

  @Test(
    "Of the faults, those of a connection and of time are tried again",
    arguments: [
      (HTTPFault.Kind.invalidAddress, false), (.invalidHeader, false), (.unknownHost, true),
      (.unreachable, true), (.untrusted, false), (.timeout, true), (.tooLarge, false),
      (.broken, true), (.cancelled, false),
    ])
  func faults(kind: HTTPFault.Kind, isRetried: Bool) {
    #expect((pause(.failure(HTTPFault(kind, ""))) != nil) == isRetried)
  }

  @Test("A POST is never tried again", arguments: [429, 500, 502, 503, 504])
  func post(status: Int) {
    #expect(pause(answer(status, [HTTPHeader("Retry-After", "1")]), of: .post) == nil)
    #expect(pause(.failure(HTTPFault(.unreachable, "")), of: .post) == nil)
  }

  @Test("A request is sent four times at most")
  func tries() {
    #expect((1...6).filter { pause(answer(503), after: $0) != nil } == [1, 2, 3])
  }

  @Test("The longest pause doubles until its cap, and any pause is a part of the longest")
  func backoff() {
    let patient = HTTPRetries(tries: .max)
    func longest(_ tries: Int, _ random: Double = 1) -> Duration? {
      patient.pause(after: tries, of: .get, answer(500), now: 0, random: random)
    }
    #expect((1...4).map { longest($0) } == [250, 500, 1000, 2000].map { .milliseconds($0) })
    #expect(longest(6) == .seconds(8))
    #expect([7, 40, 64, .max - 1].map { longest($0) } == Array(repeating: .seconds(10), count: 4))
    #expect(longest(3, 0) == .zero)
    #expect(longest(3, 0.25) == .milliseconds(250))
  }

  @Test(
    "A server's Retry-After is waited for, in seconds or as a date, up to 90 s",
    arguments: [
      ("7", Duration.seconds(7)), ("90", .seconds(90)), ("91", nil), ("007", .seconds(7)),
      ("0", .milliseconds(125)), ("99999999999999999999999999", nil),
      ("Mon, 12 Jan 1970 13:46:50 GMT", .seconds(10)),
      ("Mon, 12 Jan 1970 13:46:30 GMT", .milliseconds(125)),
      ("Sun, 06 Nov 1994 08:49:37 GMT", nil),
    ])
  func retryAfter(text: String, expected: Duration?) {
    for status in [429, 503] {
      #expect(pause(answer(status, [HTTPHeader("retry-after", text)])) == expected)
    }
  }

  @Test(
    "What cannot be read as a time counts as if it were not there",
    arguments: ["", "-5", "+5", "1.5", "soon", "0x10", "5 ", "Mon, 12 Jan 1970 13:46:50 CET"])
  func unreadable(text: String) {
    for name in ["Retry-After", "x-ratelimit-reset"] {
      #expect(pause(answer(429, [HTTPHeader(name, text)])) == .milliseconds(125))
    }
  }

  @Test("A limit's reset is waited for after 429, unless Retry-After says something else")
  func reset() {
    let reset = HTTPHeader("X-RateLimit-Reset", "1000030")
    #expect(pause(answer(429, [reset])) == .seconds(30))
    #expect(pause(answer(503, [reset])) == .milliseconds(125))
    #expect(pause(answer(429, [reset, HTTPHeader("Retry-After", "5")])) == .seconds(5))
    #expect(pause(answer(429, [HTTPHeader("x-ratelimit-reset", "999999")])) == .milliseconds(125))
    #expect(pause(answer(429, [HTTPHeader("x-ratelimit-reset", "1000091")])) == nil)
    #expect(pause(answer(429, [HTTPHeader("x-ratelimit-reset", "1000030000")])) == nil)
  }

  @Test("Only a server that is busy may ask for a pause")
  func others() {
    let asking = [HTTPHeader("Retry-After", "60")]
    #expect(pause(answer(500, asking)) == .milliseconds(125))
    #expect(pause(answer(200, asking)) == nil)
  }
}
