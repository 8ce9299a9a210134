import Provisioning
import Testing

@testable import ProvisioningRosterFiles

/// Rule 6: a cell with a comma that is not quoted shifts those behind it. The row is left out, and what
/// it names stays as it stands, as far as the cells that name it are sure to stand in their columns.
struct ShiftedRowTests {
  @Test(
    "A row with more cells than the header is rejected, and what it names is protected",
    arguments: [
      (
        .cleverCSV, "students", "s1,103,Yew, Jr.,Ash,,9,F,,,secret",
        .person(person("student/103"))
      ),
      (.cleverCSV, "students", "s1,103,Yew,Ash,,,,,,,left", .person(person("student/103"))),
      (.cleverCSV, "students", "s1,1 3,Yew, Jr.,Ash,,9,F,,,secret", .allPeople),
      (.cleverCSV, "students", "s1,100,Elm, Jr.,Rowan,,,,,,secret", .person(person("student/100"))),
      (.cleverCSV, "sections", "s1,x1,1,,Art, Music,,,,,Y1", .section(section("x1"))),
      (.cleverCSV, "sections", "s1,m1,1,,Art, Music,,,,,Y1", .section(section("m1"))),
      (
        .cleverCSV, "enrollments", "s1,m1,100,x",
        .enrollment(section("m1"), person("student/100"))
      ),
      (.cleverCSV, "enrollments", "s1,m1,,100", .section(section("m1"))),
      (.cleverCSV, "enrollments", "s1,,100,x", .person(person("student/100"))),
      (.cleverCSV, "schools", "s3,Elm, Oak", .nothing),
      (.oneRoster, "users", "u9,,,true,ivy,Ivy,Ash, Jr.,,,,,,,s1", .person(person("u9"))),
      (.oneRoster, "classes", "k9,,,Chess, advanced,,,,,,s1,t1,,,1", .section(section("k9"))),
      (
        .oneRoster, "enrollments", "e9,,,k2,s2,u1,student,,,,x",
        .enrollment(section("k2"), person("u1"))
      ),
      (.oneRoster, "enrollments", "e9,,Feb 1, 2026,k2,s2,u1,student,,,x", .allEnrollments),
      (.oneRoster, "roles", "r9,,,u1,secondary,aide,,,s1,x", .nothing),
      (.oneRoster, "orgs", "s9,,,Elm, Oak,school,,d", .nothing),
    ] as [(RosterFileLayout, String, String, RosterNote.Protected)])
  func rejected(
    layout: RosterFileLayout, file: String, row: String, protected: RosterNote.Protected
  ) async throws {
    let district = layout == .cleverCSV ? District() : District.oneRoster()
    let header = district[file].split(separator: "\n")[0].split(separator: ",").count
    let before = try await district.listing()
    let after = try await district.listing(adding: row, to: file)
    #expect(after.people == before.people)
    #expect(after.sections == before.sections)
    let note = try #require(after.notes.first)
    #expect(after.notes.count == 1)
    #expect(note.kind == .rejected(protecting: protected))
    #expect(note.file == file + ".csv")
    #expect(note.line == district[file].split(separator: "\n").count + 1)
    #expect(note.field == "row")
    #expect(note.reason.contains("more than the header's \(header) cells"))
    #expect(note.reason.contains("needs quotes"))
  }

  @Test(
    "A key behind other texts may be another cell's: then nothing of the kind ends",
    arguments: [
      ("students", "Last_name,School_id,Student_id,First_name", "Yew, Jr.,s1,103,Ash", .allPeople),
      ("sections", "Name,School_id,Section_id,Teacher_id", "Art, Music,s1,x1,1", .allSections),
      ("enrollments", "Note,School_id,Section_id,Student_id", "a,b,s1,m1,100", .allEnrollments),
      (
        "enrollments", "School_id,Section_id,Note,Student_id", "s1,m1,a,b,100",
        .section(section("m1"))
      ),
      (
        "enrollments", "School_id,Student_id,Note,Section_id", "s1,100,a,b,m1",
        .person(person("student/100"))
      ),
    ] as [(String, String, String, RosterNote.Protected)])
  func keyBehindTexts(
    file: String, header: String, row: String, protected: RosterNote.Protected
  ) async throws {
    var district = District()
    district[file] = "\(header)\n\(row)\n"
    let notes = try await district.listing().notes.filter { $0.file == file + ".csv" }
    #expect(notes.first?.kind == .rejected(protecting: protected))
    #expect(notes.first?.line == 2)
  }

  @Test func whatNamesAShiftedRowIsRejectedToo() async throws {
    var district = District()
    district.add("s1,103,Yew, Jr.,Ash,,9,F,,,secret", to: "students")
    district.add("s1,m1,103", to: "enrollments")
    #expect(
      try await district.listing().notes.last?.reason
        == "The row at line 5 of students.csv was rejected.")
  }

  @Test func blankCellsBehindTheLastColumnAreFine() async throws {
    var district = District()
    for (name, text) in district.files {
      let lines = text.split(separator: "\n")
      let blank = ",, ,\"\",\t"
      district.files[name] = (lines[..<1] + lines[1...].map { $0 + blank }).map { $0 + "\n" }
        .joined()
    }
    #expect(try await district.listing() == District().listing())
  }

  /// A shifted row whose last cell is blank looks like one that ends in a comma too many.
  @Test func oneRowThatIsLongerThanTheOthersIsTakenWithAWarning() async throws {
    let listing = try await District().listing(adding: "s1,103,Yew, Jr.,Ash,,9,,,,", to: "students")
    #expect(listing.people.contains { $0.key == person("student/103") })
    #expect(
      listing.notes.map(\.text) == ["students.csv:5 row warning", "students.csv:5 Gender warning"])
  }

  /// A column of remarks changes nothing: a file of changes must not be taken for a whole one.
  @Test func aManifestIsReadWhateverStandsBehindItsColumns() async throws {
    var district = District.oneRosterChanges()
    district["manifest"] = district["manifest"].replacing("delta\n", with: "delta,since Monday\n")
    let folder = try TemporaryFolder(district.files)
    let importer = try await District.importer(folder, layout: .oneRoster)
    #expect(importer.scope == .changes)
    #expect(try await ReadListing(of: importer).notes == [])
  }
}
