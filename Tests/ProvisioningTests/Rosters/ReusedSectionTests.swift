import Provisioning
import ProvisioningTesting
import Testing

@Suite("Rule 7: a section ID that comes back for another class, and terms that are over")
struct ReusedSectionTests {
  let school = School()
  static let people =
    ["t", "u"].map { Identity.person("clever:\($0)", .teacher) }
    + (1...60).map { Identity.person("clever:\($0)") }

  static func section(
    _ key: String = "clever:a", course: String?, term: String?, ends: String? = nil,
    teachers: [String] = [], students: [Int]
  ) -> RosterSection {
    var section = RosterSection.section(
      key, teachers: teachers, students: students.map { "clever:\($0)" })
    section.details?.course = course
    section.details?.term = term
    section.details?.termEnd = ends
    return section
  }

  static let old = section(
    course: "Art", term: "Y1", teachers: ["clever:t"], students: [1, 2])
  static let new = section(
    course: "Biology", term: "Y2", teachers: ["clever:u"], students: [3, 4])
  static let other = section("clever:b", course: "Choir", term: "Y1", students: [5])

  static func roster(_ sections: RosterSection...) -> ListedRoster {
    ListedRoster(people: people, sections: sections)
  }

  @Test("it is held by itself, stays as it stands, and the rest of the run goes on")
  func held() async throws {
    try await school.bringIn(Self.roster(Self.old))
    let before = try await school.roster("clever:a")
    let outcome = try await school.bringIn(Self.roster(Self.new, Self.other))
    #expect(outcome.held == nil)
    #expect(outcome.heldSections.map(\.section) == ["clever:a"])
    #expect(outcome.heldSections.map(\.ends) == [3])
    #expect(try await school.roster("clever:a") == before)
    #expect(try await school.store.section(.named("clever:a"))?.details.course == "Art")
    #expect(try await school.roster("clever:b") == ["clever:5 student active"])
    let again = try await school.bringIn(Self.roster(Self.new, Self.other))
    #expect(again.report.entries == 0 && again.heldSections.count == 1)
  }

  @Test(
    "another course, another term, or strangers alone do not hold it",
    arguments: [
      section(course: "Art", term: "Y2", students: [3, 4]),
      section(course: "Biology", term: "Y1", students: [3, 4]),
      section(course: "Biology", term: "Y2", students: [2, 3]),
      section(course: nil, term: "Y2", students: [3]),
      section(course: "Biology", term: nil, students: [3]),
    ])
  func notHeld(_ next: RosterSection) async throws {
    try await school.bringIn(Self.roster(Self.old))
    let outcome = try await school.bringIn(Self.roster(next))
    #expect(outcome.heldSections.isEmpty)
    #expect(outcome.report.enrollments.ended > 0)
  }

  @Test("an archived section that comes back for another class is held as well")
  func archived() async throws {
    try await school.bringIn(Self.roster(Self.old, Self.other))
    try await school.bringIn(Self.roster(Self.other))
    #expect(try await school.bringIn(Self.roster(Self.new, Self.other)).heldSections.count == 1)
    #expect(try await school.status("clever:a") == .archived)
  }

  @Test("approved, it is the class that is listed now; an undo gives the old one back")
  func approved() async throws {
    try await school.bringIn(Self.roster(Self.old))
    let before = try await Snapshot(of: school.store).exactText
    let held = try await school.bringIn(Self.roster(Self.new)).heldSections
    let approval = try await school.door.approve(held[0].name, by: school.by)
    guard case .section(let report, let entry?) = approval else {
      Issue.record("something else came of it")
      return
    }
    #expect(report.enrollments.started == 3 && report.enrollments.ended == 3)
    #expect(
      try await school.roster("clever:a").filter { $0.hasSuffix("active") } == [
        "clever:3 student active", "clever:4 student active", "clever:u primary_teacher active",
      ])
    #expect(try await school.door.heldItems(limit: 9).isEmpty)
    #expect(try await school.bringIn(Self.roster(Self.new)).report.changesNothing)
    _ = try await school.door.undo(entry, by: school.by)
    #expect(try await Snapshot(of: school.store).exactText == before)
  }

  @Test("discarded, it stays as it was and is not asked again until another class takes the ID")
  func discarded() async throws {
    try await school.bringIn(Self.roster(Self.old))
    let before = try await school.roster("clever:a")
    let held = try await school.bringIn(Self.roster(Self.new)).heldSections
    try await school.door.discard(held[0].name, by: school.by)
    #expect(try await school.bringIn(Self.roster(Self.new)).heldSections.isEmpty)
    #expect(try await school.roster("clever:a") == before)
    let third = Self.section(course: "Chess", term: "Y3", students: [6])
    #expect(try await school.bringIn(Self.roster(third)).heldSections.count == 1)
  }

  @Test("a section that is listed as it was again is held no longer")
  func settled() async throws {
    try await school.bringIn(Self.roster(Self.old))
    try await school.bringIn(Self.roster(Self.new))
    try await school.bringIn(Self.roster(Self.old))
    #expect(try await school.door.heldItems(limit: 9).isEmpty)
    let staged = try await school.store.records(
      of: Record.Kind(rawValue: "staging"), after: nil, limit: 9)
    #expect(staged.isEmpty)
  }

  @Test("approved, it keeps nothing that only the old class was told to have")
  func approvedWhole() async throws {
    var old = Self.old
    old.details?.period = "3"
    try await school.bringIn(Self.roster(old))
    let held = try await school.bringIn(Self.roster(Self.new)).heldSections
    _ = try await school.door.approve(held[0].name, by: school.by)
    #expect(try await school.store.section(.named("clever:a"))?.state.asserted == Self.new.details)
    #expect(try await school.bringIn(Self.roster(Self.new)).report.changesNothing)
  }

  @Test("a section that is listed no longer is held no longer")
  func gone() async throws {
    try await school.bringIn(Self.roster(Self.old, Self.other))
    try await school.bringIn(Self.roster(Self.new, Self.other))
    try await school.bringIn(Self.roster(Self.other))
    #expect(try await school.status("clever:a") == .archived)
    #expect(try await school.door.heldItems(limit: 9).isEmpty)
  }

  @Test("changes of a section that is held wait for the decision, and are told")
  func changes() async throws {
    try await school.bringIn(Self.roster(Self.old))
    try await school.bringIn(Self.roster(Self.new))
    let before = try await school.roster("clever:a")
    for details in [nil, Self.new.details] {
      var joining = RosterSection.section("clever:a", students: ["clever:7"])
      joining.details = details
      joining.places = [RosterPlace(file: "enrollments.csv", line: 2)]
      let outcome = try await school.bringIn(ListedRoster(scope: .changes, sections: [joining]))
      #expect(outcome.heldSections.count == 1 && outcome.notes.rejectedCount == 1)
      #expect(try await school.roster("clever:a") == before)
    }
    #expect(try await school.door.heldItems(limit: 9).count == 1)
    var gone = ListedRoster(scope: .changes)
    gone.departures.sections = [.named("clever:a")]
    try await school.bringIn(gone)
    #expect(try await school.door.heldItems(limit: 9).isEmpty)
  }

  @Test("sections that go after their term has ended do not count against the limit")
  func pastTerms() async throws {
    let many = Array(1...40)
    let past = Self.section(
      "clever:past", course: "Art", term: "Y1", ends: "2025-06-30", students: many)
    let present = Self.section(
      "clever:present", course: "Art", term: "Y2", ends: "2099-06-30", students: many)
    try await school.bringIn(Self.roster(past, present, Self.other))
    let gone = try await school.bringIn(Self.roster(Self.other), limit: .standard)
    #expect(gone.held?.ends == 80, "the present one counts, and holds the whole listing")
    let summer = try await school.bringIn(Self.roster(present, Self.other), limit: .standard)
    #expect(summer.held == nil && summer.report.enrollments.ended == 40)
    #expect(try await school.status("clever:past") == .archived)
  }

  @Test("a term whose end is no date is not over")
  func termWithoutDate() async throws {
    let many = Array(1...40)
    let section = Self.section(
      "clever:past", course: "Art", term: "Y1", ends: "06/30/2025", students: many)
    try await school.bringIn(Self.roster(section, Self.other))
    #expect(try await school.bringIn(Self.roster(Self.other), limit: .standard).held?.ends == 40)
  }

  @Test("who leaves a section that is listed still counts, whatever its term")
  func shrunk() async throws {
    func past(_ students: Range<Int>) -> RosterSection {
      Self.section(course: "Art", term: "Y1", ends: "2025-06-30", students: Array(students))
    }
    try await school.bringIn(Self.roster(past(1..<41)))
    #expect(try await school.bringIn(Self.roster(past(1..<3)), limit: .standard).held?.ends == 38)
  }
}
