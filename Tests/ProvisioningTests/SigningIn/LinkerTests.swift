import Provisioning
import ProvisioningTesting
import Testing

@Suite("Rule 8: what links, and what only suggests")
struct LinkerTests {
  let school = School()

  @Test("email never links, it suggests, whoever holds the address")
  func email() async throws {
    let id = try await school.enter(.person("own:1", email: "one@example.org"))
    let student = try await school.signIn(.person("clever:1", email: "ONE@example.org"))
    #expect(student.kind == .created && student.account != id)
    let teacher = try await school.signIn(.person("clever:2", .teacher, email: "one@example.org"))
    #expect(teacher.kind == .ask && teacher.candidates.contains(id))
    try await school.bringIn(
      ListedRoster(people: [.person("clever:3", email: "one@example.org")]))
    #expect(try await school.home("clever:3") != id)
  }

  @Test("the SIS ID of the same role and district claims an unclaimed account")
  func sisID() async throws {
    try await school.bringIn(
      ListedRoster("feed", people: [.person("feed:1", sis: "7", district: "north")]))
    let outcome = try await school.signIn(.person("clever:1", sis: "7", district: "north"))
    #expect(outcome.kind == .claimed)
    #expect(try await school.home("clever:1") == school.home("feed:1"))
  }

  @Test(
    "an SIS ID says nothing across roles, districts, or without a district",
    arguments: [
      Identity.person("clever:1", .teacher, sis: "7", district: "north"),
      .person("clever:1", sis: "7", district: "south"), .person("clever:1", sis: "7"),
      .person("clever:1", sis: "07", district: "north"), .person("clever:1", district: "north"),
      .person("clever:1", sis: "7", district: "north", sharing: .teacher),
    ])
  func otherSIS(identity: Identity) async throws {
    try await school.bringIn(
      ListedRoster("feed", people: [.person("feed:1", sis: "7", district: "north")]))
    let id = try await school.enter(identity)
    #expect(try await school.home("feed:1") != id)
  }

  @Test("a teacher-shared link proves no district: nobody is found by it")
  func teacherShared() async throws {
    try await school.enter(.person("lib:1", sis: "7", district: "north", sharing: .teacher))
    let outcome = try await school.signIn(.person("clever:1", sis: "7", district: "north"))
    #expect(outcome.kind == .created)
  }

  @Test("a claimed account is asked about, or linked where policy says so, never taken unasked")
  func claimedBySISID() async throws {
    let id = try await school.enter(.person("feed:1", sis: "7", district: "north"))
    let asked = try await school.signIn(.person("clever:1", sis: "7", district: "north"))
    #expect(asked.kind == .ask && asked.candidates == [id])
    let trusting = School(policy: SignInPolicy(claimedBySISID: .link))
    let other = try await trusting.enter(.person("feed:1", sis: "7", district: "north"))
    let linked = try await trusting.signIn(.person("clever:1", sis: "7", district: "north"))
    #expect(linked.kind == .linked && linked.account == other)
  }

  @Test("two accounts with the SIS ID: suggested, not linked")
  func ambiguous() async throws {
    for (provider, sis) in [("feed", nil), ("other", Optional("7"))] {
      try await school.bringIn(
        ListedRoster(provider, people: [.person("\(provider):1", sis: sis, district: "north")]))
    }
    try await school.bringIn(
      ListedRoster("feed", people: [.person("feed:1", sis: "7", district: "north")]))
    let outcome = try await school.signIn(.person("clever:1", sis: "7", district: "north"))
    #expect(outcome.kind == .ask && outcome.candidates.count == 2)
  }

  @Test("a linker that refuses ends the sign-in")
  func refusing() async throws {
    var school = school
    school.door.linkers = [Refusing()] + Provisioner.standardLinkers
    let before = try await school.everything()
    #expect(try await school.signIn(.person("clever:1")).kind == .denied)
    #expect(try await school.everything() == before)
  }

  @Test("Two keys with one SIS ID at once make one account")
  func interloper() async throws {
    var school = School(policy: SignInPolicy(claimedBySISID: .link))
    let other = school
    school.door.linkers = [
      SISLinker(),
      Interloper { try await other.enter(.person("feed:1", sis: "7", district: "north")) },
    ]
    try await school.signIn(.person("clever:1", sis: "7", district: "north"))
    let homes = [try await school.home("clever:1"), try await school.home("feed:1")]
    #expect(homes[0] == homes[1])
  }
}

private struct Refusing: IdentityLinker {
  let name = "refusing"

  func verdicts(
    on identities: [Identity], among accounts: any AccountReader
  ) -> [LinkVerdict] { identities.map { _ in .refused(because: "no") } }
}

/// Lets something happen between the plan and its commit.
struct Interloper: IdentityLinker {
  let name = "interloper"
  let act: @Sendable () async throws -> Void

  init(_ act: @escaping @Sendable () async throws -> some Any) {
    self.act = { _ = try await act() }
  }

  func verdicts(
    on identities: [Identity], among accounts: any AccountReader
  ) async -> [LinkVerdict] {
    try? await act()
    return identities.map { _ in .noOpinion() }
  }
}
