import Testing

@testable import ProvisioningSamples

/// A messy district has each kind of oddity that real files were seen with, and a clean one has none
/// that an import speaks of.
@Suite struct MessTests {
  private static let clever = Files(SampleDistrict(schools: 2, seed: 1), .cleverCSV)
  private static let oneRoster = Files(
    SampleDistrict(schools: 2, seed: 1), .oneRoster(.v1p2))

  @Test(arguments: [
    ("a byte order mark", "schools.csv", "\u{FEFF}School_id"),
    ("CRLF", "students.csv", "school_id\r\n"), ("a blank row", "students.csv", "\r\n\r\n"),
    ("a blank row", "enrollments.csv", "\n\n"),
    ("headers in small letters, backwards", "students.csv", "contact_type,contact_name,"),
    ("a column without a name", "teachers.csv", "Username,\n"),
    ("a comma in quotes", "schools.csv", "\"Quillmere, Corin\""),
    ("doubled quotes", "students.csv", "\"Anna \"\"Nan\"\" Belwick, guardian\""),
    ("a name with quotes", "students.csv", " \"\"Kit\"\"\""),
    ("a line end in a cell", "sections.csv", "writing,\nand"),
    ("a padded cell", "students.csv", "  ,"), ("KG or a zero", "students.csv", ",0"),
    ("K", "students.csv", ",K,"), ("PK", "students.csv", ",PK,"),
    ("an impossible date", "students.csv", "02/29/2005"),
    ("a misspelled gender", "students.csv", ",femle,"),
    ("a shared email address", "students.csv", "@family.example.org"),
    ("an unknown co-teacher", "sections.csv", ",0000001,"),
    ("an unknown student", "enrollments.csv", ",000000001\n"),
    ("a name that is not ASCII", "students.csv", "José"),
  ])
  func cleverFilesHold(kind: String, file: String, sign: String) {
    #expect(Self.clever.text(file).contains(sign), "\(kind)")
  }

  @Test func cleverFilesHaveEveryLineEnd() {
    let sections = Self.clever["sections.csv"]
    #expect(!Self.clever.text("sections.csv").contains("\r\n"))
    #expect(sections.count { $0 == 0x0D } == 403, "402 rows and a header end in a bare CR")
    #expect(!Self.clever["enrollments.csv"].contains(0x0D))
  }

  @Test func peopleRepeat() {
    let lines = Self.clever.text("students.csv").split(separator: "\r\n")
    let ids = lines.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
      .map { "\($0[$0.count - 2])" }
    let repeated = Dictionary(grouping: ids, by: { $0 }).filter { $0.value.count > 1 }
    #expect(repeated.count == 2, "one for a second contact, one for a second school")
    let teachers = Self.clever.text("teachers.csv").split(separator: "\n")
      .map { $0.split(separator: ",")[1] }
    #expect(Set(teachers).count == teachers.count - 1, "one teaches at two schools")
    #expect(!Set(teachers.map { "\($0)" }).isDisjoint(with: ids), "one ID, two people")
  }

  @Test(arguments: [
    ("a byte order mark", "orgs.csv", "\u{FEFF}sourcedId"), ("CRLF", "users.csv", "\r\n"),
    ("a blank row", "users.csv", "\r\n\r\n"),
    ("a misspelled header", "users.csv", "prefferedGivenName"),
    ("another one", "enrollments.csv", "dataLastModified"),
    ("singular columns", "classes.csv", ",grade,"),
    ("singular columns", "classes.csv", ",termSourcedId,"),
    ("a list of terms", "classes.csv", "\"Y2026-1,Y2026-2\""),
    ("a capital letter", "classes.csv", ",Scheduled,"),
    ("a line end in a cell", "classes.csv", "\"Annex,\nfirst floor\""),
    ("a missing organization", "classes.csv", ",X0001,"),
    ("a missing course", "classes.csv", ",K999,"),
    ("a blank value", "manifest.csv", "file.demographics,\n"),
    ("tobedeleted in bulk", "users.csv", ",tobedeleted,"),
    ("inactive", "users.csv", ",inactive,"),
    ("tobedeleted in bulk", "enrollments.csv", ",tobedeleted,"),
    ("inactive", "enrollments.csv", ",inactive,"),
    ("a date as Americans write it", "enrollments.csv", ",8/05/2025,"),
    ("a role that nobody knows", "roles.csv", ",janitor,"),
    ("a second school", "roles.csv", ",secondary,student,"),
    ("an impossible date", "demographics.csv", ",2005-02-29,"),
    ("a misspelled sex", "demographics.csv", ",femle,"),
  ])
  func oneRosterFilesHold(kind: String, file: String, sign: String) {
    #expect(Self.oneRoster.text(file).contains(sign), "\(kind)")
  }

  @Test(arguments: DistrictTests.layouts) func aCleanDistrictHasNothingToNote(
    layout: SampleDistrict.Layout
  ) {
    let files = Files(SampleDistrict(schools: 11, seed: 1, condition: .clean), layout)
    #expect(files.written.counts.rejected == 0 && files.written.counts.warnings == 0)
    for name in files.names {
      let bytes = files[name]
      #expect(!bytes.contains(0x0D) && bytes.starts(with: bytes.prefix { $0 < 0x80 }))
      #expect(!files.text(name).contains("\n\n"))
    }
  }

  @Test func rowsThatCannotBeUsedAreInOneSchoolOfTen() {
    func rejected(_ schools: Int) -> Int {
      Files(SampleDistrict(schools: schools, seed: 1), .cleverCSV).written.counts.rejected
    }
    #expect(rejected(1) > 0)
    #expect(rejected(10) == rejected(1))
    #expect(rejected(11) == 2 * rejected(1))
  }
}
