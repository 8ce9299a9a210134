import Provisioning
import ProvisioningClever
import ProvisioningHTTP
import ProvisioningTesting
import Testing

@Suite("A district kept up to date by events")
struct EventSyncTests {
  private static let users = "/v3.1/users"
  private static let sections = "/v3.1/sections"

  @Test(
    "The event that came last is read before the listing begins, and what comes after it is told")
  func between() async throws {
    let (school, district) = (DataSchool(), StubDistrict.eventful())
    district.tamper { [weak district] number, answer in
      // While people are listed, section 5 gets another name that the listing shows no more.
      if number == 3 {
        district?.tell(
          "sections.updated",
          Written.section(5, teachers: [1], students: [5, 6, 10], name: "Chemistry"))
      }
      return .success(answer)
    }
    let first = try await school.sync(district)
    #expect(first.decision == .listing(because: .first) && first.events == 0)
    let asked = ["/v3.1/districts", "/v3.1/events?ending_before=last&limit=1", "/v3.1/districts"]
    #expect(Array(district.paths.prefix(3)) == asked)
    district.tamper(nil)
    let second = try await school.sync(district)
    #expect(second.decision == .events && second.events == 1)
    #expect(
      district.paths[1] == "/v3.1/events?limit=3&starting_after=\(Written.id("e", 1))")
    #expect(second.outcome.report.sections.updated == 1)
    #expect(try await school.sync(district).events == 0)
  }

  @Test("Where the last event cannot be asked for by itself, all are read to find it")
  func withoutLast() async throws {
    let (school, district) = (DataSchool(), StubDistrict.eventful())
    for number in 2...8 { district.tell("users.updated", Written.student(number)) }
    district.tamper { number, answer in
      .success(number == 1 ? HTTPResponse(status: 400) : answer)
    }
    try await school.sync(district)
    district.tamper(nil)
    #expect(try await school.sync(district).events == 0)
    #expect(district.paths[1].hasSuffix("starting_after=\(Written.id("e", 8))"))
  }

  /// A week of a school: whoever comes, goes, moves and is renamed, told by events.
  private static func week(_ district: StubDistrict) {
    district.update(users, 0, Written.student(1, name: "Åsa"))
    district[users].insert(Written.student(11), at: 10)
    district.tell("users.created", Written.student(11))
    district.tell("users.deleted", Written.student(10))
    district[users].remove(at: 9)
    district.update(
      sections, 0, Written.section(1, teachers: [2], students: [1, 11]),
      previous: previous(teachers: [1, 2], students: [1, 2, 6]))
    district.update(
      sections, 4, Written.section(5, teachers: [1], students: [5, 6]),
      previous: previous(students: [5, 6, 10]))
    district.update(sections, 0, Written.section(1, teachers: [2], students: [1, 11], name: "Art"))
    district[sections].append(Written.section(6, teachers: [1], students: [11]))
    district.tell("sections.created", Written.section(6, teachers: [1], students: [11]))
    district.tell(
      "sections.deleted", Written.section(3, teachers: [1], students: [3, 4, 8]))
    district[sections].remove(at: 2)
  }

  private static func previous(teachers: [Int] = [], students: [Int] = []) -> String {
    let quoted = { (kind: Character, numbers: [Int]) in
      numbers.map { #""\#(Written.id(kind, $0))""# }.joined(separator: ",")
    }
    let taught =
      teachers.isEmpty
      ? "" : #""teachers":[\#(quoted("b", teachers))],"teacher":\#(quoted("b", [1])),"#
    return #"{\#(taught)"students":[\#(quoted("a", students))]}"#
  }

  @Test("Events come to what listing all comes to")
  func sameAsListing() async throws {
    var rosters: [[String]] = []
    for way in [CleverDistrictSync.Way.asNeeded, .listing] {
      let (school, district) = (DataSchool(), StubDistrict.eventful())
      try await school.sync(district)
      Self.week(district)
      let sync = try await school.sync(district, way)
      #expect(sync.decision == (way == .listing ? .listing(because: .asked) : .events))
      #expect(sync.outcome.notes.isEmpty)
      rosters.append(try await school.roster())
      #expect(try await school.sync(district, .listing).outcome.report.changesNothing)
    }
    #expect(rosters[0] == rosters[1])
    #expect(rosters[0].count { $0.contains("ended") } == 8)
  }

  @Test("Told again, events change nothing: where the cursor was not kept, they are read once more")
  func again() async throws {
    let (school, district) = (DataSchool(), StubDistrict.eventful())
    try await school.sync(district)
    let before = try #require(try await school.cursor)
    Self.week(district)
    try await school.sync(district)
    let (after, kept) = (try await school.roster(), try #require(try await school.cursor))
    try await school.store.write([
      .put(kept.key, value: before.value, expires: nil, replacing: kept.version)
    ])
    let sync = try await school.sync(district)
    #expect(sync.events == 8 && sync.outcome.report.changesNothing)
    #expect(try await school.roster() == after)
  }

  @Test("A field that is no longer shared looks like one that was dropped, and is not erased")
  func unshared() async throws {
    let (school, district) = (DataSchool(), StubDistrict.eventful())
    try await school.sync(district)
    let id = Written.id("a", 2)
    district.tell(
      "users.updated", #"{"id":"\#(id)","district":"d1","name":{"first":"Ana","last":"Oak"}}"#,
      previous: #"{"email":"s2@school.example","roles":{"student":{"grade":"9"}}}"#)
    district.tell("users.updated", Written.student(3, name: "Ida"))
    district.tell("users.updated", #"{"id":"\#(Written.id("a", 3))","district":"d1"}"#)
    district.tell(
      "sections.updated", #"{"id":"\#(Written.id("c", 1))","district":"d1","name":"Art"}"#,
      previous:
        #"{"students":["\#(id)"],"teachers":["\#(Written.id("b", 1))"],"subject":"science"}"#)
    let before = try await school.enrollments()
    let sync = try await school.sync(district)
    #expect(sync.outcome.notes.map { "\($0.line) \($0.field)" } == ["1 roles", "3 roles"])
    #expect(sync.outcome.notes.rejectedCount == 0)
    let link = try #require(try await school.store.link(Identity.Key("clever:" + id)!))
    #expect(link.state.profile.email == "s2@school.example" && link.state.profile.grade == "9")
    let ida = try #require(
      try await school.store.link(Identity.Key("clever:" + Written.id("a", 3))!))
    #expect(ida.state.profile.given == "Ida" && ida.state.profile.roles == [.student])
    let section = try #require(
      try await school.store.section(Section.Key("clever:" + Written.id("c", 1))!))
    #expect(section.details.name == "Art" && section.details.subject == "science")
    #expect(section.details.term == "Fall")
    #expect(try await school.enrollments() == before)
  }

  @Test("An event of a kind that is not known is noted; of one that is of no concern, it is not")
  func unknown() async throws {
    let (school, district) = (DataSchool(), StubDistrict.eventful())
    try await school.sync(district)
    for type in ["users.merged", "robots.created", "teachers.updated", "users"] {
      district.tell(type, "{}")
    }
    for type in ["schools.updated", "districts.updated", "resources.deleted", "terms.created"] {
      district.tell(type, "{}")
    }
    let sync = try await school.sync(district)
    #expect(sync.decision == .events && sync.events == 8)
    #expect(
      sync.outcome.notes.map { "\($0.file) \($0.line) \($0.field)" }
        == (1...4).map { "/events \($0) type" })
    #expect(sync.outcome.report.changesNothing)
    #expect(try await school.sync(district).events == 0)
  }

  /// Events that cannot be used, and the field at fault.
  private static let unusable = [
    ("users.updated", "7", "data.object"), ("users.deleted", "{}", "data.object.id"),
    ("users.updated", #"{"id":"a00000000000000000000002","roles":7}"#, "data.object.roles"),
    ("sections.deleted", #"{"id":"a/b"}"#, "data.object.id"),
    ("sections.updated", #"{"id":"c00000000000000000000002","district":"d2"}"#, "district"),
    ("users.deleted", #"{"id":"a00000000000000000000002","district":"d2"}"#, "district"),
    (
      "sections.updated", #"{"id":"c00000000000000000000002","students":7,"teachers":[]}"#,
      "students"
    ),
  ]

  @Test("An event that cannot be used is noted, and ends nothing", arguments: unusable)
  func spoilt(_ type: String, _ object: String, _ field: String) async throws {
    let (school, district) = (DataSchool(), StubDistrict.eventful())
    try await school.sync(district)
    let before = try await school.enrollments()
    district.tell(type, object, previous: Self.previous(students: [2, 3, 7]))
    let sync = try await school.sync(district)
    #expect(sync.outcome.notes.map { "\($0.line) \($0.field)" } == ["1 \(field)"])
    #expect(try await school.enrollments() == before)
  }

  @Test("In v2.1, events are told of each kind of person")
  func byType() async throws {
    let school = DataSchool()
    let name = #""name":{"first":"Ana","last":"Oak"}"#
    let district = StubDistrict([
      "/v2.1/students": [#"{"id":"a1","district":"d1",\#(name)}"#],
      "/v2.1/teachers": [#"{"id":"b1","district":"d1",\#(name)}"#], "/v2.1/school_admins": [],
      "/v2.1/terms": [], "/v2.1/courses": [],
      "/v2.1/sections": [
        Written.section(1, name: "Art", term: "7", teachers: ["b1"], students: ["a1"])
      ],
      "/v2.1/events": [],
    ])
    func sync() async throws -> CleverSyncOutcome {
      try await CleverDistrictSync(
        district.data(.v21), district: Written.districtID, provisioner: school.door
      ).run(limit: .none, by: school.by)
    }
    _ = try await sync()
    let admin = #"{"id":"e1","district":"d1",\#(name),"staff_id":"5"}"#
    district["/v2.1/events"] = [
      ("schooladmins.created", admin), ("students.deleted", #"{"id":"a1","district":"d1"}"#),
    ].enumerated().map { number, event in
      #"{"id":"e\#(number)","type":"\#(event.0)","data":{"object":\#(event.1)}}"#
    }
    let outcome = try await sync()
    #expect(outcome.decision == .events && outcome.events == 2, "there was none to begin with")
    #expect(outcome.outcome.report.accounts.created == 1)
    #expect(outcome.outcome.report.enrollments.ended == 1)
  }
}
