import Foundation
import Provisioning
import Testing

@testable import ProvisioningRosterFiles

/// What comes of OneRoster's rows: which come in, which are rejected, and what that protects.
struct OneRosterRowTests {
  @Test func peopleComeInWithTheirFields() async throws {
    let listing = try await District.oneRoster().listing()
    #expect(listing.notes == [])
    #expect(listing.people.map(\.key.subject.rawValue) == ["u1", "u2", "u3", "u4", "u5", "u6"])
    var rowan = Profile(role: .student, given: "Rowan", family: "Elm")
    rowan.middle = "Q"
    rowan.email = "rowan@example.org"
    rowan.grade = "9"
    rowan.gender = "F"
    rowan.birthDate = "2011-11-01"
    rowan.district = "d1"
    rowan.schools = ["s1"]
    rowan.sisID = "100"
    #expect(listing.people[0] == Identity(key: person("u1"), profile: rowan))
    #expect(listing.people[1].profile.given == "Haz")
    #expect(listing.people[1].profile.grade == "Kindergarten")
    #expect(listing.people[1].profile.birthDate == "2012-02-28")
    #expect(listing.people[2].profile.grade == nil)
    #expect(listing.people[2].profile.gender == nil)
  }

  @Test func aPersonOfSeveralRolesIsOnePersonLedByThePrimaryOne() async throws {
    var district = District.oneRoster()
    district["roles"] = district["roles"].replacing(
      "r4,,,u4,primary,teacher,,,s1\nr5,,,u4,secondary,parent",
      with: "r5,,,u4,secondary,parent,,,s2\nr4,,,u4,primary,teacher,,,s1\nr8,,,u4,primary,aide")
    let people = try await district.listing().people
    #expect(people[3].profile.roles == [.teacher, .staff, .contact])
    #expect(people[3].profile.schools == ["s1", "s2"])
  }

  @Test func districtsAreNotSchools() async throws {
    let people = try await District.oneRoster().listing().people
    #expect(people[5].profile.role == .contact)
    #expect(people[5].profile.schools == [])
  }

  @Test func noPasswordComesIn() async throws {
    let people = try await District.oneRoster().listing().people
    #expect(!people.contains { $0.profile.debugDescription.contains("secret") })
  }

  @Test func classesComeInWithTheirFieldsAndMembers() async throws {
    let sections = try await District.oneRoster().listing().sections
    var algebra = Section.Details()
    algebra.name = "Algebra I - 3"
    algebra.sectionNumber = "3"
    algebra.subject = "Mathematics, Algebra"
    algebra.grade = "9"
    algebra.course = "Algebra I"
    algebra.courseNumber = "MA-1"
    algebra.period = "1, 3"
    algebra.school = "s1"
    algebra.district = "d1"
    algebra.term = "Autumn, Spring"
    algebra.termStart = "2025-08-18"
    algebra.termEnd = "2026-06-12"
    #expect(
      sections[0]
        == RosterSection(
          key: section("k1"), details: algebra,
          members: [
            .init(person("u4"), .primaryTeacher), .init(person("u5"), .coTeacher),
            .init(person("u1"), .student), .init(person("u2"), .student),
          ]))
    #expect(sections[1].members.first == .init(person("u5"), .primaryTeacher))
  }

  @Test func aSecondPrimaryTeacherIsACoTeacherWithAWarning() async throws {
    var district = District.oneRoster()
    district["enrollments"] = district["enrollments"].replacing(
      "u5,teacher,,", with: "u5,teacher,TRUE,")
    let listing = try await district.listing()
    #expect(
      listing.sections[0].members.prefix(2) == [
        .init(person("u5"), .primaryTeacher), .init(person("u4"), .coTeacher),
      ])
    #expect(
      listing.notes.map(\.sentence) == [
        "enrollments.csv:5 primary: Another teacher of the class is the primary one already."
      ])
  }

  @Test func unmarkedTeachersAreCoTeachersUnlessOneIsAlone() async throws {
    var district = District.oneRoster()
    district["enrollments"] = district["enrollments"].replacing("teacher,true", with: "teacher,")
    let sections = try await district.listing().sections
    #expect(sections[0].members.prefix(2).map(\.role) == [.coTeacher, .coTeacher])
    #expect(sections[1].members.first?.role == .primaryTeacher)
  }

  @Test func whoLearnsAndTeachesInOneClassTeaches() async throws {
    let listing = try await District.oneRoster().listing(
      adding: "e7,,,k1,s1,u5,student,,,", to: "enrollments")
    #expect(listing.sections == (try await District.oneRoster().listing()).sections)
    #expect(
      listing.notes.map(\.sentence) == [
        "enrollments.csv:8 role: The person teaches the class too, and is in it as a teacher."
      ])
  }

  @Test(
    "What is gone is not listed, in bulk too, whatever the dates say",
    arguments: ["tobedeleted", "ToBeDeleted", "inactive"])
  func gone(status: String) async throws {
    var district = District.oneRoster()
    district["users"] = district["users"].replacing("u2,,", with: "u2,\(status),")
    district["classes"] = district["classes"].replacing("k2,,", with: "k2,\(status),")
    let listing = try await district.listing()
    #expect(!listing.people.contains { $0.key == person("u2") })
    #expect(listing.sections.map(\.key) == [section("k1")])
    #expect(!listing.sections[0].members.contains { $0.key == person("u2") })
    #expect(listing.rejected.allSatisfy { $0.kind == .rejected(protecting: .nothing) })
    #expect(listing.rejected.map(\.line) == [3, 6, 7])
    #expect(listing.departures.isEmpty)
  }

  @Test func aListedRowCountsMoreThanOneThatIsGone() async throws {
    var district = District.oneRoster()
    district["users"] += "u1,tobedeleted,,true,,Rowan,Elm,,,,,,,\n"
    district["classes"] += "k1,tobedeleted,,Algebra,,,,,,,,,,\n"
    district["enrollments"] += "e9,tobedeleted,,k1,s1,u1,student,,,\n"
    let listing = try await district.listing()
    #expect(listing.rejected == [])
    #expect(listing.people == (try await District.oneRoster().listing()).people)
    #expect(listing.sections == (try await District.oneRoster().listing()).sections)
  }

  @Test(
    "A row without what it needs is rejected, and what it names is protected",
    arguments: [
      ("users", ",,,,,A,B,,,,,,,", "sourcedId", .allPeople, "is blank."),
      ("users", "u 9,,,,,A,B,,,,,,,", "sourcedId", .allPeople, "without spaces"),
      ("users", "u9,,,,,,B,,,,,,,", "givenName", .person(person("u9")), "is blank."),
      ("users", "u9,,,,,A, ,,,,,,,", "familyName", .person(person("u9")), "is blank."),
      ("users", "u9,,,,,A,B,,,,,,,", "role", .person(person("u9")), "has no role"),
      ("roles", "r9,,,,primary,student,,,s1", "userSourcedId", .nothing, "is blank."),
      ("roles", "r9,,,u1,primary,,,,s1", "role", .nothing, "is blank."),
      ("roles", "r9,,,u1,primary,wizard,,,s1", "role", .nothing, "no role that OneRoster"),
      ("roles", "r9,,,u1,primary,ext:coach,,,s1", "role", .nothing, "no role that OneRoster"),
      ("roles", "r9,,,u9,primary,student,,,s1", "userSourcedId", .nothing, "users.csv does not"),
      ("orgs", ",,,Nowhere,school,,", "sourcedId", .nothing, "is blank."),
      ("courses", ",,,,Nothing,,,,,", "sourcedId", .nothing, "is blank."),
      ("demographics", "u9,,,2011-01-01,male", "sourcedId", .nothing, "users.csv does not"),
      ("classes", ",,,Title,,,,,,,,,,", "sourcedId", .allSections, "is blank."),
      ("classes", "k9,,,,,,,,,,,,,", "title", .section(section("k9")), "is blank."),
      ("classes", "k1,,,Again,,,,,,,,,,", "sourcedId", .section(section("k1")), "same identifier"),
      ("enrollments", "e9,,,,s1,u1,student,,,", "classSourcedId", .person(person("u1")), "blank"),
      ("enrollments", "e9,,,k1,s1,,student,,,", "userSourcedId", .section(section("k1")), "blank"),
      ("enrollments", "e9,,,,s1,,student,,,", "classSourcedId", .allEnrollments, "blank"),
      (
        "enrollments", "e9,,,k9,s1,u1,student,,,", "classSourcedId",
        .enrollment(section("k9"), person("u1")), "classes.csv does not list it."
      ),
      (
        "enrollments", "e9,,,k1,s1,u9,student,,,", "userSourcedId",
        .enrollment(section("k1"), person("u9")), "users.csv does not list it."
      ),
      (
        "enrollments", "e9,,,k2,s1,u1,,,,", "role", .enrollment(section("k2"), person("u1")),
        "is blank."
      ),
      (
        "enrollments", "e9,,,k2,s1,u1,wizard,,,", "role",
        .enrollment(section("k2"), person("u1")), "no role that OneRoster"
      ),
      ("enrollments", "e9,,,k2,s1,u4,administrator,,,", "role", .nothing, "Only students"),
      ("enrollments", "e9,,,k2,s1,u4,proctor,,,", "role", .nothing, "Only students"),
      ("enrollments", "e9,,,k2,s1,u4,aide,,,", "role", .nothing, "Only students"),
    ] as [(String, String, String, RosterNote.Protected, String)])
  func rejected(
    file: String, row: String, field: String, protected: RosterNote.Protected, reason: String
  ) async throws {
    let before = try await District.oneRoster().listing()
    let line = District.oneRoster()[file].split(separator: "\n").count + 1
    let after = try await District.oneRoster().listing(adding: row, to: file)
    #expect(after.people == before.people)
    #expect(after.sections == before.sections)
    let note = try #require(after.notes.first)
    #expect(after.notes.count == 1)
    #expect(note.kind == .rejected(protecting: protected))
    #expect(note.file == file + ".csv")
    #expect(note.line == line)
    #expect(note.field == field)
    #expect(note.reason.contains(reason))
  }

  @Test(
    "What may be blank and cannot be used is left out, with a warning",
    arguments: [
      ("demographics", "u5,,,31/31/2011,", "birthDate", "no such day"),
      ("demographics", "u5,,,,robot", "sex", "none of male"),
      ("orgs", "s9,perhaps,,Oak School,school,,", "status", "none of active"),
      ("orgs", "s9,active,,Oak School,school,,", "status", "should be blank"),
      ("academicSessions", "t9,,,Never,term,soon,2026-06-12,,", "startDate", "no such day"),
      ("classes", "k9,,,Chess,,,,,,s9,,,,", "schoolSourcedId", "orgs.csv does not list it."),
      ("classes", "k9,,,Chess,,c9,,,,s1,,,,", "courseSourcedId", "courses.csv does not list it."),
      ("classes", "k9,,,Chess,,,,,,s1,t9,,,", "termSourcedIds", "academicSessions.csv does not"),
      ("enrollments", "e9,,,k2,s1,u4,teacher,perhaps,,", "primary", "neither true nor false"),
      ("roles", "r9,,,u5,secondary,aide,,,s9", "orgSourcedId", "orgs.csv does not list it."),
    ])
  func warned(file: String, row: String, field: String, reason: String) async throws {
    let listing = try await District.oneRoster().listing(adding: row, to: file)
    let note = try #require(listing.notes.first)
    #expect(listing.notes.count == 1)
    #expect(note.kind == .warning(protecting: .nothing))
    #expect(note.field == field)
    #expect(note.reason.contains(reason))
  }

  @Test func in11RolesStandInUsersAndOrgsAreLists() async throws {
    var district = District.oneRoster()
    district.files["roles.csv"] = nil
    district.files["demographics.csv"] = nil
    district["manifest"] = district["manifest"].replacing("1.2", with: "1.1")
      .replacing("file.roles,bulk", with: "file.roles,absent")
      .replacing("file.demographics,bulk", with: "file.demographics,absent")
    district["users"] = """
      sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
      u1,,,TRUE,"s1,s2",student,,,Rowan,Elm,,,,,,,9,secret
      u2,,,TRUE,s1,Student,,,Hazel,Fir,,,,,,,,secret
      u3,,,TRUE,s2,student,,,Linden,Oak,,,,,,,,secret
      u4,,,TRUE,"d, s1",administrator,,,Juniper,Maple,,,,,,,,secret
      u5,,,TRUE,s2,TEACHER,,,Laurel,Pine,,,,,,,,secret
      u5,,,TRUE,s1,parent,,,Laurel,Pine,,,,,,,,secret
      u7,,,TRUE,s1,wizard,,,Ivy,Ash,,,,,,,,secret

      """
    let listing = try await district.listing()
    #expect(
      listing.notes.map(\.sentence) == ["users.csv:8 role: It is no role that OneRoster knows."])
    #expect(
      listing.people.map(\.profile.roles) == [
        [.student], [.student], [.student], [.staff], [.teacher, .contact],
      ])
    #expect(
      listing.people.map(\.profile.schools) == [
        ["s1", "s2"], ["s1"], ["s2"], ["s1"], ["s2", "s1"],
      ])
  }

  @Test func anIdentifierThatTwoOfARoleHaveIsNeitherOnes() async throws {
    var district = District.oneRoster()
    district["users"] = district["users"].replacing(",101,", with: ",100,")
      .replacing(",900,", with: ",102,")
    let listing = try await district.listing()
    #expect(listing.people.map(\.profile.sisID) == [nil, nil, "102", "102", nil, nil])
    #expect(
      listing.notes.map(\.sentence) == [
        "users.csv:3 identifier: Somebody else of the same role has the same; neither is known by it."
      ])
  }

  @Test func withoutTheColumnOfIdentifiersSourcedIDsStandIn() async throws {
    var district = District.oneRoster()
    district["users"] = district["users"].replacing("identifier", with: "anything")
    let people = try await district.listing().people
    #expect(people.map(\.profile.sisID) == ["u1", "u2", "u3", "u4", "u5", "u6"])
  }
}
