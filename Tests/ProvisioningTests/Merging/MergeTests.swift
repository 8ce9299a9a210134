import Provisioning
import ProvisioningTesting
import Testing

@Suite("Merges: who may become one")
struct MergeTests {
  let school = School()

  @Test("Rule 3: links move, the source is found as the survivor")
  func moves() async throws {
    let (one, two) = (
      try await school.enter(.person("clever:1", .student, "One")),
      try await school.enter(.person("clever:2", .student, "Two"))
    )
    let report = try await school.merge(one, into: two)
    #expect(report.movedLinks == [.named("clever:1")] && report.entry != nil)
    #expect(try await school.store.account(one)?.status == .merged(into: two))
    #expect(try await school.store.survivor(of: one)?.id == two)
    #expect(
      try await school.account("clever:1").profile.given == "Two", "the target's own link leads")
    #expect(try await school.signIn(.person("clever:1")).account == two)
  }

  @Test("Rule 4: both in one class is one enrollment, of the stronger role, until both are gone")
  func sharedSection() async throws {
    func roster(_ teachers: [String], _ students: [String]) -> ListedRoster {
      ListedRoster(
        people: [.person("clever:1", .teacher), .person("clever:2", .teacher)],
        sections: [.section("clever:a", teachers: teachers, students: students)])
    }
    try await school.bringIn(roster(["clever:1"], ["clever:2"]))
    let (one, two) = (try await school.home("clever:1"), try await school.home("clever:2"))
    let report = try await school.merge(try #require(one), into: try #require(two))
    #expect(report.sharedSections == [.named("clever:a")] && report.movedSections.isEmpty)
    #expect(try await school.roster("clever:a") == ["clever:1+clever:2 primary_teacher active"])
    try await school.bringIn(roster([], ["clever:2"]))
    #expect(try await school.roster("clever:a") == ["clever:1+clever:2 student active"])
    try await school.bringIn(roster([], []))
    #expect(try await school.roster("clever:a") == ["clever:1+clever:2 primary_teacher ended"])
  }

  @Test("different roles or districts are refused unless the exception is named")
  func rules() async throws {
    let student = try await school.enter(.person("clever:1", .student, district: "north"))
    let teacher = try await school.enter(.person("clever:2", .teacher, district: "south"))
    let before = try await school.everything()
    #expect(try await school.merge(student, into: teacher).violations == [.roles, .districts])
    let roles = try await school.merge(student, into: teacher, allowing: [.roles])
    #expect(roles.violations == [.districts] && roles.entry == nil)
    #expect(try await school.everything() == before)
    let both = try await school.merge(student, into: teacher, allowing: [.roles, .districts])
    #expect(both.violations.isEmpty && both.entry != nil)
  }

  @Test("one role in common is enough, and an unknown role or district is no difference")
  func looseRules() {
    let rules = MergeRules()
    var several = Profile.person(.staff, district: "north")
    several.roles = [.staff, .teacher]
    #expect(rules.violations(several, .person(.teacher, district: "north")).isEmpty)
    #expect(rules.violations(several, Profile()).isEmpty)
    #expect(rules.violations(several, .person(.student)) == [.roles])
  }

  @Test("an account cannot be merged into itself, twice, or when it is disabled or unknown")
  func refusals() async throws {
    let ids = [
      try await school.enter(.person("clever:1")), try await school.enter(.person("clever:2")),
      try await school.enter(.person("clever:3")), try await school.enter(.person("clever:4")),
    ]
    try await school.merge(ids[0], into: ids[1])
    try await school.disable(ids[2])
    let before = try await school.everything()
    let cases: [(Account.ID, Account.ID, ProvisioningError.Code)] = [
      (ids[1], ids[1], .refused), (ids[0], ids[3], .refused), (ids[3], ids[0], .refused),
      (ids[2], ids[3], .refused), (ids[3], ids[2], .refused), (.named("a-none"), ids[3], .notFound),
      (ids[3], .named("a-none"), .notFound),
    ]
    for (source, target, code) in cases {
      let error = await #expect(throws: ProvisioningError.self) {
        try await school.merge(source, into: target)
      }
      #expect(error?.code == code, "\(source) into \(target)")
    }
    #expect(try await school.everything() == before)
  }

  @Test("the survivor is in use if either was; the source's edits do not come along")
  func survivor() async throws {
    try await school.bringIn(ListedRoster(people: [.person("clever:1")]))
    let target = try #require(try await school.home("clever:1"))
    let source = try await school.enter(.person("clever:2"))
    try await school.door.edit(source, [.given: ["Edited"]], by: school.by)
    try await school.merge(source, into: target)
    let survivor = try await school.account("clever:1")
    #expect(survivor.status == .active && survivor.profile.given == nil)
  }

  @Test("Rule 12: no import revives the source or drops the survivor from a class")
  func holdsAgainstImports() async throws {
    let roster = ListedRoster(
      people: [.person("clever:1", .student, "One"), .person("clever:2", .student, "Two")],
      sections: [.section("clever:a", students: ["clever:1"])])
    try await school.bringIn(roster)
    let (one, two) = (
      try #require(try await school.home("clever:1")),
      try #require(try await school.home("clever:2"))
    )
    try await school.merge(one, into: two)
    for _ in 0..<3 {
      let report = try await school.bringIn(roster).report
      #expect(report.changesNothing)
      #expect(try await school.home("clever:1") == two)
      #expect(try await school.account("clever:1").profile.given == "Two", "rule 16: no flipping")
      #expect(try await school.roster("clever:a") == ["clever:1 student active"])
    }
    #expect(try await school.store.counts().accounts["merged"] == 1)
  }

  @Test("a dry run writes nothing and tells the same")
  func dryRun() async throws {
    let (one, two) = (
      try await school.enter(.person("clever:1")), try await school.enter(.person("clever:2"))
    )
    let before = try await school.everything()
    var told = try await school.door.merge(one, into: two, by: school.by, .dryRun)
    #expect(try await school.everything() == before && told.entry == nil)
    let came = try await school.merge(one, into: two)
    told.entry = came.entry
    #expect(told == came)
  }

  @Test("a key linked by hand brings its unclaimed account along, never one in use")
  func linking() async throws {
    let id = try await school.enter(.person("clever:1"))
    try await school.bringIn(ListedRoster("feed", people: [.person("feed:1"), .person("feed:2")]))
    try await school.enter(.person("feed:2"))
    try await school.door.link(.named("feed:1"), to: id, because: .administrator, by: school.by)
    #expect(try await school.home("feed:1") == id)
    let error = await #expect(throws: ProvisioningError.self) {
      try await school.door.link(.named("feed:2"), to: id, because: .administrator, by: school.by)
    }
    #expect(error?.code == .refused)
    let again = try await school.door.link(
      .named("feed:1"), to: id, because: .administrator, by: school.by)
    #expect(again == nil, "what is linked already changes nothing")
  }
}
