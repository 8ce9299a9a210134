import Provisioning
import ProvisioningClever
import Testing

@Suite("Clever's words, by version")
struct VocabularyTests {
  @Test("Grades are 16 in v2.0 and 21 from v2.1 on")
  func grades() {
    #expect(CleverVersion.allCases.map { CleverGrade.known(in: $0).count } == [16, 21, 21, 21])
    let ungraded = CleverGrade(rawValue: "Ungraded")
    #expect(CleverVersion.allCases.map(ungraded.isKnown) == [false, true, true, true])
    #expect(CleverGrade(rawValue: "12").isKnown(in: .v20))
    #expect(!CleverGrade(rawValue: "K5").isKnown(in: .v31))
  }

  @Test("Subjects are eleven; another is kept and known as none of them")
  func subjects() {
    #expect(CleverSubject.known.count == 11)
    #expect(CleverSubject(rawValue: "PE and health").isKnown)
    #expect(!CleverSubject(rawValue: "basket weaving").isKnown)
  }

  @Test("A gender that is not known here is kept, and none of the core's")
  func genders() {
    #expect(["M", "F", "X", "N"].map { CleverGender(rawValue: $0).known } == ["M", "F", "X", nil])
  }

  @Test("Versions differ in their paths and in where a person's record is")
  func paths() throws {
    let id = try #require(CleverID("p1"))
    let paths = CleverVersion.allCases.map { version in
      CleverPeople(of: .staff, in: version)?.path(of: id, in: version)
    }
    #expect(
      paths == [
        "/v2.0/school_admins/p1", "/v2.1/school_admins/p1", "/v3.0/users/p1", "/v3.1/users/p1",
      ])
    #expect(CleverPeople(of: nil, in: .v21) == nil)
    #expect(CleverPeople(of: nil, in: .v30) == .users)
    #expect(CleverVersion.allCases.filter(\.namesAuthorizer) == [.v21, .v30, .v31])
    let collections = Role.allCases.map { CleverPeople(of: $0, in: .v20)?.rawValue }
    #expect(
      collections == ["students", "teachers", "school_admins", "district_admins", "contacts"])
  }

  @Test(
    "A type is a role in any version's words, a user, or kept",
    arguments: [
      ("student", .role(.student)), ("Teacher", .role(.teacher)), ("staff", .role(.staff)),
      ("school_admin", .role(.staff)), ("district_admin", .role(.districtAdmin)),
      ("district admin", .role(.districtAdmin)), ("contact", .role(.contact)), ("user", .user),
      ("teachers", .unknown("teachers")), ("", .unknown("")),
    ] as [(String, CleverUserType)])
  func types(word: String, type: CleverUserType) {
    #expect(CleverUserType(word) == type)
  }

  @Test(
    "An ID is what may be part of a path as it is",
    arguments: [
      ("5faac8b7bc447500a10ae857", true), ("a-B_9", true), ("", false), ("a/b", false),
      ("..", false), ("a b", false), ("a%2f", false), ("é", false), ("a?", false),
      (String(repeating: "a", count: 64), true), (String(repeating: "a", count: 65), false),
    ])
  func ids(text: String, isID: Bool) {
    #expect((CleverID(text) != nil) == isID)
    #expect(CleverID(text)?.subject.rawValue == (isID ? text : nil))
  }
}
