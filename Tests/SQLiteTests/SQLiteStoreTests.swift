import Provisioning
import ProvisioningSQLite
import Testing

@Suite struct SQLiteStoreTests {
  let folder = Folder()

  @Test func reopeningKeepsEverything() async throws {
    let store = try await SQLiteStore.open(at: folder.file())
    for number in 1...3 { try await store.commit(Sample.person(number)) }
    try await store.commit(Sample.roster(1, of: [1, 2, 3]))
    let key = Record.Key(.ticket, "t1")
    try await store.write([.put(key, value: "{}", expires: nil, replacing: 0)])
    let before = try await contents(of: store)
    await store.close()
    #expect(folder.names == ["store.sqlite", "store.sqlite-lock"])

    let reopened = try await SQLiteStore.open(at: folder.file(), mode: .existing)
    #expect(try await contents(of: reopened) == before)
    #expect(try await reopened.integrityProblems() == [])
    await reopened.close()
  }

  @Test func readsWhatWasWritten() async throws {
    let store = try await SQLiteStore.open(at: folder.file())
    try await store.commit(Sample.person(1))
    let linked = try #require(try await store.linkedAccounts([Sample.key(1)]).first)
    #expect(linked.link.state == Sample.link(1, to: 1))
    #expect(linked.account.asserted == Sample.profile(1))
    #expect(linked.account.state.primary == Sample.key(1))
    #expect(try await store.account(Sample.account(1)) == linked.account)
    let email = EmailAddress("person1@school.example")!
    #expect(try await store.accounts(holding: email) == [linked.account])
    #expect(try await store.accounts(matching: "given1", limit: 10) == [linked.account])
    #expect(try await store.accounts(matching: "g_ven1", limit: 10) == [])
    let counts = try await store.counts()
    #expect(counts.accounts == ["unclaimed": 1])
    let entries = try await store.entries(.account(Sample.account(1)), before: nil, limit: 10)
    #expect(entries.map(\.id) == [Sample.entry("person-1")])
    await store.close()
  }
}

/// All that a store holds, as one value to compare.
struct Contents: Equatable {
  var accounts: [Account]
  var links: [Link]
  var sections: [Section]
  var assertions: Set<Enrollment.Assertion>
  var entries: [JournalEntry]
  var changes: [[JournaledChange]]
  var records: [Record]
  var counts: StoreCounts
}

func contents(of store: SQLiteStore) async throws -> Contents {
  let sections = try await store.sections(of: nil, after: nil, limit: 1000)
  let entries = try await store.entries(.all, before: nil, limit: 1000)
  var changes: [[JournaledChange]] = []
  for entry in entries { changes.append(try await store.changes(of: entry.id)) }
  return Contents(
    accounts: try await store.accounts(after: nil, limit: 1000),
    links: try await store.links(after: nil, limit: 1000), sections: sections,
    assertions: Set(try await store.assertions(in: sections.map(\.key))), entries: entries,
    changes: changes, records: try await store.records(of: .ticket, after: nil, limit: 1000),
    counts: try await store.counts())
}
