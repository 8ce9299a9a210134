import Foundation
import Provisioning
import Testing

@testable import ProvisioningRosterFiles

/// What comes of rows that can be used.
struct CleverRowTests {
  @Test func peopleComeInWithTheirFields() async throws {
    let people = try await District().listing().people
    #expect(
      people.map(\.key.subject.rawValue) == [
        "student/100", "student/101", "student/102", "teacher/1", "teacher/100",
      ])
    var rowan = Profile(role: .student, given: "Rowan", family: "Elm")
    rowan.middle = "Q"
    rowan.email = "rowan@example.org"
    rowan.grade = "9"
    rowan.gender = "F"
    rowan.birthDate = "1998-11-01"
    rowan.district = "d1"
    rowan.schools = ["s1"]
    rowan.sisID = "100"
    #expect(people[0] == Identity(key: person("student/100"), profile: rowan))
    #expect(people[2].profile.email == "Linden@Example.org")
    #expect(people[2].profile.gender == "X")
  }

  @Test func sectionsComeInWithTheirFieldsAndMembers() async throws {
    let sections = try await District().listing().sections
    var algebra = Section.Details()
    algebra.name = "Algebra I - Maple - 3"
    algebra.subject = "math"
    algebra.grade = "9"
    algebra.course = "Algebra I"
    algebra.period = "3"
    algebra.school = "s1"
    algebra.district = "d1"
    algebra.term = "Y1"
    algebra.termStart = "2015-08-01"
    #expect(
      sections[0]
        == RosterSection(
          key: section("m1"), details: algebra,
          members: [
            .init(person("teacher/1"), .primaryTeacher),
            .init(person("teacher/100"), .coTeacher),
            .init(person("student/100"), .student), .init(person("student/101"), .student),
          ]))
    #expect(sections[1].details?.name == "Homeroom 12")
    #expect(sections[1].details?.subject == "other")
  }

  @Test func aTeacherAndAStudentWithTheSameSISIDAreTwoPeople() async throws {
    let people = try await District().listing().people
    #expect(people.count { $0.profile.sisID == "100" } == 2)
  }

  @Test func noPasswordComesIn() async throws {
    let listing = try await District().listing()
    #expect(!listing.people.contains { $0.profile.debugDescription.contains("secret") })
  }

  @Test func ofARepeatedPersonTheFirstRowCountsAndSchoolsAddUp() async throws {
    var district = District()
    district.add("s2,100,Other,Name,,10,M,1/1/2001,,", to: "students")
    district.add("s2,100,Other,Name,,10,M,99/99/99,,", to: "students")
    district.add("s1,100,Other,Name,,10,M,1/1/2001,,", to: "students")
    let listing = try await district.listing()
    #expect(listing.people[0].profile.family == "Elm")
    #expect(listing.people[0].profile.schools == ["s1", "s2"])
    #expect(listing.people.count == 5)
    #expect(listing.notes == [])
  }

  @Test func aSectionOfManyHasEachOfThemOnce() async throws {
    var district = District()
    // More than the keys that are kept for a page, and in two orders.
    let numbers = (1000..<4000).map { $0 }
    for number in numbers { district.add("s1,\(number),Yew,Ash,,,,,,", to: "students") }
    for number in numbers { district.add("s1,m1,\(number)", to: "enrollments") }
    for number in numbers.reversed() { district.add("s2,h1,\(number)", to: "enrollments") }
    let sections = try await district.listing().sections
    let keys = numbers.map { person("student/\($0)") }
    #expect(sections[0].members.dropFirst(4).map(\.key) == keys)
    #expect(sections[1].members.dropFirst(2).map(\.key) == keys.reversed())
  }

  @Test func blankOptionalCellsAreNoMatterForANote() async throws {
    let listing = try await District().listing(adding: "s1,103,Yew,Ash,,,,,,", to: "students")
    #expect(listing.notes == [])
    #expect(listing.people.count == 6)
  }

  @Test func aRepeatedEnrollmentCountsOnceInSilence() async throws {
    let listing = try await District().listing(adding: "s2,m1,100", to: "enrollments")
    #expect(listing.sections[0].members.count == 4)
    #expect(listing.notes == [])
  }

  @Test func aSlashInAnIdentifierStays() async throws {
    let listing = try await District().listing(adding: "s1,a/b:c,Yew,Ash,,,,,,", to: "students")
    #expect(listing.people[3].key == person("student/a/b:c"))
    #expect(listing.people[3].profile.sisID == "a/b:c")
  }

  @Test func staffAndAdminsComeInOnce() async throws {
    var district = District()
    district["staff"] = """
      School_id,Staff_id,Staff_email,First_name,Last_name,Role
      s1,7,a@example.org,Cedar,Ash,
      s1,8,,Cedar,Ash,

      """
    district["admins"] = """
      School_id,Admin_id,Admin_email,First_name,Last_name,Role
      s1,7,a@example.org,Cedar,Ash,District Admin
      s1,9,b@example.org,Cedar,Ash,District Admin

      """
    let listing = try await district.listing()
    let staff = listing.people.filter { $0.key.subject.rawValue.hasPrefix("staff/") }
    #expect(staff.map(\.key) == [person("staff/7"), person("staff/9")])
    #expect(staff.map(\.profile.roles) == [[.staff], [.districtAdmin]])
    #expect(listing.notes.map(\.field) == ["Staff_email"])
  }
}
