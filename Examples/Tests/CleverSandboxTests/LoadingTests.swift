import Testing

@testable import CleverSandbox

/// What becomes of the cells of Clever's CSV files.
@Suite struct LoadingTests {
  @Test func `Cells come out as Clever's API shows them`() {
    #expect(["female", "M", "x", "?"].map(CleverValue.gender) == ["F", "M", "X", ""])
    #expect(
      ["A", "W", "m", ""].map(CleverValue.race) == ["Asian", "Caucasian", "Two or More Races", ""])
    #expect(
      ["0", "KG", "07", "PK", "12", "", "x"].map(CleverValue.grade)
        == ["Kindergarten", "Kindergarten", "7", "PreKindergarten", "12", "", "Other"])
    #expect(
      ["11/1/98", "02/09/2011", "2/29/2005", "2/29/2004", "x"].map(CleverValue.birth)
        == ["11/1/1998", "2/9/2011", nil, "2/29/2004", nil])
    #expect(CleverValue.date("8/1/15") == "2015-08-01")
  }

  @Test func `Sections are called by course, teacher and period, co-teachers are named once`() {
    let district = Self.district
    let section = district.sections[0]
    #expect(section.name == "Algebra I - Fenwick - 3")
    #expect(section.subject == "math")
    #expect(section.teachers == district.people.filter { $0.teacher != nil }.map(\.id))
    #expect(section.students.count == 1)
    #expect(district.sections.count == 1)
  }

  @Test func `Rows end with CR, LF or both, and quotes keep commas and line ends`() {
    let table = CSVTable(Array("\u{FEFF}A,b\r1,\"x, \"\"y\"\"\nz\"\r\n\r\n , \n2\n".utf8))
    let rows = Array(table.rows)
    #expect(rows.map { $0["a"] } == ["1", "2"])
    #expect(rows.map { $0["B"] } == ["x, \"y\"\nz", ""])
  }

  @Test func `Employees with one address are one person, a student with the same is another`()
    throws
  {
    let people = Self.district.people
    let both = try #require(people.first { $0.types == [.teacher, .staff] })
    #expect(both.name.last == "Fenwick")
    #expect(both.staff?.staffID == "7")
    #expect(people.filter { $0.email == both.email }.count == 2)
  }

  @Test func `A student's second row is another school and another contact`() throws {
    let student = try #require(Self.district.people.first { $0.student != nil })
    #expect(student.student?.schools.count == 2)
    #expect(Self.district.contacts.map(\.relationship) == ["Parent", "Aunt/Uncle"])
    #expect(Set(Self.district.contacts.map(\.student)) == [student.id])
  }

  @Test func `The same files have the same IDs, those of another scope have others`() {
    let again = DistrictLoader.load(Self.files, name: "x", scope: "test")
    #expect(again.people.map(\.id) == Self.district.people.map(\.id))
    let other = DistrictLoader.load(Self.files, name: "x", scope: "other")
    #expect(Set(other.people.map(\.id)).isDisjoint(with: again.people.map(\.id)))
    #expect(again.people.allSatisfy { $0.id.count == 24 })
  }

  @Test func `A sample district has no two things with one ID`() throws {
    let files = CleverFiles(schools: 1, seed: 1)
    let district = DistrictLoader.load(files, name: "x", scope: "x")
    let ids =
      district.people.map(\.id) + district.people.compactMap(\.teacher?.legacyID)
      + district.contacts.flatMap { [$0.id, $0.legacyID] } + district.sections.map(\.id)
      + district.courses.map(\.id) + district.terms.map(\.id) + district.schools.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(district.sections.count == 200)
  }

  @Test(Samples.areThere) func `Clever's own sandbox district of 2015 is read whole`() throws {
    let folder = try #require(Samples.folder) + "/clever-sandbox-csv-2015"
    let district = DistrictLoader.load(
      try CleverFiles(folder: folder), name: "x", scope: "x")
    #expect(district.schools.count == 3)
    #expect(district.people.filter { $0.student != nil }.count == 1004)
    #expect(district.people.filter { $0.teacher != nil }.count == 89)
    #expect(district.sections.reduce(0) { $0 + $1.students.count } == 8971)
    #expect(district.people.contains { $0.student?.birth == "11/1/1998" })
  }

  @Test func `The Library's district has each case that an app must cope with`() throws {
    let district = LibraryDistrict.load()
    let sections = { (id: String) in district.sections(of: id) }
    #expect(district.people.contains { $0.teacher != nil && sections($0.id).isEmpty })
    #expect(district.people.contains { $0.teacher != nil && $0.staff?.staffID == "51" })
    #expect(district.people.contains { $0.student != nil && $0.email.isEmpty })
    #expect(district.sections.contains { $0.teachers.count > 1 })
    #expect(
      district.people.contains { person in
        person.student != nil && Set(sections(person.id).flatMap(\.teachers)).count > 1
      })
    #expect(district.people.contains { $0.name.last == "Peñalor" })
  }

  private static let files = CleverFiles(
    [
      "schools.csv": "School_id,School_name\n1,One\n2,Two\n",
      "students.csv": """
      School_id,Student_id,First_name,Last_name,Student_email,Contact_name,Contact_type
      1,9,Bryn,Alder,fen@example.org,Ada Alder,Mother
      2,9,Bryn,Alder,fen@example.org,Una Alder,Aunt
      3,8,Nobody,Here,,,
      """,
      "teachers.csv": """
      School_id,Teacher_id,First_name,Last_name,Teacher_email
      1,7,Fen,Fenwick,fen@example.org
      1,9,Sol,Marwick,
      """,
      "staff.csv": """
      School_id,Staff_id,Staff_email,First_name,Last_name
      1,7,FEN@example.org,Fen,Fenwick
      """,
      "sections.csv": """
      School_id,Section_id,Teacher_id,Teacher_2_id,Teacher_3_id,Teacher_4_id,Name,Course_name,Period
      1,5,7,9,7,404,Given,Algebra I,3
      1,6,404,,,,Nobody teaches it,,
      """,
      "enrollments.csv": "School_id,Section_id,Student_id\n1,5,9\n1,5,9\n1,5,404\n1,6,9\n",
    ].mapValues { Array($0.utf8) })

  private static let district = DistrictLoader.load(files, name: "x", scope: "test")
}
