import Provisioning
import ProvisioningClever
import ProvisioningHTTP
import ProvisioningTesting
import Testing

@Suite("Records that cannot be used")
struct PoisonTests {
  @Test("One of ten thousand is left out, with its list, place and field; the others come in")
  func oneInTenThousand() async throws {
    var users = (1...10_000).map { Written.student($0) }
    users[6_543] = #"{"id":"\#(Written.id("a", 6544))","roles":"none"}"#
    let district = StubDistrict([
      "/v3.1/users": users, "/v3.1/terms": [], "/v3.1/courses": [], "/v3.1/sections": [],
    ])
    let outcome = try await DataSchool().bringIn(district, pageSize: 1000)
    #expect(outcome.report.accounts.created == 9_999)
    let note = try #require(outcome.notes.first)
    #expect(outcome.notes.count == 1)
    #expect(note.isRejected)
    #expect((note.file, note.line, note.field) == ("/users", 6544, "roles"))
  }

  /// Records of users that cannot be used, and the field at fault.
  private static let users = [
    (#"7"#, "data"), ("null", "data"), ("[]", "data"), ("{}", "id"), (#"{"id":7}"#, "id"),
    (#"{"id":"a/b","roles":{}}"#, "id"),
    (#"{"id":"a00000000000000000000002","roles":{"student":[]}}"#, "roles.student"),
    (
      #"{"id":"a00000000000000000000002","roles":{"teacher":{"legacy_id":{}}}}"#,
      "roles.teacher.legacy_id"
    ),
    (#"{"id":"a00000000000000000000002","district":7,"roles":{"student":{}}}"#, "district"),
    (#"{"id":"a00000000000000000000002","roles":{"janitor":{}}}"#, "roles"),
    (#"{"id":"a00000000000000000000002","roles":{}}"#, "roles"),
  ]

  @Test("A person whose record is spoilt stays as she stands", arguments: users)
  func person(_ record: String, _ field: String) async throws {
    let (school, district) = (DataSchool(), StubDistrict.small())
    try await school.bringIn(district)
    let before = try await school.contents()
    district.tamper { number, answer in
      .success(number == 1 ? answer.replacing(Written.student(2), with: record) : answer)
    }
    let outcome = try await school.bringIn(district)
    #expect(outcome.notes.map { "\($0.file) \($0.line) \($0.field)" } == ["/users 2 \(field)"])
    #expect(try await school.contents() == before)
  }

  /// Records of sections that cannot be used, or not wholly, and the field at fault.
  private static let sections = [
    ("{}", "id"), (#"{"id":[]}"#, "id"), ("7", "data"),
    (#"{"id":"c00000000000000000000002","district":7}"#, "district"),
  ]

  @Test("A section whose record is spoilt stays as it stands", arguments: sections)
  func section(_ record: String, _ field: String) async throws {
    let (school, district) = (DataSchool(), StubDistrict.small())
    try await school.bringIn(district)
    let before = try await school.contents()
    let good = Written.section(2, teachers: [1], students: [2, 3, 7])
    district.tamper { number, answer in
      .success(number == 9 ? answer.replacing(good, with: record) : answer)
    }
    let outcome = try await school.bringIn(district)
    #expect(outcome.notes.map { "\($0.file) \($0.line) \($0.field)" } == ["/sections 2 \(field)"])
    #expect(try await school.contents() == before)
  }

  /// What may become of the end of a section's record.
  private static let lists = [
    (#""students":null"#, "students"), (#""students":"all""#, "students"),
    (#""pupils":[]"#, "students"), (#""students":["a00000000000000000000003",7]"#, "students"),
    (#""students":[null]"#, "students"), (#""students":[],"teachers":{}"#, "teachers"),
  ]

  @Test("Nobody leaves a section by a list that cannot be read", arguments: lists)
  func list(_ list: String, _ field: String) async throws {
    let (school, district) = (DataSchool(), StubDistrict.small())
    try await school.bringIn(district)
    let before = try await school.contents()
    district["/v3.1/sections"][1] =
      #"{"id":"\#(Written.id("c", 2))","district":"d1","school":"s1","name":"Biology","#
      + #""subject":"science","grade":"9","period":"4","course":"c0","term_id":"7000","#
      + (field == "students" ? #""teachers":["\#(Written.id("b", 1))"],"# : "") + "\(list)}"
    let outcome = try await school.bringIn(district)
    #expect(outcome.notes.map { "\($0.file) \($0.line) \($0.field)" } == ["/sections 2 \(field)"])
    #expect(try await school.contents() == before)
  }

  @Test("A term or course that cannot be used is noted, and costs nobody a class")
  func catalog() async throws {
    let (school, district) = (DataSchool(), StubDistrict.small())
    try await school.bringIn(district)
    district["/v3.1/terms"] = [#"{"id":"7/0","name":"Fall"}"#]
    district["/v3.1/courses"] = [#"{"id":"c0","name":7}"#]
    let outcome = try await school.bringIn(district)
    #expect(outcome.notes.map { "\($0.file) \($0.line) \($0.field)" } == ["/terms 1 id"])
    #expect(outcome.report.enrollments.ended == 0)
    #expect(outcome.report.sections.archived == 0)
  }
}
