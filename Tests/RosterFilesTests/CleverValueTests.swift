import Provisioning
import Testing

@testable import ProvisioningRosterFiles

struct CleverValueTests {
  @Test(
    "Gender is M, F or X",
    arguments: [
      ("M", "M"), ("f", "F"), ("X", "X"), ("male", "M"), ("Female", "F"), ("MALE", "M"),
      ("n/a", nil), ("mal", nil), ("\u{FF2D}", nil),
    ] as [(String, String?)])
  func gender(text: String, expected: String?) {
    #expect(RosterValue.gender(text) == expected)
  }

  @Test(
    "Dates become yyyy-mm-dd; impossible ones nothing",
    arguments: [
      ("11/1/98", "1998-11-01"), ("1/2/00", "2000-01-02"), ("1/2/49", "2049-01-02"),
      ("1/2/50", "1950-01-02"), ("02/29/2004", "2004-02-29"), ("2/29/2005", nil),
      ("12/31/1999", "1999-12-31"), ("13/1/2000", nil), ("0/1/2000", nil), ("1/32/2000", nil),
      ("2015-08-01", "2015-08-01"), ("2015-8-1", nil), ("2015-02-30", nil), ("1/1/5", nil),
      ("1/1/005", nil), ("1//2000", nil), ("1/1/2000/1", nil), ("1/1", nil), ("", nil),
      ("011/1/2000", nil), ("1/1/20000", nil), ("a/b/c", nil), ("-1/1/2000", nil),
      ("1-1-2000", nil), ("2015/08/01", nil), ("01/01/0000", nil),
      ("99999999999999999999/1/1", nil),
    ] as [(String, String?)])
  func dates(text: String, expected: String?) {
    #expect(RosterValue.date(text)?.description == expected)
  }

  @Test(
    "Grades become Clever's words",
    arguments: [
      ("0", "Kindergarten"), ("00", "Kindergarten"), ("K", "Kindergarten"), ("kg", "Kindergarten"),
      ("KINDERGARTEN", "Kindergarten"), ("PK", "PreKindergarten"), ("PR", "PreKindergarten"),
      ("prekindergarten", "PreKindergarten"), ("IT", "InfantToddler"), ("UG", "Ungraded"),
      ("PS", "Preschool"), ("TK", "TransitionalKindergarten"), ("PG", "PostGraduate"),
      ("postgraduate", "PostGraduate"), ("1", "1"), ("09", "9"), ("012", "12"), ("13", "13"),
      ("14", "Other"), ("99999999999999999999", "Other"), ("Other", "Other"), ("other", "Other"),
      ("9,10", nil), ("9;10", nil), ("09|10", nil), ("K-5", nil), ("6/7", nil), ("6 7 8", nil),
      ("9, x", nil), ("9,", "Other"), ("Pre-K", "Other"), ("Grade 9", "Other"), ("-", "Other"),
      ("9.0", "Other"), ("\u{661}", "Other"),
    ] as [(String, String?)])
  func grades(text: String, expected: String?) {
    #expect(RosterValue.grade(text) == expected)
  }

  @Test(
    "A given subject is kept, in Clever's spelling if it is Clever's",
    arguments: [
      ("MATH", "math"), ("pe and health", "PE and health"), ("Basket weaving", "Basket weaving"),
    ])
  func givenSubjects(text: String, expected: String) {
    #expect(RosterValue.subject(text) == expected)
  }

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
