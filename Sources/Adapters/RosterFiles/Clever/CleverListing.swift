import Provisioning

/// What one reading of all files leaves in memory: who and what is listed and where their rows
/// stand, who is in which section, and the notes. Names and other texts stay in the files.
///
/// Some 40 bytes a person or section, 4 an enrollment (12 while reading), 32 a note.
struct CleverListing: Sendable {
  /// People of one role by their SIS IDs, those that were only mentioned included.
  struct PeopleTable: Sendable {
    var identifiers = IdentifierTable()
    /// By number.
    var entries: [Entry] = []
    /// People and the schools of their repeated rows, other than that of the row that counts.
    var moreSchools = MemberPairs()

    struct Entry: Sendable {
      var status = RowStatus.unlisted
      /// The school of the row that counts.
      var school: UInt32 = 0
      /// The family name's number in `familyNames`; kept for teachers only.
      var familyName: UInt32 = 0
    }
  }

  /// The rows of a file of people that count, in the order of the file.
  struct PeopleFile: Sendable {
    let file: CleverFile
    let people: CleverPeople
    let columns: PeopleColumns
    var rows: [(person: UInt32, offset: Int64)] = []
  }

  /// The rows of sections.csv that count, in the order of the file.
  struct SectionRow: Sendable {
    let section: UInt32
    let offset: Int64
    let primaryTeacher: UInt32
    /// In `coTeachers`.
    let coTeachers: Range<Int>
  }

  /// The files' names as they are spelled in the folder, by `CleverFile.rawValue`.
  var names = CleverFile.allCases.map(\.name)
  /// The files as they were read; `nil` for one that is not there.
  var signatures = [SourceFile.Signature?](repeating: nil, count: CleverFile.allCases.count)
  /// All rows read, headers and blank rows left out.
  var rowCount = 0
  /// A digest of everything that the listing depends on.
  var fingerprint = ""

  /// Schools, those included that are not in schools.csv and were only mentioned.
  var schools = IdentifierTable()
  /// By `CleverPeople.rawValue`.
  var people = CleverPeople.allCases.map { _ in PeopleTable() }
  var peopleFiles: [PeopleFile] = []
  var familyNames = IdentifierTable()
  var sections = IdentifierTable()
  /// By section number.
  var sectionStatus: [RowStatus] = []
  var sectionRows: [SectionRow] = []
  var sectionColumns: SectionColumns?
  var coTeachers: [UInt32] = []
  /// Students by the place of their section in `sectionRows`.
  var students = GroupedMembers(MemberPairs(), groups: 0, members: 0)
  var notes = NoteLog<CleverColumn>()

  /// The number of the SIS ID in the cell, which is added if it is new; or what keeps it from being
  /// an identifier.
  mutating func person(
    _ people: CleverPeople, in column: Int?, of reader: borrowing CSVReader
  ) -> Result<UInt32, RowFault> {
    let table = Int(people.rawValue)
    let known = reader.withBytes(of: column) { self.people[table].identifiers.number(of: $0) }
    if let known { return .success(known) }
    let limit = 255 - people.subjectPrefix.utf8CodeUnitCount
    if let fault = reader.identifierFault(of: column, limit: limit) { return .failure(fault) }
    self.people[table].entries.append(PeopleTable.Entry())
    return .success(
      reader.withBytes(of: column) { self.people[table].identifiers.insert($0).number })
  }

  /// The number of the Section_id in the cell, which is added if it is new; or what keeps it from
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

  /// The number of the School_id in the cell; a school that is not listed is warned of once.
  mutating func school(
    in column: Int, of reader: borrowing CSVReader, at row: RowPlace
  ) -> UInt32 {
    let (school, isNew) = reader.withBytes(of: column) { schools.insert($0) }
    if isNew { notes.warn(row, .schoolID, .unlisted(in: CleverFile.schools.rawValue)) }
    return school
  }
}

extension RowFault: Error {}
