import Provisioning
import Synchronization

/// A store where something else happens once, just before a write: after a plan was made, and before
/// it is committed.
public final class InterruptedStore: StoreWrapper {
  public let base: any AccountStore
  private let interruption: Mutex<(@Sendable () async -> Void)?>
  private let writesBefore: Mutex<Int>

  /// Creates a store over `base` that runs `interruption` once, after so many writes.
  public init(
    _ base: any AccountStore, after writes: Int = 0,
    by interruption: @escaping @Sendable () async -> Void
  ) {
    self.base = base
    self.interruption = Mutex(interruption)
    writesBefore = Mutex(writes)
  }

  /// Whether the interruption has happened.
  public var wasInterrupted: Bool { interruption.withLock { $0 == nil } }

  private func interrupt() async {
    let isEarly = writesBefore.withLock { left in
      left -= 1
      return left >= 0
    }
    if isEarly { return }
    let pending = interruption.withLock { pending in
      defer { pending = nil }
      return pending
    }
    await pending?()
  }

  public func commit(_ changes: ChangeSet) async throws(ProvisioningError) -> JournalEntry {
    await interrupt()
    return try await base.commit(changes)
  }

  public func write(_ changes: [RecordChange]) async throws(ProvisioningError) {
    await interrupt()
    try await base.write(changes)
  }
}
