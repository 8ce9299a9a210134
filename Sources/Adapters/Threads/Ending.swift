import Synchronization

/// The moment when a store's threads have ended, for those who wait for it.
package final class Ending: Sendable {
  private enum State {
    case waiting([CheckedContinuation<Void, Never>])
    case reached
  }
  private let state = Mutex(State.waiting([]))

  package init() {}

  /// Wakes all who wait.
  package func end() {
    let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
      defer { state = .reached }
      if case .waiting(let waiting) = state { return waiting }
      return []
    }
    for waiter in waiting { waiter.resume() }
  }

  /// Waits for the end.
  package func reached() async {
    await withCheckedContinuation { waiter in
      let isReached = state.withLock { state in
        guard case .waiting(let waiting) = state else { return true }
        state = .waiting(waiting + [waiter])
        return false
      }
      if isReached { waiter.resume() }
    }
  }
}
