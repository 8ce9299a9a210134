import Provisioning
import Testing

/// A store on the bench: short ways to commit to it, and to look at what is there.
struct Bench: Sendable {
  let store: any AccountStore

  init(_ store: any AccountStore) { self.store = store }

  static func header(
    _ id: String, action: Action = .edit, reason: String? = nil, run: String? = nil,
    reverts: String? = nil
  ) -> JournalEntry.Header {
    JournalEntry.Header(
      id: .named(id), at: Timestamp(milliseconds: 1_767_225_600_123), actor: "bench",
      action: action,
      reason: reason, run: run.map { .named($0) }, reverts: reverts.map { .named($0) })
  }

  /// Commits what `fill` puts into an empty change set, as the entry `id`.
  @discardableResult
  func commit(_ id: String, _ fill: (inout ChangeSet) -> Void) async throws -> JournalEntry {
    var changes = ChangeSet(header: Self.header(id))
    fill(&changes)
    return try await store.commit(changes)
  }

  /// Expects the commit of what `fill` puts into a change set to be refused as a conflict, and the
  /// store to hold what it held.
  func expectConflict(
    _ rule: String, _ fill: (inout ChangeSet) -> Void,
    at location: SourceLocation = #_sourceLocation
  ) async throws {
    var changes = ChangeSet(header: Self.header("e-refused"))
    fill(&changes)
    let before = try await everything()
    do {
      _ = try await store.commit(changes)
      Issue.record("\(rule): should be a conflict, but was committed", sourceLocation: location)
    } catch {
      #expect(error.code == .conflict, "\(rule): \(error)", sourceLocation: location)
    }
    let after = try await everything()
    #expect(before == after, "\(rule): a refused commit left a trace", sourceLocation: location)
  }

  /// All that the store holds, journal and revisions included.
  func everything() async throws -> String {
    let all = try await Snapshot(of: store)
    let revisions =
      all.accounts.map(\.revision.number) + all.links.map(\.revision.number)
      + all.sections.map(\.revision.number) + all.assertions.map(\.revision.number)
    let versions = all.records.map(\.version)
    let entries = try await store.entries(.all, before: nil, limit: 10_000).map(\.id.rawValue)
    return [
      all.exactText, all.recordText, "\(revisions)", "\(versions)", "\(entries)",
    ].joined(separator: "\n")
  }

  func account(_ id: String) async throws -> Account {
    try #require(try await store.account(.named(id)), "account \(id) should be there")
  }

  func link(_ key: String) async throws -> Link {
    try #require(try await store.link(.named(key)), "link \(key) should be there")
  }

  func section(_ key: String) async throws -> Section {
    try #require(try await store.section(.named(key)), "section \(key) should be there")
  }

  func assertion(_ section: String, _ key: String) async throws -> Enrollment.Assertion {
    let found = try await store.assertions(in: [.named(section)])
    return try #require(
      found.first { $0.key == .named(key) }, "assertion \(section) \(key) should be there")
  }
}

/// Short forms of states.
enum Rows {
  static func account(
    _ status: Account.Status = .active, primary: String? = nil,
    local: [Profile.Field: [String]] = [:]
  ) -> Account.State {
    Account.State(
      status: status, primary: primary.map { .named($0) }, local: LocalEdits(local))
  }

  static func link(
    to account: String, _ profile: Profile = .person(.student), sharing: Sharing = .district,
    because: Evidence = Evidence(.created)
  ) -> Link.State {
    Link.State(
      account: .named(account), sharing: sharing, since: Timestamp(milliseconds: 1_000),
      because: because, profile: profile)
  }

  static func section(
    _ name: String? = nil, _ status: Section.Status = .active,
    local: [Section.Details.Field: [String]] = [:]
  ) -> Section.State {
    var details = Section.Details()
    details.name = name
    return Section.State(status: status, asserted: details, local: LocalEdits(local))
  }

  static func member(
    _ role: EnrollmentRole = .student, _ status: Enrollment.Status = .active
  ) -> Enrollment.State {
    Enrollment.State(role: role, status: status)
  }
}

extension ChangeSet {
  mutating func create(account id: String, _ state: Account.State = Rows.account()) {
    accounts.append(RowChange(key: .named(id), before: nil, after: state, revision: nil))
  }

  mutating func create(link key: String, _ state: Link.State) {
    links.append(RowChange(key: .named(key), before: nil, after: state, revision: nil))
  }

  mutating func create(section key: String, _ state: Section.State = Rows.section()) {
    sections.append(RowChange(key: .named(key), before: nil, after: state, revision: nil))
  }

  mutating func create(
    enrollment section: String, _ key: String, _ state: Enrollment.State = Rows.member()
  ) {
    let row = EnrollmentKey(.named(section), .named(key))
    enrollments.append(RowChange(key: row, before: nil, after: state, revision: nil))
  }

  mutating func change(
    _ row: Account, to state: Account.State?, at revision: Revision? = nil
  ) {
    accounts.append(
      RowChange(key: row.id, before: row.state, after: state, revision: revision ?? row.revision))
  }

  mutating func change(_ row: Link, to state: Link.State?, at revision: Revision? = nil) {
    links.append(
      RowChange(key: row.key, before: row.state, after: state, revision: revision ?? row.revision))
  }

  mutating func change(_ row: Section, to state: Section.State?, at revision: Revision? = nil) {
    sections.append(
      RowChange(key: row.key, before: row.state, after: state, revision: revision ?? row.revision))
  }

  mutating func change(
    _ row: Enrollment.Assertion, to state: Enrollment.State?, at revision: Revision? = nil
  ) {
    enrollments.append(
      RowChange(
        key: EnrollmentKey(row.section, row.key), before: row.state, after: state,
        revision: revision ?? row.revision))
  }
}
