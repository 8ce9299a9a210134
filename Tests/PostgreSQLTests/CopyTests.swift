#if PostgreSQL
import Provisioning
import ProvisioningPostgreSQL
import Testing

@testable import ProvisioningTesting

/// Stores as wholes: what PostgreSQL holds goes into any other store and back, exactly.
@Suite(Server.isThere) struct CopyTests {
  let places = Places()

  @Test func aHistoryGoesInAndOutAndIsTakenBackTheSame() async throws {
    let first = InMemoryStore()
    _ = try await History(seed: 7, steps: 60).played(
      on: StoreMaker(passing: { first }), environment: TestEnvironment())
    let place = try places.add()
    let filling = try await PostgreSQLFilling.open(at: place.url, schema: place.schema)
    let missing = await #expect(throws: ProvisioningError.self) { _ = try await place.open() }
    #expect(missing?.code == .notFound)
    try await StoreCopy(of: first).run(into: filling)

    let store = try await place.open(mode: .existing)
    #expect(try await store.integrityProblems() == [])
    #expect(try await StoreVerifier(store).verify().problems.isEmpty)
    let refused = await #expect(throws: ProvisioningError.self) {
      _ = try await PostgreSQLFilling.open(at: place.url, schema: place.schema)
    }
    #expect(refused?.code == .refused)

    let other = try places.add()
    try await StoreCopy(of: store).run(
      into: try await PostgreSQLFilling.open(at: other.url, schema: other.schema))
    let copy = try await other.open(mode: .existing)
    try await expectSameUndoes(first, store)
    try await expectSameUndoes(first, copy)
    await store.close()
    await copy.close()
  }

  @Test func aCopyThatWasStoppedGoesOnAndOneOfAnotherMomentStartsOver() async throws {
    let source = InMemoryStore()
    _ = try await History(seed: 8, steps: 40).played(
      on: StoreMaker(passing: { source }), environment: TestEnvironment())
    let place = try places.add()
    let contents = await source.contents()
    let begun = try await PostgreSQLFilling.open(at: place.url, schema: place.schema)
    #expect(try await begun.begin(contents.moment) == nil)
    let accounts = try await contents.accounts(after: nil, limit: 3)
    let end = ContentsPlace.accounts(try #require(accounts.last).id)
    try await begun.write(ContentsPage(rows: .accounts(accounts), end: end))
    await begun.close()

    let again = try await PostgreSQLFilling.open(at: place.url, schema: place.schema)
    #expect(try await again.begin(contents.moment) == end)
    let late = try await PostgreSQLFilling.open(at: place.url, schema: place.schema)
    #expect(try await late.begin(StoreMoment()) == nil)
    let overtaken = await #expect(throws: ProvisioningError.self) {
      try await again.write(ContentsPage(rows: .accounts(accounts), end: end))
    }
    #expect(overtaken?.code == .busy)
    await again.close()
    await late.close()
    try await StoreCopy(of: source).run(
      into: try await PostgreSQLFilling.open(at: place.url, schema: place.schema))
    let store = try await place.open(mode: .existing)
    #expect(try await Snapshot(of: store).exactText == Snapshot(of: source).exactText)
    await store.close()
  }

  @Test(arguments: [[CutConnection.Commit.arrives], [.arrives, .arrives], [.getsLost]])
  func aCopyThatIsCutOffAtItsEndIsLookedUp(cuts: [CutConnection.Commit]) async throws {
    let place = try places.add()
    let first = try await PostgreSQLFilling.open(at: place.url, schema: place.schema)
    _ = try await first.begin(StoreMoment())
    await first.close()
    let door = try place.door(.commits(cuts))
    let last = try await PostgreSQLFilling.open(at: place.url(through: door), schema: place.schema)
    try await last.finish()
    #expect(door.left == 0)
    await last.close()
    let store = try await place.open(mode: .existing)
    #expect(try await store.counts().journalEntries == 0)
    await store.close()
  }

  @Test func whoeverComesLateToACopyThatIsFinishedIsToldThatThereIsAStore() async throws {
    let place = try places.add()
    let fillings = [
      try await PostgreSQLFilling.open(at: place.url, schema: place.schema),
      try await PostgreSQLFilling.open(at: place.url, schema: place.schema),
    ]
    for filling in fillings { _ = try await filling.begin(StoreMoment()) }
    try await fillings[0].finish()
    let late: [() async throws -> Void] = [
      { _ = try await fillings[1].begin(StoreMoment()) }, { try await fillings[1].finish() },
    ]
    for step in late {
      let error = await #expect(throws: ProvisioningError.self) { try await step() }
      #expect(error?.code == .refused)
      #expect(error?.reason == "There is a store in it already.")
    }
    for filling in fillings { await filling.close() }
  }

  /// Takes the newest entries back on both, and expects the same of it.
  private func expectSameUndoes(
    _ left: InMemoryStore, _ right: PostgreSQLStore
  ) async throws {
    let entries = await left.entries(.all, before: nil, limit: 10_000)
    #expect(entries == (try await right.entries(.all, before: nil, limit: 10_000)))
    for entry in entries {
      let changes = await left.changes(of: entry.id)
      #expect(changes == (try await right.changes(of: entry.id)))
      let outcomes = await [left as any AccountStore, right].asyncMap { store in
        let provisioner = Provisioner(store: store, environment: TestEnvironment().environment)
        do {
          let report = try await provisioner.undo(
            entry.id, by: Attribution(actor: "test"), .dryRun)
          // Of several later entries any is named: which, hangs on the order of reads.
          return "\(report.changes) \(report.conflicts.map { "\($0.row) \($0.column ?? "")" })"
        } catch {
          return "\(error)"
        }
      }
      #expect(outcomes[0] == outcomes[1])
    }
  }
}

extension Array {
  fileprivate func asyncMap<Value>(
    _ body: (Element) async throws -> Value
  ) async rethrows -> [Value] {
    var values: [Value] = []
    for element in self { values.append(try await body(element)) }
    return values
  }
}
#endif
