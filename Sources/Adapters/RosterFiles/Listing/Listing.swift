import Provisioning

/// What one reading of all files leaves in memory: who and what is listed and where their rows
/// stand, who is in which section, and the notes. Names and other texts stay in the files.
///
/// Some 40 bytes a person or section, 4 an enrollment (12 while reading), 32 a note.
struct Listing<Layout: ListedForm>: Sendable {
  /// The row of a person that counts.
  struct PersonRow: Sendable {
    let person: UInt32
    let offset: Int64
  }

  /// The rows of a file of people that count, in the order of the file.
  struct PeopleFile: Sendable {
    let file: Layout.File
    let table: UInt8
    var rows: [PersonRow] = []
  }

  /// The row of a section that counts; `offset` is `nil` for a section that has none, but members.
  struct SectionRow: Sendable {
    let section: UInt32
    let offset: Int64?
  }

  /// Who or what the files name as gone.
  enum Departure: Sendable {
    case person(PersonNumber)
    case section(UInt32)
    case member(section: UInt32, person: PersonNumber)
  }

  /// The files as they were opened, by number; `nil` for one that is not there.
  let files: [SourceFile?]
  /// All rows read, headers and blank rows left out.
  var rowCount = 0
  /// The line on which the last row read of each file begins, by the file's number.
  var lastLines: [Int]
  /// A digest of everything that the listing depends on.
  var fingerprint = ""

  /// Schools, those included that were only mentioned.
  var schools = IdentifierTable()
  var people = Layout.subjectPrefixes.map { _ in PeopleTable() }
  var peopleFiles: [PeopleFile] = []
  var sections = IdentifierTable()
  /// By section number.
  var sectionStatus: [RowStatus] = []
  /// In the order of the file.
  var sectionRows: [SectionRow] = []
  /// By section number.
  var teachers = GroupedMembers()
  var students = GroupedMembers()
  /// One more than the primary teacher's number, by section number; 0 if there is none.
  private var primaryTeachers = NumberedValues<UInt32>(none: 0)
  var departures: [Departure] = []
  var notes = NoteLog<Layout.Column>()

  /// How many notes there may be before the listing is refused.
  let notesInAll: Int

  /// Creates a listing of `files`, of which nothing has been read.
  init(files: [SourceFile?], notesInAll: Int) {
    self.files = files
    self.notesInAll = notesInAll
    lastLines = files.map { _ in 1 }
  }

  /// The name of a file as it is spelled.
  func name(of file: Layout.File) -> String { files[Int(file.rawValue)]?.name ?? file.name }

  /// The section's primary teacher, if it has one.
  func primaryTeacher(of section: UInt32) -> UInt32? {
    let number = primaryTeachers[section]
    return number == 0 ? nil : number - 1
  }

  /// Makes `teacher` the section's primary teacher.
  mutating func setPrimaryTeacher(_ teacher: UInt32, of section: UInt32) {
    primaryTeachers[section] = teacher + 1
  }

  // MARK: Identifiers in cells

  /// The number of the identifier in the cell, which is added if it is new; or what keeps it from
  /// being an identifier.
  mutating func person(
    in column: Int?, of reader: borrowing CSVReader, table: UInt8
  ) -> Result<UInt32, RowFault> {
    let place = Int(table)
    let known = reader.withBytes(of: column) { people[place].identifiers.number(of: $0) }
    if let known { return .success(known) }
    let limit = 255 - Layout.subjectPrefixes[place].utf8CodeUnitCount
    if let fault = reader.identifierFault(of: column, limit: limit) { return .failure(fault) }
    return .success(reader.withBytes(of: column) { people[place].insert($0) })
  }

  /// The number of the section in the cell, which is added if it is new; or what keeps it from
  /// being an identifier.
  mutating func section(
    in column: Int, of reader: borrowing CSVReader
  ) -> Result<UInt32, RowFault> {
    let known = reader.withBytes(of: column) { sections.number(of: $0) }
    if let known { return .success(known) }
    if let fault = reader.identifierFault(of: column, limit: 255) { return .failure(fault) }
    sectionStatus.append(.unlisted)
    return .success(reader.withBytes(of: column) { sections.insert($0).number })
  }

  // MARK: Rows that count

  /// Lists the section whose row the reader stands at.
  mutating func list(_ section: UInt32, at reader: borrowing CSVReader) {
    sectionStatus[Int(section)] = .listed
    sectionRows.append(SectionRow(section: section, offset: reader.rowOffset))
  }

  /// The status of a person.
  func status(_ table: UInt8, _ person: UInt32) -> RowStatus {
    people[Int(table)].statuses[Int(person)]
  }
}
