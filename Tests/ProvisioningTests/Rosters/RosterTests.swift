import Provisioning
import ProvisioningTesting
import Testing

@Suite("Rosters: what comes, goes and comes back")
struct RosterTests {
  let school = School()
  static let people =
    ["t", "u"].map { Identity.person("clever:\($0)", .teacher) }
    + ["1", "2", "3"].map { Identity.person("clever:\($0)") }

  static func roster(_ sections: RosterSection...) -> ListedRoster {
    ListedRoster(people: people, sections: sections)
  }

  @Test("a person in many sections is one account, a person in none comes in too")
  func oneAccount() async throws {
    let outcome = try await school.bringIn(
      Self.roster(
        .section("clever:a", teachers: ["clever:t"], students: ["clever:1"]),
        .section("clever:b", teachers: ["clever:t"], students: ["clever:1", "clever:2"])))
    #expect(outcome.report.accounts.created == 5)
    #expect(outcome.report.enrollments.started == 5)
    let id = try #require(try await school.home("clever:1"))
    let enrollments = try await school.store.enrollments(of: id).map(\.section.description)
    #expect(enrollments == ["clever:a", "clever:b"])
    #expect(try await school.account("clever:3").status == .unclaimed)
  }

  @Test("Rule 5: who is no longer listed has ended, and is restored when listed again")
  func endedAndRestored() async throws {
    let both = RosterSection.section(
      "clever:a", teachers: ["clever:t"], students: ["clever:1", "clever:2"])
    let one = RosterSection.section("clever:a", teachers: ["clever:t"], students: ["clever:2"])
    try await school.bringIn(Self.roster(both))
    #expect(try await school.bringIn(Self.roster(one)).report.enrollments.ended == 1)
    #expect(
      try await school.roster("clever:a") == [
        "clever:1 student ended", "clever:2 student active", "clever:t primary_teacher active",
      ])
    #expect(try await school.bringIn(Self.roster(both)).report.enrollments.restored == 1)
    #expect(try await school.roster("clever:a").contains("clever:1 student active"))
  }

  @Test("Rule 5: a section that is no longer listed is archived, and restored when listed again")
  func archivedAndRestored() async throws {
    let (a, b) = (
      RosterSection.section("clever:a", students: ["clever:1"]),
      RosterSection.section("clever:b", students: ["clever:1"])
    )
    try await school.bringIn(Self.roster(a, b))
    let gone = try await school.bringIn(Self.roster(a)).report
    #expect(gone.sections.archived == 1 && gone.enrollments.ended == 1)
    #expect(try await school.status("clever:b") == .archived)
    let back = try await school.bringIn(Self.roster(a, b)).report
    #expect(back.sections.restored == 1 && back.enrollments.restored == 1)
    #expect(try await school.status("clever:b") == .active)
  }

  @Test("a changed role in a section is changed, not ended and started")
  func changedRole() async throws {
    try await school.bringIn(Self.roster(.section("clever:a", teachers: ["clever:t", "clever:u"])))
    let report = try await school.bringIn(
      Self.roster(.section("clever:a", teachers: ["clever:u", "clever:t"]))
    ).report
    #expect(report.enrollments.changed == 2 && report.enrollments.ended == 0)
    #expect(
      try await school.roster("clever:a")
        == ["clever:t co_teacher active", "clever:u primary_teacher active"])
  }

  @Test("sections of other providers are none of a listing's business")
  func otherProviders() async throws {
    try await school.bringIn(
      ListedRoster(
        "feed", people: [.person("feed:1")],
        sections: [.section("feed:a", students: ["feed:1"])]))
    try await school.bringIn(Self.roster())
    #expect(try await school.status("feed:a") == .active)
    #expect(try await school.roster("feed:a") == ["feed:1 student active"])
  }

  @Test("Rule 16: edits of a section and a person survive imports until they are released")
  func localEdits() async throws {
    let roster = Self.roster(.section("clever:a", name: "Listed", students: ["clever:1"]))
    try await school.bringIn(roster)
    let id = try #require(try await school.home("clever:1"))
    try await school.door.edit(.named("clever:a"), [.name: ["Mine"]], by: school.by)
    try await school.door.edit(id, [.given: ["Nick"], .email: []], by: school.by)
    var next = Self.roster(.section("clever:a", name: "Listed again", students: ["clever:1"]))
    next.people[2].profile.given = "Given"
    next.people[2].profile.email = "listed@example.org"
    try await school.bringIn(next)
    #expect(try await school.store.section(.named("clever:a"))?.details.name == "Mine")
    let edited = try await school.account("clever:1")
    #expect(edited.profile.given == "Nick" && edited.profile.email == nil)
    let before = try await school.store.counts().journalEntries
    try await school.door.edit(.named("clever:a"), [.name: nil], by: school.by)
    try await school.door.edit(id, [.given: nil, .email: nil], by: school.by)
    #expect(try await school.store.counts().journalEntries == before + 2)
    #expect(try await school.store.section(.named("clever:a"))?.details.name == "Listed again")
    let released = try await school.account("clever:1").profile
    #expect(released.given == "Given" && released.email == "listed@example.org")
  }

  @Test("Rule 6: a listing that breaks off ends nothing", arguments: 0..<4)
  func failing(page: Int) async throws {
    try await school.bringIn(
      Self.roster(
        .section("clever:a", students: ["clever:1", "clever:2"]),
        .section("clever:b", students: ["clever:1"])))
    let before = try await Snapshot(of: school.store).exactText
    var broken = Self.roster(.section("clever:a", students: ["clever:2"]))
    (broken.pageSize, broken.failingPage) = (2, page)
    let error = await #expect(throws: ProvisioningError.self) { try await school.bringIn(broken) }
    #expect(error?.code == .unavailable)
    #expect(try await Snapshot(of: school.store).exactText == before)
  }

  @Test("a killed import of the same listing goes on under its own run")
  func resumed() async throws {
    var roster = Self.roster(.section("clever:a", students: ["clever:1"]))
    (roster.pageSize, roster.digest, roster.failingPage) = (2, "same", 2)
    roster.arrival = .whole
    let broken = roster
    await #expect(throws: ProvisioningError.self) { try await school.bringIn(broken) }
    let entries = try await school.store.entries(.all, before: nil, limit: 9)
    #expect(entries.count == 2)
    roster.failingPage = nil
    let outcome = try await school.bringIn(roster)
    #expect(entries.allSatisfy { $0.header.run == outcome.run })
    #expect(outcome.report.accounts.created == 5 && outcome.report.accounts.unchanged == 0)
    #expect(outcome.report.entries == 4)
  }
}
