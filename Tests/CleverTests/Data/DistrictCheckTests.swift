import Provisioning
import ProvisioningClever
import ProvisioningHTTP
import ProvisioningTesting
import Testing

@Suite("Whose token it is, and how the district fares")
struct DistrictCheckTests {
  @Test(
    "While a district's data stands still or is faulty, whoever is listed comes in and nothing ends",
    arguments: ["paused", "pending", "error", "melting"])
  func standingStill(_ state: String) async throws {
    let (school, district) = (DataSchool(), StubDistrict.small())
    try await school.bringIn(district)
    district["/v3.1/districts"] = [Written.district(state: state)]
    district["/v3.1/users"] = (3...11).map { Written.student($0) } + [Written.teacher(1)]
    district["/v3.1/sections"] = [Written.section(1, teachers: [1], students: [3, 11])]
    let outcome = try await school.bringIn(district)
    #expect(outcome.notes.map { "\($0.file) \($0.line) \($0.field)" } == ["/districts 1 state"])
    #expect(outcome.notes.rejectedCount == 0)
    #expect(outcome.report.accounts.created == 1 && outcome.report.enrollments.started == 2)
    #expect(outcome.report.enrollments.ended == 0 && outcome.report.sections.archived == 0)
    district["/v3.1/districts"] = [Written.district(state: "")]
    let ended = try await school.bringIn(district).report
    #expect(ended.sections.archived == 4 && ended.enrollments.ended == 20)
  }

  @Test("A district that comes back from the summer as it was changes nothing")
  func summer() async throws {
    let (school, district) = (DataSchool(), StubDistrict.small())
    try await school.bringIn(district)
    for state in ["paused", "running"] {
      district["/v3.1/districts"] = [Written.district(state: state)]
      #expect(try await school.bringIn(district).report.changesNothing)
    }
  }

  /// What a token may read that is not the district's alone.
  private static let others: [([String], String)] = [
    ([], "no district"), ([Written.district(), Written.district("d2")], "more than one"),
    ([Written.district("d2")], "another district"), ([#"{"name":"Oakdale"}"#], "cannot be read"),
  ]

  @Test("A token that is not that one district's is refused, and nothing ends", arguments: others)
  func token(_ districts: [String], _ reason: String) async throws {
    let (school, district) = (DataSchool(), StubDistrict.small())
    try await school.bringIn(district)
    let before = try await school.contents()
    district["/v3.1/districts"] = districts
    district["/v3.1/sections"] = []
    district.tamper(nil)
    let error = await #expect(throws: ProvisioningError.self) { try await school.bringIn(district) }
    #expect(error?.reason?.contains(reason) == true)
    #expect(district.paths == ["/v3.1/districts"])
    #expect(try await school.contents() == before)
  }

  @Test("A record that names another district is left out, and what it names stays as it stands")
  func strangers() async throws {
    let (school, district) = (DataSchool(), StubDistrict.small())
    try await school.bringIn(district)
    let before = try await school.contents()
    for path in ["/v3.1/users", "/v3.1/sections"] {
      district[path][1] = district[path][1].replacing(
        #""district":"d1""#, with: #""district":"d2""#)
      district[path][1] = district[path][1].replacing("Biology", with: "Alchemy")
    }
    let outcome = try await school.bringIn(district)
    #expect(
      outcome.notes.map { "\($0.file) \($0.line) \($0.field)" } == [
        "/users 2 district", "/sections 2 district",
      ])
    #expect(outcome.notes.rejectedCount == 2)
    #expect(try await school.contents() == before)
  }

  @Test("A record that names no district is the district's whose token it is")
  func unnamed() async throws {
    let (school, district) = (DataSchool(), StubDistrict.small())
    let named = district["/v3.1/sections"]
    district["/v3.1/sections"] = named.map { $0.replacing(#""district":"d1","#, with: "") }
    try await school.bringIn(district)
    district["/v3.1/sections"] = named
    #expect(try await school.bringIn(district).report.changesNothing)
  }

  @Test("Two districts in turn: neither ends what is the other's, nor what a teacher shares")
  func twoDistricts() async throws {
    let (school, first, second) = (DataSchool(), StubDistrict.small(), StubDistrict.small())
    for path in ["/v3.1/users", "/v3.1/sections"] {
      second[path] = second[path].map { record in
        record.replacing(#""d1""#, with: #""d2""#).replacing(#""a0"#, with: #""aa"#)
          .replacing(#""b0"#, with: #""bb"#).replacing(#""c0000"#, with: #""cc000"#)
      }
    }
    second["/v3.1/districts"] = [Written.district("d2")]
    let id = try #require(CleverID("d2"))
    func other() throws -> CleverDistrictImporter {
      CleverDistrictImporter(try second.data(), district: id, pageSize: 3)
    }
    try await school.bringIn(first)
    try await school.bringIn(other())
    #expect(try await Snapshot(of: school.store).sections.count == 10)
    #expect(try await school.bringIn(first).report.changesNothing)
    second["/v3.1/sections"].removeFirst()
    #expect(try await school.bringIn(other()).report.sections.archived == 1)
    #expect(try await school.bringIn(first).report.changesNothing)
  }
}
