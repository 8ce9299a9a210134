import Provisioning
import Synchronization

/// A clock and a source of names without surprises: every look at the clock is a millisecond later
/// than the last, and names are counted (`a-000001`, `a-000002`, `t-000001`).
public final class TestEnvironment: Sendable {
  private struct State {
    var milliseconds: Int64
    var names: [Environment.Purpose: Int] = [:]
  }

  private let state: Mutex<State>

  /// Creates an environment whose clock begins at `start`.
  public init(start: Timestamp = Timestamp(milliseconds: 1_767_225_600_000)) {
    state = Mutex(State(milliseconds: start.milliseconds))
  }

  /// Lets time pass.
  public func advance(seconds: Int64) {
    state.withLock { $0.milliseconds += seconds * 1000 }
  }

  /// The environment to give to what is tested.
  public var environment: Environment {
    Environment(now: { self.now() }, makeName: { self.makeName(for: $0) })
  }

  private func now() -> Timestamp {
    state.withLock { state in
      state.milliseconds += 1
      return Timestamp(milliseconds: state.milliseconds)
    }
  }

  private func makeName(for purpose: Environment.Purpose) -> String {
    let number = state.withLock { state in
      state.names[purpose, default: 0] += 1
      return state.names[purpose, default: 0]
    }
    let digits = String(number)
    return "\(purpose.rawValue)-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }
}
