import Foundation
import Provisioning
import Testing

@testable import ProvisioningRosterFiles

/// Rows and cells that cannot be used: which notes they get, and what that protects.
struct CleverFaultTests {
  @Test func afterARejectedRowALaterRowOfThePersonCounts() async throws {
    var district = District()
    district.add("s1,103,,Rowan,,,,,,", to: "students")
    district.add("s1,103,Yew,Rowan,,,,,,", to: "students")
    district.add("s1,m1,103", to: "enrollments")
    let listing = try await district.listing()
    #expect(listing.people.contains { $0.key == person("student/103") })
    #expect(listing.notes.count == 1)
    #expect(listing.sections[0].members.count == 5)
  }

  @Test func aRejectedRepetitionLeavesThePersonIn() async throws {
    let listing = try await District().listing(adding: "s2,100,,Rowan,,,,,,", to: "students")
    #expect(listing.rejected.map(\.kind) == [.rejected(protecting: .person(person("student/100")))])
    #expect(listing.people == (try await District().listing()).people)
    #expect(listing.sections == (try await District().listing()).sections)
  }

  @Test(
    "A row without what it needs is rejected, and what it names is protected",
    arguments: [
      ("students", "s1,,Elm,Rowan", "Student_id", .allPeople, "The cell is blank."),
      ("students", ",103,Elm,Rowan", "School_id", .person(person("student/103")), "is blank."),
      ("students", "s1,103, ,Rowan", "Last_name", .person(person("student/103")), "is blank."),
      ("students", "s1,103,Elm,\u{A0}", "First_name", .person(person("student/103")), "is blank."),
      ("students", "s1,1 3,Elm,Rowan", "Student_id", .allPeople, "without spaces"),
      ("students", "s1,1\0,Elm,Rowan", "Student_id", .allPeople, "of ASCII"),
      ("students", "s1,Ren\u{E9},Elm,Rowan", "Student_id", .allPeople, "of ASCII"),
      ("students", "s1,Rene\u{301},Elm,Rowan", "Student_id", .allPeople, "of ASCII"),
      (
        "students", "s1,\(String(repeating: "1", count: 248)),Elm,Rowan", "Student_id", .allPeople,
        "longer than 247 bytes"
      ),
      ("students", "s1,103,E\0lm,Rowan", "Last_name", .person(person("student/103")), "NUL"),
      (
        "students", "s1,103,\(String(repeating: "E", count: 1001)),Rowan", "Last_name",
        .person(person("student/103")), "longer than 1000 bytes"
      ),
      ("teachers", "s1,,Elm,Rowan", "Teacher_id", .allPeople, "is blank."),
      ("teachers", "s1,2,,Rowan", "Last_name", .person(person("teacher/2")), "is blank."),
      ("schools", ",Nowhere", "School_id", .nothing, "is blank."),
      ("schools", "s3,", "School_name", .nothing, "is blank."),
      ("sections", "s1,,1,,", "Section_id", .allSections, "is blank."),
      ("sections", "s1,x y,1,,", "Section_id", .allSections, "without spaces"),
      ("sections", ",x1,1,,", "School_id", .section(section("x1")), "is blank."),
      ("sections", "s1,x1,,,", "Teacher_id", .section(section("x1")), "is blank."),
      ("sections", "s1,x1,9,,", "Teacher_id", .section(section("x1")), "teachers.csv does not"),
      ("sections", "s1,x1,é,,", "Teacher_id", .section(section("x1")), "of ASCII"),
      ("sections", "s1,m1,1,,", "Section_id", .section(section("m1")), "same identifier"),
      (
        "enrollments", "s1,m1,999", "Student_id",
        .enrollment(section("m1"), person("student/999")), "students.csv does not list it."
      ),
      (
        "enrollments", "s1,zz,100", "Section_id",
        .enrollment(section("zz"), person("student/100")), "sections.csv does not list it."
      ),
      (
        "enrollments", ",m1,100", "School_id",
        .enrollment(section("m1"), person("student/100")), "is blank."
      ),
      ("enrollments", "s1,,100", "Section_id", .person(person("student/100")), "is blank."),
      ("enrollments", "s1,m1,", "Student_id", .section(section("m1")), "is blank."),
      ("enrollments", "s1,m1,1 0", "Student_id", .section(section("m1")), "without spaces"),
      ("enrollments", "s1,,", "Section_id", .allEnrollments, "is blank."),
    ] as [(String, String, String, RosterNote.Protected, String)])
  func rejected(
    file: String, row: String, field: String, protected: RosterNote.Protected, reason: String
  ) async throws {
    var district = District()
    // Cells that a row leaves out at its end are blank, but in the last row they are a cut.
    let columns = district[file].split(separator: "\n")[0].split(separator: ",").count
    let missing = columns - row.split(separator: ",", omittingEmptySubsequences: false).count
    let line = district[file].split(separator: "\n").count + 1
    district.add(row + String(repeating: ",", count: missing), to: file)
    let (before, after) = (try await District().listing(), try await district.listing())
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

  @Test func whatNamesARejectedRowIsRejectedToo() async throws {
    var district = District()
    district.add("s1,103,,Rowan,,,,,,", to: "students")
    district.add("s1,2,,Laurel,", to: "teachers")
    district.add("s1,x1,2,,,,,,,", to: "sections")
    district.add("s1,m1,103", to: "enrollments")
    district.add("s1,x1,100", to: "enrollments")
    let notes = try await district.listing().notes
    #expect(
      notes.map { "\($0.file):\($0.line) \($0.field): \($0.reason)" } == [
        "students.csv:5 Last_name: The cell is blank.",
        "teachers.csv:4 Last_name: The cell is blank.",
        "sections.csv:4 Teacher_id: The row at line 4 of teachers.csv was rejected.",
        "enrollments.csv:5 Student_id: The row at line 5 of students.csv was rejected.",
        "enrollments.csv:6 Section_id: The row at line 4 of sections.csv was rejected.",
      ])
    #expect(
      notes.map(\.kind) == [
        .rejected(protecting: .person(person("student/103"))),
        .rejected(protecting: .person(person("teacher/2"))),
        .rejected(protecting: .section(section("x1"))),
        .rejected(protecting: .enrollment(section("m1"), person("student/103"))),
        .rejected(protecting: .enrollment(section("x1"), person("student/100"))),
      ])
  }

  @Test(
    "An optional cell that cannot be used is left blank with a warning",
    arguments: [
      ("s1,103,Yew,Ash,,,,02/29/2005,,", "DOB", "no such day"),
      ("s1,103,Yew,Ash,,,unknown,,,", "Gender", "M, F or X"),
      ("s1,103,Yew,Ash,Q\0,,,,,", "Middle_name", "NUL"),
      ("s1,103,Yew,Ash,,,,,\(String(repeating: "e", count: 1001)),", "Student_email", "longer"),
    ])
  func warned(row: String, field: String, reason: String) async throws {
    let listing = try await District().listing(adding: row, to: "students")
    let note = try #require(listing.notes.first)
    #expect(listing.notes.count == 1)
    #expect(note.kind == .warning(protecting: .nothing))
    #expect(note.line == 5)
    #expect(note.field == field)
    #expect(note.reason.contains(reason))
    var expected = Profile(role: .student, given: "Ash", family: "Yew")
    expected.sisID = "103"
    expected.schools = ["s1"]
    expected.district = "d1"
    #expect(listing.people[3].profile == expected)
  }

  @Test func anUnknownSchoolIsKeptAndWarnedOfOnce() async throws {
    var district = District()
    district.add("s9,103,Yew,Ash,,,,,,", to: "students")
    district.add("s9,104,Yew,Ash,,,,,,", to: "students")
    district.add("s9,x1,1,,,,,,,", to: "sections")
    let listing = try await district.listing()
    #expect(listing.notes.map(\.field) == ["School_id"])
    #expect(listing.notes.map(\.kind) == [.warning(protecting: .nothing)])
    #expect(listing.people[3].profile.schools == ["s9"])
    #expect(listing.sections[2].details?.school == "s9")
  }

  @Test func aCoTeacherWhoIsNotListedStaysAsSheStandsAndThoseWhoRepeatCountOnce() async throws {
    var district = District()
    district["sections"] = """
      School_id,Section_id,Teacher_id,Teacher_2_id,Teacher_3_id,Teacher_4_id,Teacher_10_id
      s1,m1,1,1,100,100,77
      s2,h1,100,,,,1

      """
    let listing = try await district.listing()
    let teachers = listing.sections.map { $0.members.filter(\.role.teaches).map(\.key) }
    #expect(
      teachers == [
        [person("teacher/1"), person("teacher/100")], [person("teacher/100"), person("teacher/1")],
      ])
    #expect(listing.notes.map(\.field) == ["Teacher_10_id"])
    #expect(
      listing.notes.map(\.kind) == [
        .warning(protecting: .enrollment(section("m1"), person("teacher/77")))
      ])
  }

  @Test func notesQuoteNothingFromTheFiles() async throws {
    var district = District()
    district.add("s1,Canary Id,Canary,Canary,,,,,,", to: "students")
    district.add("s1,canary1,,Canary,Canary,Canary,Canary,Canary,Canary,", to: "students")
    district.add("s1,canary2,Canary,Canary,,,Canary,Canary,,", to: "students")
    district.add("Canary,canary3,Canary,Canary,,,,,,", to: "students")
    district.add("s1,m1,canary4", to: "enrollments")
    let notes = try await district.listing().notes
    #expect(notes.count == 6)
    for note in notes {
      #expect(!"\(note.file) \(note.field) \(note.reason)".lowercased().contains("canary"))
    }
  }
}
