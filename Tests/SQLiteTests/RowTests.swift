import Provisioning
import Testing

@testable import ProvisioningSQLite

/// What rows hold, and what becomes of them.
@Suite struct RowTests {
  let folder = Folder()

  @Test(arguments: [
    [], [""], ["a"], ["[a]"], ["["], ["a", "b"], ["", ""], ["é", "\u{65}\u{301}"],
    ["\"\\\n\u{0}/"], ["\"\\\n\u{0}/", "[]"], [String(repeating: "long", count: 5000)],
  ])
  func listsComeBackAsTheyWere(list: [String]) async throws {
    let store = try await SQLiteStore.open(at: folder.file())
    var changes = Sample.person(1)
    var state = Sample.link(1, to: 1)
    state.profile.schools = list
    state.profile.roles = [.staff, .teacher]
    state.profile.given = list.first
    state.profile.middle = ""
    state.because = Evidence(.alias, via: Sample.key(9))
    changes.links = [RowChange(key: Sample.key(1), before: nil, after: state, revision: nil)]
    var account = changes.accounts[0].after!
    account.local = LocalEdits([.schools: list, .email: []])
    changes.accounts = [
      RowChange(key: Sample.account(1), before: nil, after: account, revision: nil)
    ]
    try await store.commit(changes)
    let linked = try #require(try await store.linkedAccounts([Sample.key(1)]).first)
    #expect(linked.link.state.columns.bytes == state.columns.bytes)
    #expect(linked.account.state.columns.bytes == account.columns.bytes)
    #expect(linked.link.state.profile.middle == "")
    await store.close()
  }

  @Test func aLocalEditOfTheEmailIsFound() async throws {
    let store = try await SQLiteStore.open(at: folder.file())
    var changes = Sample.person(1)
    var state = changes.accounts[0].after!
    state.local = LocalEdits([.email: ["Other_%@School.Example"]])
    changes.accounts = [
      RowChange(key: Sample.account(1), before: nil, after: state, revision: nil)
    ]
    try await store.commit(changes)
    for email in ["other_%@school.example", "PERSON1@SCHOOL.EXAMPLE"] {
      let found = try await store.accounts(holding: EmailAddress(email)!)
      #expect(found.map(\.id) == [Sample.account(1)])
    }
    #expect(try await store.accounts(matching: "other_%@", limit: 9).count == 1)
    #expect(try await store.accounts(matching: "other__", limit: 9).count == 0)
    await store.close()
  }

  @Test func aRemovedAccountKeepsItsHistory() async throws {
    let store = try await SQLiteStore.open(at: folder.file())
    try await store.commit(Sample.person(1))
    try await store.commit(Sample.removal(of: 1, in: store))
    #expect(try await store.counts().accounts == [:])
    // Another one must not come by the history of the one that went.
    try await store.commit(Sample.person(2))
    let history = JournalFilter.account(Sample.account(1))
    #expect(try await store.entries(history, before: nil, limit: 9).count == 2)
    let other = JournalFilter.account(Sample.account(2))
    #expect(try await store.entries(other, before: nil, limit: 9).count == 1)
    try await store.commit(Sample.person(1, entry: "again"))
    #expect(try await store.entries(history, before: nil, limit: 9).count == 3)
    #expect(try await store.integrityProblems() == [])
    await store.close()
  }

  @Test func rowsThatOthersNameStay() async throws {
    let store = try await SQLiteStore.open(at: folder.file())
    try await store.commit(Sample.person(1))
    try await store.commit(Sample.roster(1, of: [1]))
    let before = try await contents(of: store)
    var account = try await Sample.removal(of: 1, in: store)
    account.links = []
    var link = try await Sample.removal(of: 1, in: store)
    link.accounts = []
    let section = before.sections[0]
    var roster = ChangeSet(header: Sample.header("roster"))
    roster.sections = [
      RowChange(
        key: section.key, before: section.state, after: nil, revision: section.revision)
    ]
    for changes in [account, link, roster] {
      let error = await #expect(throws: ProvisioningError.self) {
        try await store.commit(changes)
      }
      #expect(error?.code == .conflict)
    }
    #expect(try await contents(of: store) == before)
    await store.close()
  }

  @Test func anEntryIsCommittedOnce() async throws {
    let store = try await SQLiteStore.open(at: folder.file())
    let entry = try await store.commit(Sample.person(1))
    #expect(try await store.commit(Sample.person(1)) == entry)
    let read = try #require(try await store.account(Sample.account(1)))
    var undo = Sample.status(.active, of: read, entry: "undo")
    undo = undo.reverting("person-1")
    try await store.commit(undo)
    #expect(try await store.entry(.id(entry.id))?.revertedBy == Sample.entry("undo"))
    var redo = ChangeSet(header: Sample.header("redo", reverts: "undo"))
    redo.expectations = [.account(Sample.account(7), nil)]
    try await store.commit(redo)
    #expect(try await store.entry(.revision(entry.revision))?.revertedBy == nil)
    await store.close()
  }

  @Test func aSectionSharedByTwoLinksOfAnAccountCountsOnce() async throws {
    let store = try await SQLiteStore.open(at: folder.file())
    try await store.commit(Sample.person(1))
    try await store.commit(Sample.person(2))
    var second = ChangeSet(header: Sample.header("second"))
    second.links = [
      RowChange(key: Sample.key(3), before: nil, after: Sample.link(3, to: 1), revision: nil)
    ]
    try await store.commit(second)
    var roster = Sample.roster(1, of: [1, 2])
    roster.enrollments.append(
      RowChange(
        key: EnrollmentKey(Sample.section(1), Sample.key(3)), before: nil,
        after: Enrollment.State(role: .coTeacher, status: .ended), revision: nil))
    try await store.commit(roster)
    #expect(try await store.counts().enrollments == [.active: 2])
    #expect(try await store.links(of: [Sample.account(1), Sample.account(1)]).count == 2)
    await store.close()
  }

  @Test func expectationsAreCheckedBeforeTheChangesApply() async throws {
    let store = try await SQLiteStore.open(at: folder.file())
    let sisKey = SISKey(district: "district-1", role: .student, sisID: "sis-1")
    var changes = Sample.person(1)
    changes.expectations = [
      .link(Sample.key(1), nil), .links(of: Sample.account(1), []), .linksMatching(sisKey, []),
    ]
    let entry = try await store.commit(changes)
    var other = Sample.person(2)
    for (wrong, right) in [
      (.link(Sample.key(1), nil), .link(Sample.key(1), entry.revision)),
      (.links(of: Sample.account(1), []), .links(of: Sample.account(1), [Sample.key(1)])),
      (.linksMatching(sisKey, []), .linksMatching(sisKey, [Sample.key(1)])),
      (.section(Sample.section(1), entry.revision), .section(Sample.section(1), nil)),
    ] as [(Provisioning.Expectation, Provisioning.Expectation)] {
      other.expectations.append(wrong)
      let error = await #expect(throws: ProvisioningError.self) { try await store.commit(other) }
      #expect(error?.code == .conflict)
      other.expectations[other.expectations.count - 1] = right
    }
    try await store.commit(other)
    await store.close()
  }
}

extension Sample {
  /// The removal of a person's link and account.
  static func removal(of number: Int, in store: SQLiteStore) async throws -> ChangeSet {
    let linked = try #require(try await store.linkedAccounts([key(number)]).first)
    var changes = ChangeSet(header: header("removal-\(number)"))
    changes.accounts = [
      RowChange(
        key: linked.account.id, before: linked.account.state, after: nil,
        revision: linked.account.revision)
    ]
    changes.links = [
      RowChange(
        key: linked.link.key, before: linked.link.state, after: nil,
        revision: linked.link.revision)
    ]
    return changes
  }
}

extension ChangeSet {
  fileprivate func reverting(_ name: String) -> ChangeSet {
    var changes = self
    changes.header = JournalEntry.Header(
      id: header.id, at: header.at, actor: header.actor, action: .undo,
      reverts: Sample.entry(name))
    return changes
  }
}

extension Columns {
  /// The columns byte by byte: Swift's strings compare by meaning.
  fileprivate var bytes: [String: [[UInt8]]] { mapValues { $0.map { Array($0.utf8) } } }
}
