import Provisioning
import ProvisioningClever
import ProvisioningHTTP
import ProvisioningTesting
import Testing

@Suite("When a sync lists all")
struct SyncDecisionTests {
  private static let day: Int64 = 86_400

  /// What Clever may answer that tells no events.
  private static let refusals: [HTTPResponse] = [
    HTTPResponse(status: 400, body: Array(#"{"message":"invalid starting_after"}"#.utf8)),
    HTTPResponse(status: 403), HTTPResponse(status: 404, body: Array("<pre>Cannot GET</pre>".utf8)),
    HTTPResponse(status: 501), HTTPResponse(status: 200, body: Array("<html>".utf8)),
  ]

  @Test(
    "An event that Clever does not know any more, or an app without events", arguments: refusals)
  func noEvents(_ refusal: HTTPResponse) async throws {
    let (school, district) = (DataSchool(), StubDistrict.eventful())
    try await school.sync(district)
    district["/v3.1/sections"].removeLast()
    district.tamper { number, answer in .success(number == 1 ? refusal : answer) }
    let sync = try await school.sync(district)
    #expect(sync.decision == .listing(because: .noEvents))
    #expect(sync.outcome.report.sections.archived == 1)
    district.tamper { [weak district] _, answer in
      let isOfEvents = district?.paths.last?.contains("events") == true
      return .success(isOfEvents ? refusal : answer)
    }
    for _ in 1...2 {
      #expect(try await school.sync(district).decision == .listing(because: .noEvents))
    }
    district.tamper(nil)
    #expect(try await school.sync(district).decision == .listing(because: .noEvents))
    #expect(try await school.sync(district).decision == .events, "they are enabled now")
  }

  @Test("The last listing was a week ago, or the last sync a month")
  func time() async throws {
    let (school, district) = (DataSchool(), StubDistrict.eventful())
    try await school.sync(district)
    for (days, decision) in [
      (6, CleverSyncDecision.events), (2, .listing(because: .due)), (6, .events),
      (30, .listing(because: .tooOld)), (1, .events),
    ] {
      school.time.advance(seconds: Int64(days) * Self.day)
      #expect(try await school.sync(district).decision == decision)
    }
  }

  @Test("A term or course that sections name has changed", arguments: ["terms", "courses"])
  func catalog(_ kind: String) async throws {
    let (school, district) = (DataSchool(), StubDistrict.eventful())
    try await school.sync(district)
    district["/v3.1/terms"] = [Written.term.replacing("2026-06-12", with: "2026-06-30")]
    district["/v3.1/courses"] = [Written.course.replacing("Life", with: "Living")]
    district.tell("\(kind).updated", kind == "terms" ? Written.term : Written.course)
    let sync = try await school.sync(district)
    #expect(sync.decision == .listing(because: .catalog))
    #expect(sync.outcome.report.sections.updated == 5)
    #expect(try await school.sync(district).decision == .events)
  }

  @Test("Rule 7: the ID of a section that may have come back for another class is looked into")
  func otherClass() async throws {
    let (school, district) = (DataSchool(), StubDistrict.eventful())
    try await school.sync(district)
    district["/v3.1/terms"].append(
      Written.term.replacing("7000", with: "7001").replacing("Fall", with: "Spring").replacing(
        "2025-08", with: "2026-01"))
    district["/v3.1/courses"].append(#"{"id":"c9","district":"d1","name":"Art","number":"9"}"#)
    let other = Written.section(1, teachers: [2], students: [9], term: "7001")
      .replacing(#""course":"c0""#, with: #""course":"c9""#)
    district["/v3.1/sections"][0] = other.replacing(Written.id("b", 2), with: Written.id("a", 10))
    district.tell("sections.updated", other, previous: #"{"course":"c0","term_id":"7000"}"#)
    let sync = try await school.sync(district)
    #expect(sync.decision == .listing(because: .otherClass))
    #expect(sync.outcome.heldSections.count == 1)
    let gone = Written.section(2, teachers: [1], students: [2, 3, 7])
    district.tell("sections.deleted", gone)
    district["/v3.1/sections"].remove(at: 1)
    #expect(try await school.sync(district).decision == .events)
    district["/v3.1/sections"].insert(gone, at: 1)
    district.tell("sections.created", gone)
    #expect(try await school.sync(district).decision == .listing(because: .otherClass))
    #expect(try await school.enrollments().contains("c2 a7 student active"))
  }

  @Test("The district's data stands still: until a listing counts again, no events will do")
  func standingStill() async throws {
    let (school, district) = (DataSchool(), StubDistrict.eventful())
    try await school.sync(district)
    district["/v3.1/districts"] = [Written.district(state: "paused")]
    district["/v3.1/sections"].removeLast()
    district.tell("sections.deleted", Written.section(5, teachers: [1], students: [5, 6, 10]))
    for _ in 1...2 {
      let sync = try await school.sync(district)
      #expect(sync.decision == .listing(because: .standingStill))
      #expect(sync.outcome.report.changesNothing)
    }
    district["/v3.1/districts"] = [Written.district()]
    let sync = try await school.sync(district)
    #expect(sync.decision == .listing(because: .standingStill))
    #expect(sync.outcome.report.sections.archived == 1)
    #expect(try await school.sync(district).decision == .events)
  }

  @Test("Changes that are held wait for an administrator, and no later ones overtake them")
  func held() async throws {
    let (school, district) = (DataSchool(), StubDistrict.eventful())
    try await school.sync(district)
    let before = try await school.contents()
    for number in [4, 5] {
      district["/v3.1/sections"].removeLast()
      district.tell(
        "sections.deleted",
        Written.section(number, teachers: [1], students: [number, number + 1, number + 5]))
    }
    let limit = RemovalLimit.over(count: 2, percent: 10)
    let held = try await school.sync(district, limit: limit)
    #expect(held.decision == .events && held.outcome.held?.ends == 8)
    for _ in 1...2 {
      let sync = try await school.sync(district, limit: limit)
      #expect(sync.decision == .listing(because: .held) && sync.outcome.held?.ends == 8)
    }
    #expect(try await school.contents() == before)
    #expect(try await school.door.heldItems(limit: 9).count == 2, "the changes, and one listing")
    let name = try #require(try await school.door.heldItems(limit: 9).first?.name)
    _ = try await school.door.approve(name, by: school.by)
    let sync = try await school.sync(district, limit: limit)
    #expect(sync.decision == .listing(because: .held) && sync.outcome.held == nil)
    #expect(try await school.door.heldItems(limit: 9).isEmpty)
    #expect(try await school.sync(district, limit: limit).decision == .events)
  }

  @Test("A dry run keeps nothing")
  func dryRun() async throws {
    let (school, district) = (DataSchool(), StubDistrict.eventful())
    let sync = CleverDistrictSync(
      try district.data(), district: Written.districtID, provisioner: school.door)
    let outcome = try await sync.run(by: school.by, .dryRun)
    #expect(outcome.outcome.report.accounts.created == 12)
    #expect(try await school.cursor == nil)
    #expect(try await school.contents().isEmpty)
  }
}
