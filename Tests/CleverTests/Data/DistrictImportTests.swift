import Provisioning
import ProvisioningClever
import ProvisioningTesting
import Testing

@Suite("A district's listing over the network")
struct DistrictImportTests {
  @Test("Everyone comes in, with every section, who is in it, and its course and term")
  func everything() async throws {
    let school = DataSchool()
    let outcome = try await school.bringIn(.small())
    #expect(outcome.notes.isEmpty)
    #expect(outcome.report.accounts.created == 12)
    #expect(outcome.report.sections.created == 5)
    let first = try #require(
      try await school.store.section(Section.Key("clever:" + Written.id("c", 1))!))
    #expect(first.details.name == "Biology")
    #expect(first.details.course == "Life")
    #expect(first.details.courseNumber == "101")
    #expect(first.details.term == "Fall")
    #expect(first.details.termStart == "2025-08-01")
    #expect(first.details.termEnd == "2026-06-12")
    #expect(first.details.subject == "science")
    #expect(
      try await school.enrollments().filter { $0.hasPrefix("c1 ") } == [
        "c1 a1 student active", "c1 a2 student active", "c1 a6 student active",
        "c1 b1 primaryTeacher active", "c1 b2 coTeacher active",
      ])
  }

  @Test("Pages are asked for by the links that Clever gives, with the limit that was set")
  func paths() async throws {
    let district = StubDistrict.small()
    _ = try await everyPage(district.importer(pageSize: 5))
    #expect(
      district.paths == [
        "/v3.1/districts", "/v3.1/users?limit=5",
        "/v3.1/users?limit=5&starting_after=\(Written.id("a", 5))",
        "/v3.1/users?limit=5&starting_after=\(Written.id("a", 10))",
        "/v3.1/users?count=true&limit=1", "/v3.1/terms?limit=5", "/v3.1/courses?limit=5",
        "/v3.1/sections?limit=5",
        "/v3.1/sections?limit=5&starting_after=\(Written.id("c", 5))",
        "/v3.1/sections?count=true&limit=1",
      ])
  }

  @Test("A second import of the same changes nothing")
  func again() async throws {
    let (school, district) = (DataSchool(), StubDistrict.small())
    try await school.bringIn(district)
    let before = try await school.contents()
    let outcome = try await school.bringIn(district, pageSize: 4)
    #expect(outcome.report.changesNothing)
    #expect(try await school.contents() == before)
  }

  @Test("What leaves the listing ends, and what comes back is restored")
  func leaving() async throws {
    let (school, district) = (DataSchool(), StubDistrict.small())
    try await school.bringIn(district)
    let sections = district["/v3.1/sections"]
    district["/v3.1/sections"] = Array(sections.dropLast())
    #expect(try await school.bringIn(district).report.sections.archived == 1)
    district["/v3.1/sections"] = sections
    let outcome = try await school.bringIn(district)
    #expect(outcome.report.sections.restored == 1)
    #expect(outcome.report.enrollments.restored == 4)
  }

  @Test("A listing goes on from a cursor in another importer")
  func resumed() async throws {
    let district = StubDistrict.small()
    let pages = try await everyPage(district.importer(pageSize: 3))
    #expect(pages.count == 8)
    for (page, following) in zip(pages, pages.dropFirst()) {
      let other = try district.importer(pageSize: 3)
      let first = try await other.page(after: page.next)
      #expect(first == following)
      #expect(try await other.page(after: page.next) == following)
    }
  }

  @Test(
    "A cursor that leads elsewhere is refused, and the token is sent nowhere",
    arguments: [
      "", "1 1 2", "9 1 2 /v3.1/users", "1 1 2 /v3.1/sections", "1 1 2 //evil.test/v3.1/users",
      "1 1 2 http://evil.test/v3.1/users", "1 x 2 /v3.1/users", "1 1 2 @evil.test/v3.1/users",
    ])
  func cursor(_ text: String) async throws {
    let district = StubDistrict.small()
    let importer = try district.importer()
    await #expect(throws: ProvisioningError.self) {
      try await importer.page(after: PageCursor(text))
    }
    #expect(district.paths.isEmpty)
  }

  @Test("Below v3.0, each kind of person has a list; those that are not shared are noted")
  func byType() async throws {
    let (school, district) = (DataSchool(), Self.old())
    let outcome = try await school.bringIn(district, .v20)
    #expect(outcome.report.accounts.created == 4)
    #expect(outcome.report.enrollments.started == 4)
    #expect(outcome.notes.map(\.file) == ["/district_admins", "/contacts"])
    #expect(outcome.notes.rejectedCount == 0)
  }

  @Test("A store of v2.0 meets v3.1: the same accounts, by what Clever called them before")
  func upgrade() async throws {
    let school = DataSchool()
    try await school.bringIn(Self.old(), .v20)
    let accounts = try await Snapshot(of: school.store).accounts.map(\.id)
    let new = StubDistrict([
      "/v3.1/users": [Written.student(1), Written.student(2), Written.teacher(1)],
      "/v3.1/terms": [Written.term], "/v3.1/courses": [Written.course],
      "/v3.1/sections": [Written.section(1, teachers: [1], students: [1, 2])],
    ])
    let outcome = try await school.bringIn(new)
    #expect(outcome.report.accounts.created == 0)
    #expect(try await Snapshot(of: school.store).accounts.map(\.id) == accounts)
    let roster = try await school.store.roster(
      of: Section.Key("clever:" + Written.id("c", 1))!)
    #expect(roster.count { $0.status == .active } == 3)
  }

  @Test("A district that shares no terms and courses has its sections all the same")
  func withoutCatalog() async throws {
    let full = StubDistrict.small()
    let district = StubDistrict([
      "/v3.1/users": full["/v3.1/users"], "/v3.1/sections": full["/v3.1/sections"],
    ])
    let outcome = try await DataSchool().bringIn(district)
    #expect(outcome.report.sections.created == 5)
    #expect(outcome.notes.map(\.file) == ["/terms", "/courses"])
  }

  @Test("A record that repeats on a later page counts once")
  func moved() async throws {
    let (school, district) = (DataSchool(), StubDistrict.small())
    try await school.bringIn(district)
    let before = try await school.contents()
    let repeated = Written.student(2, name: "Other")
    district.tamper { number, answer in
      number == 2 ? .success(answer.adding(repeated)) : .success(answer)
    }
    let outcome = try await school.bringIn(district)
    #expect(outcome.notes.map(\.field) == ["id"])
    #expect(outcome.notes.map(\.line) == [4])
    #expect(try await school.contents() == before)
  }

  /// A district in v2.0: two students, a teacher, a school administrator, and a section.
  private static func old() -> StubDistrict {
    let name = #""name":{"first":"Ana","last":"Oak"}"#
    return StubDistrict([
      "/v2.0/students": (1...2).map {
        #"{"id":"\#(Written.id("a", $0))","district":"d1",\#(name),"sis_id":"\#($0)"}"#
      },
      "/v2.0/teachers": [#"{"id":"\#(Written.id("9", 1))","district":"d1",\#(name),"sis_id":"1"}"#],
      "/v2.0/school_admins": [#"{"id":"e1","district":"d1",\#(name),"staff_id":"5"}"#],
      "/v2.0/terms": [Written.term], "/v2.0/courses": [Written.course],
      "/v2.0/sections": [
        Written.section(
          1, name: "Biology", term: "7000", teachers: [Written.id("9", 1), "e1"],
          students: [Written.id("a", 1), Written.id("a", 2)])
      ],
    ])
  }
}

/// All pages of a listing.
func everyPage(_ importer: some SectionImporter) async throws -> [RosterPage] {
  var pages = [try await importer.page(after: nil)]
  while let next = pages.last?.next { pages.append(try await importer.page(after: next)) }
  return pages
}
