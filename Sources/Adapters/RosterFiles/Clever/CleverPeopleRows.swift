import Provisioning

/// Where the columns of a file of people stand.
struct PeopleColumns: Sendable {
  /// The SIS ID.
  let identifier: Int
  /// The columns that must not be blank beside the SIS ID.
  let required: [(column: CleverColumn, place: Int)]
  let school: Int
  let given: Int
  let family: Int
  let middle: Int?
  let email: Int?
  let emailColumn: CleverColumn
  let grade: Int?
  let gender: Int?
  let birthDate: Int?
  let role: Int?

  /// Finds the columns. Only students have a grade, gender and day of birth in Clever's SFTP CSV
  /// layout, only staff a role and an email address that must be there.
  init(_ header: CSVHeader, _ people: CleverPeople) throws(ProvisioningError) {
    school = try header.requiredColumn(.schoolID)
    identifier = try header.requiredColumn(people.identifier)
    family = try header.requiredColumn(.lastName)
    given = try header.requiredColumn(.firstName)
    var required: [(CleverColumn, Int)] = [
      (.schoolID, school), (.lastName, family), (.firstName, given),
    ]
    if people == .staff { required.append((.staffEmail, try header.requiredColumn(.staffEmail))) }
    self.required = required
    emailColumn = people.email
    email = header.column(people.email)
    middle = header.column(.middleName)
    let isStudents = people == .students
    grade = isStudents ? header.column(.grade) : nil
    gender = isStudents ? header.column(.gender) : nil
    birthDate = isStudents ? header.column(.birthDate) : nil
    role = people == .staff ? header.column(.role) : nil
  }
}

extension CSVReader {
  /// What the current row says of its person, apart from schools and identifiers. `warn` hears of
  /// each optional cell that cannot be used.
  borrowing func profile(
    _ columns: PeopleColumns, _ people: CleverPeople, for purpose: RowPurpose,
    warn: (CleverColumn, RowFault) -> Void
  ) -> Profile {
    func optional(_ place: Int?, _ column: CleverColumn) -> String? {
      optionalText(of: place, for: purpose) { warn(column, $0) }
    }
    var profile = Profile()
    profile.given = optional(columns.given, .firstName)
    profile.family = optional(columns.family, .lastName)
    profile.middle = optional(columns.middle, .middleName)
    profile.email = optional(columns.email, columns.emailColumn)
    profile.grade = optional(columns.grade, .grade).flatMap(CleverValue.grade)
    profile.gender = optionalValue(
      of: columns.gender, fault: .notAGender, CleverValue.gender
    ) { warn(.gender, $0) }
    let birthDate = optionalValue(of: columns.birthDate, fault: .notADate, CleverValue.date) {
      warn(.birthDate, $0)
    }
    if purpose == .values { profile.birthDate = birthDate?.description }
    profile.roles = [
      people == .staff
        ? CleverValue.staffRole(optional(columns.role, .role)) : people.role
    ]
    return profile
  }
}

extension CleverListing {
  /// Reads schools.csv: schools are only known by their identifiers.
  mutating func takeSchools(
    _ reader: inout CSVReader, _ header: CSVHeader
  ) throws(ProvisioningError) {
    let identifier = try header.requiredColumn(.schoolID)
    let name = try header.requiredColumn(.schoolName)
    while try reader.next() {
      rowCount += 1
      let row = RowPlace(file: CleverFile.schools.rawValue, line: reader.line)
      if let fault = reader.fault(of: identifier) {
        notes.reject(row, .schoolID, fault, protecting: .nothing)
        continue
      }
      // A school without a name is left out, and still no stranger to the people in it.
      _ = reader.withBytes(of: identifier) { schools.insert($0) }
      if let fault = reader.fault(of: name) {
        notes.reject(row, .schoolName, fault, protecting: .nothing)
      }
    }
    listedSchools = schools.count
  }

  /// Reads a file of people. Of a repeated person the first row counts; schools add up.
  mutating func takePeople(
    _ people: CleverPeople, from file: CleverFile, _ reader: inout CSVReader, _ header: CSVHeader
  ) throws(ProvisioningError) {
    let columns = try PeopleColumns(header, people)
    var listed = PeopleFile(file: file, people: people, columns: columns)
    while try reader.next() {
      rowCount += 1
      let row = RowPlace(file: file.rawValue, line: reader.line)
      guard let person = acceptedPerson(people, columns, reader, row) else { continue }
      let school = school(in: columns.school, of: reader, at: row)
      let table = Int(people.rawValue)
      if case .listed = self.people[table].entries[Int(person)].status {
        if self.people[table].entries[Int(person)].school != school {
          self.people[table].moreSchools.append(group: person, member: school)
        }
        continue
      }
      self.people[table].entries[Int(person)].status = .listed(place: UInt32(listed.rows.count))
      self.people[table].entries[Int(person)].school = school
      if people == .teachers {
        self.people[table].entries[Int(person)].familyName =
          reader.withBytes(of: columns.family) { familyNames.insert($0).number }
      }
      listed.rows.append((person, reader.rowOffset))
      _ = reader.profile(columns, people, for: .warnings) { notes.warn(row, $0, $1) }
    }
    peopleFiles.append(listed)
  }

  /// The person of a row that has all that it must have; `nil`, and a note, for any other.
  private mutating func acceptedPerson(
    _ people: CleverPeople, _ columns: PeopleColumns, _ reader: borrowing CSVReader,
    _ row: RowPlace
  ) -> UInt32? {
    let person: UInt32
    switch self.person(people, in: columns.identifier, of: reader) {
    case .success(let number): person = number
    case .failure(let fault):
      notes.reject(row, people.identifier, fault, protecting: .allPeople)
      return nil
    }
    for (column, place) in columns.required {
      guard let fault = reader.fault(of: place) else { continue }
      let number = PersonNumber(table: people.rawValue, number: person)
      notes.reject(row, column, fault, protecting: .person(number))
      let table = Int(people.rawValue)
      if self.people[table].entries[Int(person)].status == .unlisted {
        self.people[table].entries[Int(person)].status = .rejected(line: row.line)
      }
      return nil
    }
    return person
  }
}
