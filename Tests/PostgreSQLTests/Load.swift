#if PostgreSQL
import Provisioning
import ProvisioningPostgreSQL
import Synchronization
import Testing

/// First sign-ins of many people, and what was acknowledged of them.
final class Load: Sendable {
  static let lanes = 8

  let store: PostgreSQLStore
  private let log = Mutex<[JournalEntry.ID: Revision]>([:])
  private let longest = Mutex(Duration.zero)
  private let isOver = Atomic(false)

  init(on store: PostgreSQLStore) { self.store = store }

  var acknowledged: [JournalEntry.ID: Revision] { log.withLock { $0 } }
  /// The longest time that a commit took.
  var longestWait: Duration { longest.withLock { $0 } }

  /// Writes until `disturbance` has ended. Every commit must succeed.
  func run(during disturbance: () async throws -> Void) async throws {
    try await withThrowingTaskGroup { group in
      for lane in 0..<Self.lanes { group.addTask { try await self.write(in: lane) } }
      do {
        try await disturbance()
      } catch {
        isOver.store(true, ordering: .relaxed)
        throw error
      }
      isOver.store(true, ordering: .relaxed)
      try await group.waitForAll()
    }
  }

  private func write(in lane: Int) async throws {
    var number = 0
    while !isOver.load(ordering: .relaxed) {
      let changes = Sample.person("\(lane)-\(number)")
      let start = ContinuousClock.now
      let entry = try await store.commit(changes)
      let wait = ContinuousClock.now - start
      #expect(entry.id == changes.header.id)
      log.withLock { $0[entry.id] = entry.revision }
      longest.withLock { $0 = max($0, wait) }
      number += 1
    }
  }

  /// Expects the store to hold what was acknowledged, whole, and nothing else.
  func expectAllOfItStored() async throws {
    var stored: [JournalEntry.ID: Revision] = [:]
    var last: Revision?
    while case let page = try await store.entries(.all, before: last, limit: 1000), !page.isEmpty {
      for entry in page { stored[entry.id] = entry.revision }
      last = page.last?.revision
    }
    // Every commit is answered in the end, so neither side has what the other has not.
    #expect(stored == acknowledged)
    #expect(Set(stored.values.map(\.number)) == Set(1...Int64(stored.count)))
    let counts = try await store.counts()
    #expect(counts.accounts == ["active": stored.count])
    #expect(counts.links == stored.count)
    #expect(try await store.integrityProblems() == [])
    #expect(try await StoreVerifier(store).verify().problems.isEmpty)
  }
}
#endif
