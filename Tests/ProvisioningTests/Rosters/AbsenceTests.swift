import Provisioning
import ProvisioningTesting
import Testing

@Suite("Rules 6 and 7: what absence may end")
struct AbsenceTests {
  let school = School()

  /// Two teachers share `clever:both`; each has a section of her own.
  private func fill() async throws {
    let people = ["t", "u"].map { Identity.person("clever:\($0)", .teacher) }
    try await school.bringIn(
      ListedRoster(
        people: people + ["1", "2"].map { .person("clever:\($0)") },
        sections: [
          .section(
            "clever:both", teachers: ["clever:t", "clever:u"], students: ["clever:1", "clever:2"]),
          .section("clever:hers", teachers: ["clever:t"], students: ["clever:1"]),
          .section("clever:other", teachers: ["clever:u"], students: ["clever:2"]),
        ]))
  }

  private func teachers(_ sections: RosterSection..., notes: [RosterNote] = []) -> ListedRoster {
    ListedRoster(
      scope: .teacher(.named("clever:t")),
      people: [.person("clever:t", .teacher), .person("clever:1"), .person("clever:2")],
      sections: sections, notes: notes)
  }

  @Test("a teacher's listing ends her own enrollments and her students', never another teacher's")
  func teachersScope() async throws {
    try await fill()
    try await school.bringIn(
      teachers(.section("clever:both", teachers: ["clever:t"], students: ["clever:2"])))
    #expect(
      try await school.roster("clever:both") == [
        "clever:1 student ended", "clever:2 student active", "clever:t primary_teacher active",
        "clever:u co_teacher active",
      ])
    #expect(try await school.status("clever:hers") == .archived)
    #expect(try await school.roster("clever:hers").allSatisfy { $0.hasSuffix("ended") })
    #expect(try await school.status("clever:other") == .active)
    #expect(try await school.roster("clever:other").allSatisfy { $0.hasSuffix("active") })
  }

  @Test("a section that she leaves is archived only if no other teacher has it")
  func leaving() async throws {
    try await fill()
    try await school.bringIn(teachers())
    #expect(try await school.status("clever:both") == .active)
    #expect(
      try await school.roster("clever:both") == [
        "clever:1 student active", "clever:2 student active", "clever:t primary_teacher ended",
        "clever:u co_teacher active",
      ])
  }

  @Test("a co-teacher joins a section that is there, and the others are not brought along")
  func joining() async throws {
    try await school.bringIn(
      teachers(.section("clever:both", teachers: ["clever:t"], students: ["clever:1"])))
    let hers = ListedRoster(
      scope: .teacher(.named("clever:u")),
      people: [.person("clever:u", .teacher), .person("clever:1")],
      sections: [
        .section(
          "clever:both", teachers: ["clever:t", "clever:u", "clever:v"], students: ["clever:1"])
      ])
    let report = try await school.bringIn(hers).report
    #expect(report.sections.created == 0 && report.enrollments.started == 1)
    #expect(
      try await school.roster("clever:both") == [
        "clever:1 student active", "clever:t primary_teacher active", "clever:u co_teacher active",
      ])
    #expect(try await school.home("clever:v") == nil)
  }

  @Test("what another provider asserts stays, and so does the class")
  func otherProvider() async throws {
    try await fill()
    let id = try #require(try await school.home("clever:1"))
    try await school.bringIn(ListedRoster("feed", people: [.person("feed:1")]))
    try await school.merge(try #require(try await school.home("feed:1")), into: id)
    var changes = ChangeSet(
      header: JournalEntry.Header(
        id: .named("e-own"), at: Timestamp(milliseconds: 0), actor: "app", action: .edit))
    changes.enrollments = [
      RowChange(
        key: EnrollmentKey(.named("clever:hers"), .named("feed:1")), before: nil,
        after: Enrollment.State(role: .student), revision: nil)
    ]
    try await school.store.commit(changes)
    try await school.bringIn(ListedRoster(people: [.person("clever:t", .teacher)]))
    #expect(
      try await school.roster("clever:hers")
        == ["clever:1+feed:1 student active", "clever:t primary_teacher ended"])
  }

  @Test(
    "a rejected row protects what it names",
    arguments: [
      (RosterNote.Protected.person(.named("clever:1")), ["1 in both", "1 in hers"]),
      (.enrollment(.named("clever:both"), .named("clever:1")), ["1 in both"]),
      (.section(.named("clever:hers")), ["1 in hers", "t in hers"]),
      (.allPeople, ["1 in both", "1 in hers", "t in hers"]),
      (.allEnrollments, ["1 in both", "1 in hers", "t in hers"]),
      (.allSections, ["1 in both", "1 in hers", "t in hers"]), (.nothing, []),
    ])
  func protection(protected: RosterNote.Protected, kept: [String]) async throws {
    try await fill()
    try await school.bringIn(
      ListedRoster(
        people: [
          .person("clever:t", .teacher), .person("clever:u", .teacher), .person("clever:2"),
        ],
        sections: [
          .section("clever:both", teachers: ["clever:t", "clever:u"], students: ["clever:2"]),
          .section("clever:other", teachers: ["clever:u"], students: ["clever:2"]),
        ], notes: [.rejected(protecting: protected)]))
    var found: [String] = []
    for section in ["both", "hers"] {
      for line in try await school.roster("clever:\(section)") where line.hasSuffix("active") {
        let name = line.dropFirst("clever:".count).prefix(1)
        if name == "1" || section == "hers" { found.append("\(name) in \(section)") }
      }
    }
    #expect(found.sorted() == kept)
    let isKept = protected == .section(.named("clever:hers")) || protected == .allSections
    #expect(try await school.status("clever:hers") == (isKept ? .active : .archived))
  }

  @Test(
    "a teacher whose own row was rejected leaves no section",
    arguments: [
      RosterNote.Protected.person(.named("clever:t")), .allPeople, .allEnrollments, .allSections,
      .enrollment(.named("clever:hers"), .named("clever:t")),
    ])
  func teacherProtected(protected: RosterNote.Protected) async throws {
    try await fill()
    let before = try await school.roster("clever:hers")
    try await school.bringIn(
      teachers(
        .section("clever:both", teachers: ["clever:t"], students: ["clever:1", "clever:2"]),
        notes: [.rejected(protecting: protected)]))
    #expect(try await school.roster("clever:hers") == before)
    #expect(try await school.status("clever:hers") == .active)
  }

  @Test("whom a row that was taken names and could not bring in stays as he stands")
  func warningProtected() async throws {
    try await fill()
    let before = try await school.roster("clever:hers")
    var note = RosterNote.rejected(protecting: .nothing)
    note.kind = .warning(protecting: .enrollment(.named("clever:hers"), .named("clever:1")))
    try await school.bringIn(
      teachers(.section("clever:hers", teachers: ["clever:t"], students: []), notes: [note]))
    #expect(try await school.roster("clever:hers") == before)
  }

  @Test("Rule 7: over the limit an import is held and commits nothing but the held item")
  func limit() async throws {
    let students = (1...40).map { "clever:s\($0)" }
    let people = students.map { Identity.person($0) }
    func roster(_ count: Int) -> ListedRoster {
      ListedRoster(
        people: people + [.person("clever:new\(count)")],
        sections: [.section("clever:a", students: Array(students.prefix(count)))])
    }
    try await school.bringIn(roster(40))
    let before = try await Snapshot(of: school.store).exactText
    for mode in [Provisioner.Mode.dryRun, .commit] {
      let outcome = try await school.door.bringIn(roster(14), by: school.by, mode)
      #expect(outcome.held?.kind == .removals && outcome.held?.ends == 26)
      #expect(try await Snapshot(of: school.store).exactText == before)
      let item = try await school.store.records(of: .held, after: nil, limit: 9)
      #expect(item.count == (mode == .commit ? 1 : 0))
    }
    #expect(try await school.bringIn(roster(15), limit: .standard).held == nil)
    #expect(try await school.bringIn(roster(14), limit: .standard).report.enrollments.ended == 1)
  }

  @Test("Rule 7: the limit is over both a number and a share")
  func limitNumbers() {
    let limit = RemovalLimit.standard
    #expect(!limit.holds(ends: 25, of: 25) && limit.holds(ends: 26, of: 129))
    #expect(!limit.holds(ends: 26, of: 130) && !limit.holds(ends: 200, of: 1_000))
    #expect(!RemovalLimit.none.holds(ends: 1_000, of: 1_000))
    #expect(!RemovalLimit.over(count: 0, percent: .max).holds(ends: 2, of: 3))
  }
}
