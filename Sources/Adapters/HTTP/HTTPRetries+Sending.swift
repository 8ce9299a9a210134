import Glibc

extension HTTPRetries {
  /// What retries do not have of their own.
  public struct Surroundings: Sendable {
    /// The time now, in Unix seconds.
    public let now: @Sendable () -> Int
    /// Waits. Throws when the task is cancelled.
    public let sleep: @Sendable (Duration) async throws -> Void
    /// A number from 0 up to 1.
    public let random: @Sendable () -> Double

    /// Creates surroundings.
    public init(
      now: @escaping @Sendable () -> Int,
      sleep: @escaping @Sendable (Duration) async throws -> Void,
      random: @escaping @Sendable () -> Double
    ) {
      self.now = now
      self.sleep = sleep
      self.random = random
    }

    /// Those of the system.
    public static let system = Surroundings(
      now: { time(nil) }, sleep: { try await Task.sleep(for: $0) },
      random: { .random(in: 0..<1) })
  }

  /// The response to `request`, tried as often as the policy says. What the last try came to is what
  /// this comes to: a response with status 503, for one, or a fault.
  public func send(
    _ request: HTTPRequest, over transport: some HTTPTransport,
    in surroundings: Surroundings = .system
  ) async throws(HTTPFault) -> HTTPResponse {
    var tries = 0
    while true {
      tries += 1
      let outcome = await outcome(of: request, over: transport)
      let pause = pause(
        after: tries, of: request.method, outcome, now: surroundings.now(),
        random: surroundings.random())
      guard let pause else { return try outcome.get() }
      do {
        try await surroundings.sleep(pause)
      } catch {
        throw HTTPFault(.cancelled, "the task was cancelled")
      }
    }
  }

  private func outcome(
    of request: HTTPRequest, over transport: some HTTPTransport
  ) async -> Result<HTTPResponse, HTTPFault> {
    do throws(HTTPFault) { return .success(try await transport.send(request)) } catch {
      return .failure(error)
    }
  }
}
