import ProvisioningHTTP
import Synchronization
import Testing

@Suite("Retries: the loop")
struct RetryingTests {
  /// Answers with what it was given, one after the other, and then with 200.
  private final class Scripted: HTTPTransport {
    let left: Mutex<[Result<HTTPResponse, HTTPFault>]>
    let sent = Atomic(0)

    init(_ outcomes: [Result<HTTPResponse, HTTPFault>]) { left = Mutex(outcomes) }

    func send(_ request: HTTPRequest) async throws(HTTPFault) -> HTTPResponse {
      sent.add(1, ordering: .relaxed)
      let next = left.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      return try next?.get() ?? HTTPResponse(status: 200)
    }
  }

  private final class Clock: Sendable {
    let slept = Mutex<[Duration]>([])
    var surroundings: HTTPRetries.Surroundings {
      HTTPRetries.Surroundings(
        now: { 1_000_000 }, sleep: { pause in self.slept.withLock { $0.append(pause) } },
        random: { 1 })
    }
  }

  private let clock = Clock()

  private func send(
    _ method: HTTPRequest.Method = .get, over transport: Scripted
  ) async throws(HTTPFault) -> HTTPResponse {
    let request = HTTPRequest(method, "https://api.example/x")
    return try await HTTPRetries().send(request, over: transport, in: clock.surroundings)
  }

  @Test("A GET that fails three times is answered the fourth time")
  func recovers() async throws {
    let transport = Scripted([
      .success(HTTPResponse(status: 503)), .failure(HTTPFault(.broken, "")),
      .success(HTTPResponse(status: 429, headers: [HTTPHeader("x-ratelimit-reset", "1000030")])),
    ])
    #expect(try await send(over: transport).status == 200)
    let pauses: [Duration] = [.milliseconds(250), .milliseconds(500), .seconds(30)]
    #expect(clock.slept.withLock { $0 } == pauses)
  }

  @Test("After the last try, what it came to is handed on")
  func givesUp() async throws {
    let busy = Scripted(Array(repeating: .success(HTTPResponse(status: 503)), count: 9))
    #expect(try await send(over: busy).status == 503)
    #expect(busy.sent.load(ordering: .relaxed) == 4)
    let fault = HTTPFault(.unreachable, "no")
    let away = Scripted(Array(repeating: .failure(fault), count: 9))
    await #expect(throws: fault) { try await send(over: away) }
    #expect(away.sent.load(ordering: .relaxed) == 4)
  }

  @Test("A POST is sent once")
  func post() async throws {
    let transport = Scripted([.success(HTTPResponse(status: 503))])
    #expect(try await send(.post, over: transport).status == 503)
    #expect(transport.sent.load(ordering: .relaxed) == 1)
    #expect(clock.slept.withLock { $0 } == [])
  }

  @Test("A task that is cancelled while it waits ends as cancelled and sends nothing more")
  func cancelled() async throws {
    let transport = Scripted([
      .success(HTTPResponse(status: 429, headers: [HTTPHeader("Retry-After", "80")]))
    ])
    let task = Task {
      try await HTTPRetries().send(HTTPRequest(.get, "https://api.example/x"), over: transport)
    }
    while transport.sent.load(ordering: .relaxed) == 0 { await Task.yield() }
    task.cancel()
    let fault = await #expect(throws: HTTPFault.self) { try await task.value }
    #expect(fault?.kind == .cancelled)
    #expect(transport.sent.load(ordering: .relaxed) == 1)
  }
}
