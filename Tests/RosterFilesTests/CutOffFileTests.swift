import Provisioning
import Testing

@testable import ProvisioningRosterFiles

/// A file that was cut off behind one of its rows looks whole; that other files name what it has lost
/// says so. Then nothing ends because of it (rule 6), and one warning explains all that follows.
struct CutOffFileTests {
  @Test(
    "A file that lost half of what others name is said to be cut off, before all else",
    arguments: [
      (.cleverCSV, "students", .allPeople, "30 of 60"),
      (.cleverCSV, "teachers", .allPeople, "30 of 60"),
      (.cleverCSV, "sections", .allSections, "30 of 60"),
      (.oneRoster, "users", .allPeople, "30 of 120"),
      (.oneRoster, "classes", .allSections, "60 of 120"),
    ] as [(RosterFileLayout, String, RosterNote.Protected, String)])
  func half(
    layout: RosterFileLayout, file: String, protected: RosterNote.Protected, share: String
  ) async throws {
    var district = Self.district(layout)
    let lines = district[file].split(separator: "\n")
    #expect(try await district.listing().notes == [])
    district[file] = lines.dropLast(30).map { $0 + "\n" }.joined()
    let notes = try await district.listing().notes
    let note = try #require(notes.first)
    #expect(note.kind == .warning(protecting: protected))
    #expect("\(note.file) \(note.field)" == "\(file).csv file")
    #expect(note.line == lines.count - 30)
    #expect(
      note.reason.hasPrefix("The file seems to be cut off: \(share) rows that name something"))
    #expect(notes.count { $0.field == "file" } == 1)
  }

  @Test(
    "Some strangers are in every export: up to 25 rows, or a fifth of all",
    arguments: [(25, 0, false), (26, 104, false), (26, 103, true), (26, 0, true)])
  func bounds(strangers: Int, others: Int, isCutOff: Bool) {
    var mentions = Mentions()
    for _ in 0..<strangers { mentions.add(.unlisted) }
    for _ in 0..<others { mentions.add(.listed) }
    #expect(mentions.seemCutOff == isCutOff)
  }

  @Test func whatIsRejectedOrGoneIsNotLost() {
    var mentions = Mentions()
    for _ in 0..<99 {
      mentions.add(.rejected(line: 2))
      mentions.add(.gone)
    }
    #expect(!mentions.seemCutOff)
  }

  /// A listing of changes names whom only the store knows.
  @Test func amongChangesStrangersAreNoSign() async throws {
    let rows = (0..<60).map { "e\($0),active,2026-02-01,k1,s1,u\($0),student,,," }
    #expect(try await District.oneRosterChanges(enrollments: rows).listing().notes == [])
  }

  /// Sixty people in sixty sections.
  private static func district(_ layout: RosterFileLayout) -> District {
    layout == .cleverCSV ? clever() : oneRoster()
  }

  private static func clever() -> District {
    var district = District()
    district["students"] = "School_id,Student_id,Last_name,First_name\n"
    district["teachers"] = "School_id,Teacher_id,Last_name,First_name\n"
    district["sections"] = "School_id,Section_id,Teacher_id\n"
    district["enrollments"] = "School_id,Section_id,Student_id\n"
    for number in 0..<60 {
      district.add("s1,p\(number),Fir,Ash", to: "students")
      district.add("s1,t\(number),Fir,Ash", to: "teachers")
      district.add("s1,c\(number),t\(number)", to: "sections")
      district.add("s1,c\(number),p\(number)", to: "enrollments")
    }
    return district
  }

  private static func oneRoster() -> District {
    var district = District(
      .oneRoster,
      files: [
        "manifest.csv": "propertyName,value\noneroster.version,1.1\n",
        "users.csv": "sourcedId,role,givenName,familyName\n",
        "classes.csv": "sourcedId,title\n",
        "enrollments.csv": "classSourcedId,userSourcedId,role\n",
      ])
    for (number, role) in (0..<60).flatMap({ [($0, "teacher"), ($0, "student")] }) {
      district.add("\(role)-\(number),\(role),Ash,Fir", to: "users")
      if role == "teacher" { district.add("c\(number),Chess", to: "classes") }
      district.add("c\(number),\(role)-\(number),\(role)", to: "enrollments")
    }
    return district
  }
}
