import Provisioning
import ProvisioningTesting
import Testing

@Suite("Listings of changes: only what they name")
struct ChangesTests {
  let school = School()

  private func fill() async throws {
    try await school.bringIn(
      ListedRoster(
        people: [.person("clever:t", .teacher)] + ["1", "2", "3"].map { .person("clever:\($0)") },
        sections: [
          .section("clever:a", teachers: ["clever:t"], students: ["clever:1", "clever:2"]),
          .section("clever:b", teachers: ["clever:t"], students: ["clever:1", "clever:3"]),
        ]))
  }

  private func changes(
    people: [Identity] = [], _ sections: RosterSection..., departures: RosterDepartures = .init()
  ) -> ListedRoster {
    var roster = ListedRoster(scope: .changes, people: people, sections: sections)
    roster.departures = departures
    return roster
  }

  @Test("Rule 6: what they leave out stays as it stands")
  func absence() async throws {
    try await fill()
    let before = try await Snapshot(of: school.store).liveText
    let outcome = try await school.bringIn(changes())
    #expect(outcome.report.changesNothing && outcome.report.entries == 0)
    #expect(try await Snapshot(of: school.store).liveText == before)
  }

  @Test("Rule 6: a field that they leave blank stays as it stands")
  func blankFields() async throws {
    try await fill()
    var listed = Identity.person("clever:1")
    listed.profile.grade = "9"
    var section = RosterSection.section("clever:a")
    section.details?.course = "Algebra"
    try await school.bringIn(changes(people: [listed], section))
    listed.profile.grade = nil
    listed.profile.middle = "Q"
    section.details?.course = nil
    section.details?.period = "3"
    try await school.bringIn(changes(people: [listed], section))
    let link = try #require(try await school.store.link(listed.key))
    #expect(link.state.profile.grade == "9" && link.state.profile.middle == "Q")
    let stored = try #require(try await school.store.section(section.key))
    #expect(stored.details.course == "Algebra" && stored.details.period == "3")
  }

  @Test("a new pupil joins a section that is known, and the others stay in it")
  func joining() async throws {
    try await fill()
    var section = RosterSection.section("clever:a", students: ["clever:4"])
    section.details = nil
    let report = try await school.bringIn(changes(people: [.person("clever:4")], section)).report
    #expect(report.accounts.created == 1 && report.enrollments.started == 1)
    #expect(report.enrollments.ended == 0 && report.sections.updated == 0)
    #expect(
      try await school.roster("clever:a") == [
        "clever:1 student active", "clever:2 student active", "clever:4 student active",
        "clever:t primary_teacher active",
      ])
  }

  @Test("people, sections and members that have gone end; nothing is deleted")
  func departing() async throws {
    try await fill()
    let gone = RosterDepartures(
      people: [.named("clever:1")],
      members: [EnrollmentKey(.named("clever:b"), .named("clever:3"))])
    let report = try await school.bringIn(changes(departures: gone)).report
    #expect(report.enrollments.ended == 3 && report.sections.archived == 0)
    #expect(
      try await school.roster("clever:b") == [
        "clever:1 student ended", "clever:3 student ended", "clever:t primary_teacher active",
      ])
    #expect(try await school.account("clever:1").status == .unclaimed)
    let section = RosterDepartures(sections: [.named("clever:b")])
    #expect(try await school.bringIn(changes(departures: section)).report.sections.archived == 1)
    #expect(try await school.roster("clever:b").allSatisfy { $0.hasSuffix("ended") })
    #expect(try await school.bringIn(changes(departures: section)).report.changesNothing)
  }

  @Test("who left and came back in one listing is in the section")
  func returning() async throws {
    try await fill()
    let gone = RosterDepartures(members: [EnrollmentKey(.named("clever:a"), .named("clever:1"))])
    let back = RosterSection.section("clever:a", students: ["clever:1"])
    let report = try await school.bringIn(changes(back, departures: gone)).report
    #expect(report.enrollments.ended == 0 && report.enrollments.unchanged == 1)
  }

  @Test("a row that names a section or person whom nobody knows is rejected by its place")
  func unknown() async throws {
    try await fill()
    let place = { (line: Int) in [RosterPlace(file: "enrollments.csv", line: line)] }
    let stranger = RosterSection(
      key: .named("clever:a"), details: nil, members: [.init(.named("clever:9"), .student)],
      places: place(7))
    let nowhere = RosterSection(
      key: .named("clever:z"), details: nil, members: [.init(.named("clever:1"), .student)],
      places: place(8))
    let outcome = try await school.bringIn(changes(stranger, nowhere))
    #expect(
      outcome.notes.map { "\($0.file) \($0.line) \($0.field)" } == [
        "enrollments.csv 7 person", "enrollments.csv 8 section",
      ])
    #expect(outcome.notes.rejectedCount == 2)
    #expect(outcome.report.changesNothing)
    #expect(try await school.status("clever:z") == nil)
  }

  @Test("Rule 7: the limit is a share of all that the provider has")
  func limit() async throws {
    let students = (1...40).map { "clever:s\($0)" }
    func section(_ name: String) -> RosterSection { .section(name, students: students) }
    try await school.bringIn(
      ListedRoster(
        people: students.map { .person($0) },
        sections: ["clever:a", "clever:b", "clever:c"].map(section)))
    let one = RosterDepartures(sections: [.named("clever:a")])
    let held = try await school.bringIn(changes(departures: one), limit: .standard).held
    #expect(held?.ends == 40)
    let name = try #require(held?.name)
    _ = try await school.door.approve(name, by: school.by)
    #expect(try await school.status("clever:a") == .archived)
    #expect(try await school.status("clever:b") == .active)
  }

  @Test("Rule 7: held changes wait side by side until a whole listing goes through")
  func waiting() async throws {
    let students = (1...40).map { "clever:s\($0)" }
    let sections = ["clever:a", "clever:b"].map { RosterSection.section($0, students: students) }
    let whole = ListedRoster(people: students.map { .person($0) }, sections: sections)
    try await school.bringIn(whole)
    for name in ["clever:a", "clever:b"] {
      let gone = changes(departures: RosterDepartures(sections: [.named(name)]))
      #expect(try await school.bringIn(gone, limit: .standard).held != nil)
    }
    try await school.bringIn(changes(people: [.person("clever:new")]), limit: .standard)
    let held = try await school.door.heldItems(limit: 9)
    #expect(held.count == 2)
    _ = try await school.door.approve(held[0].name, by: school.by)
    #expect(try await school.status("clever:a") == .archived)
    #expect(try await school.door.heldItems(limit: 9).map(\.name) == [held[1].name])
    try await school.bringIn(whole)
    #expect(try await school.door.heldItems(limit: 9).isEmpty)
  }
}
