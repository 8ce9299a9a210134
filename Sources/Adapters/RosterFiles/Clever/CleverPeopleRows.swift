import Provisioning

extension CleverLayout {
  /// Reads schools.csv: schools are only known by their identifiers.
  mutating func takeSchools(
    _ reader: inout CSVReader, _ header: CSVHeader, into listing: inout Listing<Self>
  ) throws(ProvisioningError) {
    let identifier = try header.requiredColumn(CleverColumn.schoolID)
    let name = try header.requiredColumn(CleverColumn.schoolName)
    while let row = try listing.nextRow(.schools, naming: .nothing, of: &reader) {
      if let fault = reader.fault(of: identifier) {
        listing.notes.reject(row, .schoolID, fault, protecting: .nothing)
        continue
      }
      // A school without a name is left out, and still no stranger to the people in it.
      _ = reader.withBytes(of: identifier) { listing.schools.insert($0) }
      if let fault = reader.fault(of: name) {
        listing.notes.reject(row, .schoolName, fault, protecting: .nothing)
      }
    }
  }

  /// Reads a file of people. Of a repeated person the first row counts; schools add up.
  mutating func takePeople(
    _ people: CleverPeople, from file: CleverFile, _ reader: inout CSVReader, _ header: CSVHeader,
    into listing: inout Listing<Self>
  ) throws(ProvisioningError) {
    let columns = try PeopleColumns(header, people)
    peopleColumns[file] = columns
    let table = Int(people.rawValue)
    let key = RowKey.person(columns.identifier, table: people.rawValue)
    var listed = Listing<Self>.PeopleFile(file: file, table: people.rawValue)
    while let row = try listing.nextRow(file, naming: key, of: &reader) {
      guard let person = acceptedPerson(columns, reader, row, &listing) else { continue }
      let school = listing.school(in: columns.school, of: reader, at: row)
      listing.people[table].add(school: school, to: person)
      guard listing.people[table].statuses[Int(person)] != .listed else { continue }
      listing.people[table].statuses[Int(person)] = .listed
      if people == .teachers {
        familyNameOfTeacher[person] =
          reader.withBytes(of: columns.family) { familyNames.insert($0).number }
      }
      listed.rows.append(.init(person: person, offset: reader.rowOffset))
      _ = reader.profile(columns, for: .warnings) { listing.notes.warn(row, $0, $1) }
    }
    listing.peopleFiles.append(listed)
  }

  /// The person of a row that has all that it must have; `nil`, and a note, for any other.
  private func acceptedPerson(
    _ columns: PeopleColumns, _ reader: borrowing CSVReader, _ row: RowPlace,
    _ listing: inout Listing<Self>
  ) -> UInt32? {
    let table = columns.people.rawValue
    let person: UInt32
    switch listing.person(in: columns.identifier, of: reader, table: table) {
    case .success(let number): person = number
    case .failure(let fault):
      listing.notes.reject(row, columns.people.identifier, fault, protecting: .allPeople)
      return nil
    }
    for (column, place) in columns.required {
      guard let fault = reader.fault(of: place) else { continue }
      listing.rejectPerson(PersonNumber(table: table, number: person), row, column, fault)
      return nil
    }
    return person
  }
}
