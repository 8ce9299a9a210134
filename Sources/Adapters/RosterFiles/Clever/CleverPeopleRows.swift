import Provisioning

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
