import Provisioning
import Synchronization

/// A store that dies between two steps of its writing, as the whole store's steps go that it is given:
/// before a commit or a record change, or after it was done and before anybody was told.
///
/// For ``StoreMaker/DyingOpener`` of stores that have no finer steps of their own.
public final class DyingStore: StoreWrapper {
  public let base: any AccountStore
  private let stepsLeft: Mutex<Int>
  private let death: @Sendable () async -> Void

  /// Creates a store over `base` that dies at that step, from 1. Then `death` runs once: it kills a
  /// server, or keeps an image of files as they are at that moment, to be opened from then on.
  public init(
    _ base: any AccountStore, at step: Int, death: @escaping @Sendable () async -> Void = {}
  ) {
    self.base = base
    self.death = death
    stepsLeft = Mutex(step)
  }

  public func commit(_ changes: ChangeSet) async throws(ProvisioningError) -> JournalEntry {
    try await step()
    let entry = try await base.commit(changes)
    try await step()
    return entry
  }

  public func write(_ changes: [RecordChange]) async throws(ProvisioningError) {
    try await step()
    try await base.write(changes)
    try await step()
  }

  private func step() async throws(ProvisioningError) {
    let left = stepsLeft.withLock { left in
      left -= 1
      return left
    }
    guard left <= 0 else { return }
    if left == 0 { await death() }
    throw ProvisioningError(.unavailable, "The store is dead.")
  }
}
