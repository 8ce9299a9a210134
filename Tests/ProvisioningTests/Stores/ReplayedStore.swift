import Provisioning
import ProvisioningTesting
import Synchronization

/// A lasting store that can be made to die, for tests of the contract itself: a log of what was done,
/// from which memory is filled again after a crash. With a fault, crashes do harm.
final class ReplayedStore: StoreWrapper {
  enum Fault: CaseIterable, Sendable {
    /// Acknowledges a commit before the log has it.
    case acknowledgesEarly
    /// Dies in the middle of a change set, and keeps that half.
    case keepsHalves
    /// Logs change sets without their records.
    case losesRecords
  }

  let base: any AccountStore
  private let place: Place
  private let stepsLeft: Mutex<Int?>

  fileprivate init(place: Place, memory: InMemoryStore, dyingAt step: Int?) {
    (self.place, base) = (place, memory)
    stepsLeft = Mutex(step)
  }

  func commit(_ changes: ChangeSet) async throws(ProvisioningError) -> JournalEntry {
    try await place.alone { () throws(ProvisioningError) in
      try await self.pass(.commit(changes))
      let entry = try await self.base.commit(changes)
      try await self.pass(.commit(changes))
      await self.place.log(.commit(changes))
      try await self.pass(nil)
      return entry
    }
  }

  func write(_ changes: [RecordChange]) async throws(ProvisioningError) {
    try await place.alone { () throws(ProvisioningError) in
      try await self.pass(nil)
      try await self.base.write(changes)
      await self.place.log(.write(changes))
      try await self.pass(nil)
    }
  }

  /// Takes a step, and dies if it is the one; what is on its way may be kept in half.
  private func pass(_ item: Place.Item?) async throws(ProvisioningError) {
    let isDead = stepsLeft.withLock { left in
      left = left.map { $0 - 1 }
      return left.map { $0 <= 0 } ?? false
    }
    guard isDead else { return }
    if stepsLeft.withLock({ $0 == 0 }) { await place.crash(amid: item) }
    throw ProvisioningError(.unavailable, "The store is dead.")
  }
}

/// Where replayed stores are opened.
actor Place {
  enum Item: Sendable {
    case commit(ChangeSet)
    case write([RecordChange])
  }

  private let fault: ReplayedStore.Fault?
  private var items: [Item] = []
  private var memory = InMemoryStore()
  private var isWhole = true
  private var last: Task<Void, Never>?

  init(fault: ReplayedStore.Fault?) { self.fault = fault }

  func open(dyingAt step: Int?) async throws -> ReplayedStore {
    if !isWhole {
      memory = InMemoryStore()
      for item in items {
        switch item {
        case .commit(let changes): _ = try await memory.commit(changes)
        case .write(let changes): try await memory.write(changes)
        }
      }
      isWhole = true
    }
    return ReplayedStore(place: self, memory: memory, dyingAt: step)
  }

  fileprivate func log(_ item: Item) {
    guard case .commit(var changes) = item, fault == .losesRecords else {
      return items.append(item)
    }
    changes.records = []
    items.append(.commit(changes))
  }

  fileprivate func crash(amid item: Item?) {
    isWhole = false
    if fault == .acknowledgesEarly { _ = items.popLast() }
    guard fault == .keepsHalves, case .commit(let changes) = item else { return }
    var half = ChangeSet(header: changes.header)
    half.sections = changes.sections.filter { $0.before == nil }
    if !half.isEmpty { items.append(.commit(half)) }
  }

  /// Does one thing after the other.
  fileprivate func alone<Answer: Sendable>(
    _ work: @escaping @Sendable () async throws(ProvisioningError) -> Answer
  ) async throws(ProvisioningError) -> Answer {
    let before = last
    let task = Task { () async -> Result<Answer, ProvisioningError> in
      await before?.value
      do throws(ProvisioningError) { return .success(try await work()) } catch {
        return .failure(error)
      }
    }
    last = Task { _ = await task.value }
    return try await task.value.get()
  }
}
