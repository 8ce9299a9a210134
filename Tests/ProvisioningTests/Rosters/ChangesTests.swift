import Provisioning
import ProvisioningTesting
import Testing

/// A listing of changes that tells first what has gone.
private struct GoneFirst: SectionImporter {
  let roster: ListedRoster
  var provider: ProviderName { roster.provider }
  var scope: RosterScope { .changes }
  func fingerprint() -> String? { nil }

  func page(after cursor: PageCursor?) throws(ProvisioningError) -> RosterPage {
    var page = try roster.page(after: cursor)
    page.departures = cursor == nil ? roster.departures : RosterDepartures()
    return page
  }
}

/// A listing of changes that tells what has gone on pages of their own.
private struct GoneInParts: SectionImporter {
  let parts: [RosterDepartures]
  let provider = ProviderName.named("clever")
  var scope: RosterScope { .changes }
  func fingerprint() -> String? { nil }

  func page(after cursor: PageCursor?) -> RosterPage {
    let place = cursor.flatMap { Int($0.rawValue) } ?? 0
    return RosterPage(
      departures: parts[place], next: place + 1 < parts.count ? PageCursor("\(place + 1)") : nil)
  }
}

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

  @Test("somebody without a role keeps that on record; somebody new without one is passed over")
  func withoutRoles() async throws {
    try await fill()
    var known = Identity.person("clever:1")
    var new = Identity.person("clever:9")
    (known.profile.roles, known.profile.middle, new.profile.roles) = ([], "Q", [])
    let section = RosterSection.section("clever:a", students: ["clever:1", "clever:9"])
    let report = try await school.bringIn(changes(people: [known, new], section)).report
    let link = try #require(try await school.store.link(known.key))
    #expect(link.state.profile.roles == [.student] && link.state.profile.middle == "Q")
    #expect(report.accounts.created == 0 && report.accounts.updated == 1)
    #expect(try await school.store.link(new.key) == nil)
    #expect(report.enrollments.started == 0 && report.enrollments.ended == 0)
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

  @Test("an enrollment that is named as gone in several ways, on several pages, ends once")
  func departingTwice() async throws {
    try await fill()
    let place = EnrollmentKey(.named("clever:a"), .named("clever:1"))
    let gone = GoneInParts(parts: [
      RosterDepartures(members: [place]), RosterDepartures(sections: [place.section]),
      RosterDepartures(people: [place.key]),
    ])
    let foreseen = try await school.door.bringIn(gone, limit: .none, by: school.by, .dryRun)
    #expect(foreseen.report.enrollments.ended == 4)
    let held = try await school.door.bringIn(
      gone, limit: .over(count: 4, percent: 0), by: school.by)
    #expect(held.held == nil && held.report.enrollments.ended == 4)
    #expect(try await school.roster("clever:a").allSatisfy { $0.hasSuffix("ended") })
  }

  @Test("Rule 7: members of a section of a past term that goes on a later page do not count")
  func endedTerm() async throws {
    let students = (1...40).map { "clever:s\($0)" }
    var section = RosterSection.section("clever:a", students: students)
    section.details?.termEnd = "1999-12-31"
    try await school.bringIn(
      ListedRoster(people: students.map { .person($0) }, sections: [section]))
    let members = students.map { EnrollmentKey(section.key, .named($0)) }
    let gone = GoneInParts(parts: [
      RosterDepartures(people: [members[0].key]), RosterDepartures(members: members),
      RosterDepartures(sections: [section.key]),
    ])
    let outcome = try await school.door.bringIn(
      gone, limit: .over(count: 0, percent: 0), by: school.by)
    #expect(outcome.held == nil && outcome.report.enrollments.ended == 40)
    #expect(try await school.status("clever:a") == .archived)
  }

  @Test("who left and came back in one listing is in the section")
  func returning() async throws {
    try await fill()
    let gone = RosterDepartures(members: [EnrollmentKey(.named("clever:a"), .named("clever:1"))])
    let back = RosterSection.section("clever:a", students: ["clever:1"])
    let report = try await school.bringIn(changes(back, departures: gone)).report
    #expect(report.enrollments.ended == 0 && report.enrollments.unchanged == 1)
    var later = changes(people: [.person("clever:1")], back, departures: gone)
    later.pageSize = 1
    let first = try await school.door.bringIn(GoneFirst(roster: later), by: school.by).report
    #expect(first.enrollments.ended == 0 && first.enrollments.unchanged == 1)
  }

  @Test("Rule 6: a row whose key cannot be read keeps nobody who is named as gone")
  func departingBesideRejected() async throws {
    try await fill()
    let place = EnrollmentKey(.named("clever:a"), .named("clever:1"))
    for (protected, ended) in [
      (RosterNote.Protected.person(place.key), 0), (.section(place.section), 0),
      (.enrollment(place.section, place.key), 0), (.allPeople, 1),
    ] {
      var roster = changes(departures: RosterDepartures(members: [place]))
      roster.notes = [.rejected(protecting: protected)]
      #expect(try await school.bringIn(roster).report.enrollments.ended == ended, "\(protected)")
    }
    for (protected, archived) in [
      (RosterNote.Protected.section(place.section), 0), (.allSections, 1),
    ] {
      var roster = changes(departures: RosterDepartures(sections: [place.section]))
      roster.notes = [.rejected(protecting: protected)]
      let report = try await school.bringIn(roster).report
      #expect(report.sections.archived == archived, "\(protected)")
    }
  }

  @Test("told again, they tell again whom nobody knows; told as a whole listing, absence counts")
  func again() async throws {
    try await fill()
    var section = RosterSection.section("clever:a", students: ["clever:9"])
    section.places = [RosterPlace(file: "enrollments.csv", line: 7)]
    var roster = changes(section)
    roster.digest = "same"
    for _ in 1...2 { #expect(try await school.bringIn(roster).notes.rejectedCount == 1) }
    roster.scope = .provider
    #expect(try await school.bringIn(roster).report.enrollments.ended > 0)
  }

  @Test("files that another version of the program read are compared again")
  func otherVersion() async throws {
    var roster = ListedRoster(people: [.person("clever:1")], digest: "same")
    try await school.bringIn(roster)
    roster.people.append(.person("clever:2"))
    #expect(try await school.bringIn(roster).report.changesNothing, "it is known")
    let run = try #require(try await school.store.record(Record.Key(.run, "clever")))
    let other = run.value.replacing(" same\"", with: "0 same\"")
    #expect(other != run.value)
    try await school.store.write([
      .put(run.key, value: other, expires: nil, replacing: run.version)
    ])
    #expect(try await school.bringIn(roster).report.accounts.created == 1)
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

  @Test("Rule 7: changes that are held may be approved though a whole listing is held after them")
  func heldBefore() async throws {
    let students = (1...40).map { "clever:s\($0)" }
    let section = RosterSection.section("clever:a", students: students)
    let whole = ListedRoster(
      people: students.map { .person($0) },
      sections: [section, .section("clever:b", students: students)])
    try await school.bringIn(whole)
    let gone = changes(departures: RosterDepartures(sections: [section.key]))
    let held = try await school.bringIn(gone, limit: .standard).held
    var smaller = whole
    smaller.sections.removeFirst()
    #expect(try await school.bringIn(smaller, limit: .standard).held?.ends == 40)
    _ = try await school.door.approve(try #require(held?.name), by: school.by)
    #expect(try await school.status("clever:a") == .archived)
  }

  @Test("Rule 7: changes wait behind those that are held, until a whole listing goes through")
  func waiting() async throws {
    let students = (1...40).map { "clever:s\($0)" }
    let sections = ["clever:a", "clever:b"].map { RosterSection.section($0, students: students) }
    let whole = ListedRoster(people: students.map { .person($0) }, sections: sections)
    try await school.bringIn(whole)
    for name in ["clever:a", "clever:b"] {
      let gone = changes(departures: RosterDepartures(sections: [.named(name)]))
      #expect(try await school.bringIn(gone, limit: .standard).held != nil)
    }
    try await school.bringIn(changes(sections[0]), limit: .none)
    #expect(try await school.bringIn(changes()).held == nil, "it tells nothing")
    let held = try await school.door.heldItems(limit: 9).sorted { $0.since < $1.since }
    #expect(held.map(\.ends) == [40, 40, 0])
    let error = await #expect(throws: ProvisioningError.self) {
      try await school.door.approve(held[2].name, by: school.by)
    }
    #expect(error?.code == .refused)
    _ = try await school.door.approve(held[0].name, by: school.by)
    #expect(try await school.status("clever:a") == .archived)
    try await school.door.discard(held[1].name, by: school.by)
    _ = try await school.door.approve(held[2].name, by: school.by)
    #expect(try await school.status("clever:a") == .active, "it came back after it had gone")
    let gone = changes(departures: RosterDepartures(sections: [.named("clever:b")]))
    #expect(try await school.bringIn(gone, limit: .standard).held != nil)
    try await school.bringIn(whole)
    #expect(try await school.door.heldItems(limit: 9).isEmpty)
  }
}
