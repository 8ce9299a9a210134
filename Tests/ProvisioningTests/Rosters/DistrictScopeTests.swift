import Provisioning
import ProvisioningTesting
import Testing

@Suite("Rules 6 and 7: districts of one provider")
struct DistrictScopeTests {
  let school = School()

  /// What a district lists: its teacher, its students, and a section of so many of them for each
  /// name.
  private func listing(
    _ district: String, _ sections: [String], students count: Int = 40
  ) -> ListedRoster {
    let students = (1...40).map { "clever:\(district)\($0)" }
    let teacher = "clever:\(district)t"
    return ListedRoster(
      scope: .district(.named(district)),
      people: [.person(teacher, .teacher)] + students.map { .person($0) },
      sections: sections.map { name in
        .section(
          "clever:\(name)", district: district, teachers: [teacher],
          students: Array(students.prefix(count)))
      }, pageSize: 30)
  }

  private func active(_ section: String) async throws -> Int {
    try await school.roster("clever:\(section)").count { $0.hasSuffix("active") }
  }

  @Test("imported in turn, neither ends the other's sections")
  func inTurn() async throws {
    try await school.bringIn(listing("n", ["n1", "n2"]))
    try await school.bringIn(listing("s", ["s1", "s2"]))
    for sections in [["1"], ["1", "2"], ["2"]] {
      let north = try await school.bringIn(listing("n", sections.map { "n\($0)" }))
      let south = try await school.bringIn(listing("s", ["s1", "s2"]))
      #expect(south.report.changesNothing, "\(sections)")
      #expect(north.report.sections.created == 0)
      for name in ["1", "2"] {
        let isListed = sections.contains(name)
        #expect(try await active("n\(name)") == (isListed ? 41 : 0), "\(sections) \(name)")
        #expect(try await school.status("clever:n\(name)") == (isListed ? .active : .archived))
      }
    }
  }

  @Test("a section of no district survives being left out, and is the district's once it is listed")
  func library() async throws {
    try await school.bringIn(listing("n", ["n1"]))
    try await school.bringIn(
      ListedRoster(
        scope: .teacher(.named("clever:nt")), people: [.person("clever:nt", .teacher)],
        sections: [
          .section("clever:n1", district: "n", teachers: ["clever:nt"]),
          .section("clever:lib", teachers: ["clever:nt"], students: ["clever:n1", "clever:n2"]),
        ]))
    try await school.bringIn(listing("n", ["n1"]))
    #expect(try await school.status("clever:lib") == .active)
    #expect(try await active("lib") == 3)
    let adopting = try await school.bringIn(listing("n", ["n1", "lib"], students: 1))
    #expect(adopting.report.sections.updated == 1)
    #expect(try await active("lib") == 2, "whom the district leaves out has left")
    try await school.bringIn(listing("n", ["n1"]))
    #expect(try await school.status("clever:lib") == .archived)
  }

  @Test("a section that the listing says is another district's loses nobody by it")
  func stranger() async throws {
    try await school.bringIn(listing("s", ["s1"]))
    var north = listing("n", ["n1", "s1"])
    north.sections[1].details?.district = "s"
    try await school.bringIn(north)
    #expect(try await active("s1") == 82)
  }

  @Test("the limit is a share of what the district has")
  func limit() async throws {
    try await school.bringIn(listing("n", ["n1", "n2"]))
    try await school.bringIn(listing("s", (1...9).map { "s\($0)" }))
    let outcome = try await school.bringIn(listing("n", ["n1"]), limit: .standard)
    #expect(outcome.held?.ends == 41)
    #expect(try await active("n2") == 41)
  }

  @Test(
    "what is held of one neither blocks the other nor is settled by it", arguments: ["n", "n:s"])
  func holding(_ district: String) async throws {
    let names = ["n1", "n2"].map { "\(district)\($0)" }
    try await school.bringIn(listing(district, names))
    try await school.bringIn(listing("n:", ["s1", "s2"]))
    let held = try await school.bringIn(listing(district, [names[0]]), limit: .standard).held
    let name = try #require(held?.name)
    let other = try await school.bringIn(listing("n:", ["s1"]), limit: .none)
    #expect(other.held == nil && other.report.sections.archived == 1)
    try await school.bringIn(ListedRoster("clever", scope: .changes))
    #expect(try await school.door.heldItems(limit: 9).map(\.name) == [name])
    guard case .listing(let outcome) = try await school.door.approve(name, by: school.by) else {
      Issue.record("something else came of it")
      return
    }
    #expect(outcome.held == nil && outcome.report.sections.archived == 1)
    #expect(try await active(names[1]) == 0)
    #expect(try await school.status("clever:s2") == .archived)
  }

  @Test("what changes of a district name as gone goes from its own sections alone")
  func changes() async throws {
    try await school.bringIn(listing("n", ["n1"]))
    try await school.bringIn(listing("s", ["s1"]))
    var gone = ListedRoster(scope: .districtChanges(.named("n")))
    gone.departures = RosterDepartures(
      people: [.named("clever:s1"), .named("clever:n1")], sections: [.named("clever:s1")],
      members: [EnrollmentKey(.named("clever:s1"), .named("clever:s2"))])
    let report = try await school.bringIn(gone).report
    #expect(report.enrollments.ended == 1 && report.sections.archived == 0)
    #expect(try await active("s1") == 41)
    var adopting = ListedRoster(
      scope: .districtChanges(.named("n")),
      sections: [.section("clever:s1", district: "n", students: ["clever:n2"])])
    adopting.departures.members = [EnrollmentKey(.named("clever:s1"), .named("clever:s2"))]
    #expect(try await school.bringIn(adopting).report.enrollments.ended == 1, "it is its own now")
  }

  @Test("changes of two districts do not wait for each other; a listing settles its own district's")
  func waiting() async throws {
    try await school.bringIn(listing("n", ["n1"]))
    try await school.bringIn(listing("s", ["s1"]))
    func gone(_ district: String) -> ListedRoster {
      var roster = ListedRoster(scope: .districtChanges(.named(district)))
      roster.departures.sections = [.named("clever:\(district)1")]
      return roster
    }
    #expect(try await school.bringIn(gone("n"), limit: .standard).held?.ends == 41)
    #expect(try await school.bringIn(gone("s"), limit: .none).held == nil)
    #expect(try await school.status("clever:s1") == .archived)
    try await school.bringIn(listing("s", ["s1"]))
    #expect(try await school.door.heldItems(limit: 9).count == 1)
    try await school.bringIn(listing("n", ["n1"]))
    #expect(try await school.door.heldItems(limit: 9).isEmpty)
  }
}
