import CCurl
import ProvisioningHTTP
import ProvisioningThreads
import Synchronization

/// How a request came out.
typealias Outcome = Result<HTTPResponse, HTTPFault>

/// A request that somebody waits for.
struct Job: Sendable {
  let number: Int
  let request: HTTPRequest
  /// Scheme, host and port.
  let host: String
  let cancellation: Cancellation
  let deadline: ContinuousClock.Instant
  let waiter: CheckedContinuation<Outcome, Never>
}

/// What tasks have to say to the thread.
final class Mailbox: Sendable {
  struct Mail {
    var jobs: [Job] = []
    var cancelled: [Int] = []
    var isClosed = false

    var isEmpty: Bool { jobs.isEmpty && cancelled.isEmpty }
  }

  private struct State {
    var mail = Mail()
    var bell: Bell?

    /// Rings once for all that comes before the thread looks.
    mutating func change(_ change: (inout Mail) -> Void) {
      if mail.isEmpty { bell?.ring() }
      change(&mail)
    }
  }

  private let state = Mutex(State())

  /// Hands a job over. In a closed mailbox it ends at once.
  func post(_ job: Job) {
    let isClosed = state.withLock { state in
      guard !state.mail.isClosed else { return true }
      state.change { $0.jobs.append(job) }
      return false
    }
    if isClosed { job.waiter.resume(returning: .failure(.closed)) }
  }

  /// Notes that nobody waits for a job any more.
  func cancel(_ number: Int) {
    state.withLock { state in
      guard !state.mail.isClosed else { return }
      state.change { $0.cancelled.append(number) }
    }
  }

  /// Refuses further jobs; the thread finds it closed.
  func close() {
    state.withLock { state in state.change { $0.isClosed = true } }
  }

  /// Takes all that has come.
  func take() -> Mail {
    state.withLock { state in
      defer { state.mail = Mail(isClosed: state.mail.isClosed) }
      return state.mail
    }
  }

  /// The bell that wakes the thread, as long as there is one.
  func use(_ bell: Bell?) { state.withLock { $0.bell = bell } }
}

/// Wakes a thread out of `curl_multi_poll`.
///
/// `@unchecked Sendable`: `curl_multi_wakeup` is the function of libcurl that any thread may call,
/// and it is the only one called here. The mailbox rings under its lock, and the thread takes the
/// bell away under the same lock before it frees the handle.
struct Bell: @unchecked Sendable {
  private let multi: UnsafeMutableRawPointer

  init(_ multi: UnsafeMutableRawPointer) { self.multi = multi }

  func ring() { curl_multi_wakeup(multi) }
}
