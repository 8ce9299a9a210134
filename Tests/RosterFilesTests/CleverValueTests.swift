import Provisioning
import Testing

@testable import ProvisioningRosterFiles

struct CleverValueTests {
  @Test(
    "A missing subject is told by whole words of the course's name, the more telling first",
    arguments: [
      ("Class 001, Homeroom", "homeroom/advisory"), ("Group Guidance", "homeroom/advisory"),
      ("Sixth Grade Advisory", "homeroom/advisory"), ("Homeroom Science", "homeroom/advisory"),
      ("AP Computer Science", "technology and engineering"),
      ("Lego Robotics Elective", "technology and engineering"),
      ("Web Design Elective", "technology and engineering"),
      ("Technology, Class 601", "technology and engineering"), ("Set Design Elective", "other"),
      ("Physical Education, Group 9A", "PE and health"), ("P.E. 7", "PE and health"),
      ("Latin Dance Elective", "PE and health"), ("Fitness Elective", "PE and health"),
      ("Driver's Education", "other"), ("SAT Prep", "other"), ("Living Environment", "science"),
      ("Environmental Science", "science"), ("AP Chemistry", "science"),
      ("Mathematics Remediation, Grade 9", "math"), ("Pre-Calculus", "math"),
      ("Algebra II / Trigonometry", "math"), ("U.S. History", "social studies"),
      ("AP Government and Politics", "social studies"),
      ("Social Studies, Class 601", "social studies"),
      ("AP English Language and Composition", "english/language arts"),
      ("Language Arts 6", "english/language arts"), ("Grade 1 Reading", "english/language arts"),
      ("Journalism Elective", "english/language arts"), ("AP Spanish Language", "language"),
      ("French IV", "language"), ("Fine Arts, Class 701", "arts and music"),
      ("Advanced Music Technology", "arts and music"),
      ("Musical Theatre Elective", "arts and music"),
      ("Reading Intervention", "english/language arts"),
      ("Credit Recovery", "interventions/online learning"), ("Party Planning", "other"),
      ("Aftermath", "other"), (nil, "other"), ("", "other"),
    ] as [(String?, String)])
  func inferredSubjects(course: String?, expected: String) {
    #expect(CleverValue.subject(ofCourse: course) == expected)
    #expect(RosterValue.subjects.contains(expected))
  }

  @Test(
    "A section is called after course, primary teacher and period",
    arguments: [
      ("Given", "Algebra", "Maple", "3", "Algebra - Maple - 3"),
      ("Given", "Algebra", "Maple", nil, "Algebra - Maple"),
      ("Given", "Algebra", nil, "3", "Algebra - 3"),
      (nil, "Algebra", nil, nil, "Algebra"),
      ("Given", nil, "Maple", "3", "Given"),
      (nil, nil, "Maple", "3", nil),
    ] as [(String?, String?, String?, String?, String?)])
  func sectionNames(
    given: String?, course: String?, teacher: String?, period: String?, expected: String?
  ) {
    let name = CleverValue.sectionName(
      given: given, course: course, teacher: teacher, period: period)
    #expect(name == expected)
  }

  @Test(
    "Only plain words make a district administrator",
    arguments: [
      ("District Admin", Role.districtAdmin), ("district_admin", .districtAdmin),
      ("DISTRICT ADMINISTRATOR", .districtAdmin), ("School Admin", .staff), ("admin", .staff),
      ("district librarian", .staff), ("not a district admin", .staff), (nil, .staff),
    ] as [(String?, Role)])
  func staffRoles(text: String?, expected: Role) {
    #expect(CleverValue.staffRole(text) == expected)
  }
}
