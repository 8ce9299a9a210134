#if PostgreSQL
import Provisioning
import ProvisioningPostgreSQL
import Synchronization
import Testing

/// First sign-ins of many people, and what was acknowledged of them.
final class Load: Sendable {
  let store: PostgreSQLStore
  let lanes: Int
  private let log = Mutex<[JournalEntry.ID: Revision]>([:])
  private let longest = Mutex(Duration.zero)
  private let isOver = Atomic(false)

  init(on store: PostgreSQLStore, lanes: Int = 8) {
    self.store = store
    self.lanes = lanes
  }

  var acknowledged: [JournalEntry.ID: Revision] { log.withLock { $0 } }
  /// The longest time that a commit took.
  var longestWait: Duration { longest.withLock { $0 } }

  /// Writes until `disturbance` has ended, and returns what that returns. Every commit must succeed:
  /// the first that does not ends all.
  func run<Value: Sendable>(
    during disturbance: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
      for lane in 0..<lanes {
        group.addTask {
          try await self.write(in: lane)
          return nil
        }
      }
      group.addTask {
        defer { self.isOver.store(true, ordering: .relaxed) }
        return try await disturbance()
      }
      var value: Value?
      while let ended = try await group.next() { value = ended ?? value }
      return try #require(value)
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
