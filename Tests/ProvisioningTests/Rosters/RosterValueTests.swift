import Testing

@testable import Provisioning

@Suite("Values of rosters in Clever's words")
struct RosterValueTests {
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
}
