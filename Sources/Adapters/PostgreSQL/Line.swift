#if PostgreSQL
import Glibc
import Provisioning

/// A connection that is opened anew when it was lost. It stays on one thread.
final class Line {
  private let address: Address
  private var session: Session?

  init(_ address: Address) { self.address = address }

  /// Runs `work`, and again while what stopped it may pass, for as long as `patience`: a server that
  /// restarts, another one that takes over, others that were in the way.
  func run<Answer>(
    patience: Duration, unless isCancelled: () -> Bool = { false },
    _ work: (Session) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    let end = ContinuousClock.now + patience
    var pause = Pause()
    while true {
      if isCancelled() { throw .other(.cancelled) }
      do throws(Failure) {
        return try work(try openSession())
      } catch {
        clear(after: error)
        guard error.mayPass, ContinuousClock.now < end else { throw error }
      }
      pause.wait()
    }
  }

  private func openSession() throws(Failure) -> Session {
    if let session { return session }
    let opened = try Session(address)
    session = opened
    return opened
  }

  /// Leaves no transaction open that failed.
  private func clear(after failure: Failure) {
    if case .lost = failure { session = nil }
    guard let session, session.isInTransaction else { return }
    do { _ = try session.exchange([Request(.rollBack)]) } catch { self.session = nil }
  }
}

/// Waits longer each time, and by chance, so that those who were in each other's way part.
private struct Pause {
  private var milliseconds = 2.0

  mutating func wait() {
    usleep(UInt32(1000 * milliseconds * Double.random(in: 0.5...1)))
    milliseconds = min(milliseconds * 2, 500)
  }
}
#endif
