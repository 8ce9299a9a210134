import Provisioning

/// Clever's SFTP CSV layout.
struct CleverLayout: RosterLayout {
  typealias File = CleverFile
  typealias Column = CleverColumn

  static let name = "clever-csv 3"
  static let subjectPrefixes = CleverPeople.allCases.map(\.subjectPrefix)
  static let teachers = CleverPeople.teachers.rawValue
  static let students = CleverPeople.students.rawValue
  static let enrollments = CleverFile.enrollments

  /// The files are a full snapshot.
  let scope = RosterScope.provider

  /// Where columns stand, by file.
  var peopleColumns: [CleverFile: PeopleColumns] = [:]
  var sectionColumns: SectionColumns?
  /// Teachers' family names: sections are named after them.
  var familyNames = IdentifierTable()
  /// The number of each teacher's family name.
  var familyNameOfTeacher = NumberedValues<UInt32>(none: 0)

  func prepare(_ listing: inout Listing<Self>) throws(ProvisioningError) {
    for file in CleverFile.allCases where file.isRequired {
      guard listing.files[Int(file.rawValue)] != nil else { throw .missingFile(file.name) }
    }
  }

  func reads(_ file: CleverFile) -> Bool { true }

  mutating func take(
    _ file: CleverFile, _ reader: inout CSVReader, _ header: CSVHeader,
    into listing: inout Listing<Self>
  ) throws(ProvisioningError) {
    switch file {
    case .schools: try takeSchools(&reader, header, into: &listing)
    case .students: try takePeople(.students, from: file, &reader, header, into: &listing)
    case .teachers: try takePeople(.teachers, from: file, &reader, header, into: &listing)
    case .staff, .admins: try takePeople(.staff, from: file, &reader, header, into: &listing)
    case .sections: try takeSections(&reader, header, into: &listing)
    case .enrollments: try takeEnrollments(&reader, header, into: &listing)
    }
  }

  func finish(_ listing: inout Listing<Self>) {}

  func profiles(
    _ rows: ArraySlice<Listing<Self>.PersonRow>, in file: CleverFile, of listing: Listing<Self>
  ) throws(ProvisioningError) -> [Profile] {
    guard let columns = peopleColumns[file] else { return [] }
    let identifiers = listing.people[Int(columns.people.rawValue)].identifiers
    var profiles: [Profile] = []
    profiles.reserveCapacity(rows.count)
    try listing.readAgain(file, rows, at: \.offset) { row, reader in
      var profile = reader.profile(columns, for: .values) { _, _ in }
      profile.sisID = identifiers.text(row.person)
      profiles.append(profile)
    }
    return profiles
  }

  func details(
    _ rows: ArraySlice<Listing<Self>.SectionRow>, of listing: Listing<Self>
  ) throws(ProvisioningError) -> [Section.Details?] {
    guard let columns = sectionColumns else { return [] }
    var sections: [Section.Details?] = []
    sections.reserveCapacity(rows.count)
    try listing.readAgain(.sections, rows, at: \.offset) { row, reader in
      let teacher = listing.primaryTeacher(of: row.section).map {
        familyNames.text(familyNameOfTeacher[$0])
      }
      var details = reader.details(columns, teacher: teacher, for: .values) { _, _ in }
      details.school = reader.text(of: columns.school).text
      sections.append(details)
    }
    return sections
  }
}

extension Listing<CleverLayout> {
  /// The number of the School_id in the cell; a school that is not listed is warned of once.
  mutating func school(
    in column: Int, of reader: borrowing CSVReader, at row: RowPlace
  ) -> UInt32 {
    let (school, isNew) = reader.withBytes(of: column) { schools.insert($0) }
    if isNew { notes.warn(row, .schoolID, .unlisted(in: CleverFile.schools.rawValue)) }
    return school
  }
}
