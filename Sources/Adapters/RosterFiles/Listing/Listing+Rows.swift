/// A person in a section, by their numbers.
struct EnrollmentNumber: Hashable, Sendable {
  let section: UInt32
  let person: PersonNumber
}

/// The columns that name what the rows of a file are about.
enum RowKey {
  /// The rows are about nothing that an import could end.
  case nothing
  case person(Int, table: UInt8)
  case section(Int)
  case enrollment(section: Int, person: Int, table: UInt8)
}

/// What rows of any layout have in common: identifiers that must be there, and what is protected
/// where one is not.
extension Listing {
  /// Notes that a person's row was not taken.
  mutating func rejectPerson(
    _ person: PersonNumber, _ row: RowPlace, _ column: Layout.Column, _ fault: RowFault
  ) {
    notes.reject(row, column, fault, protecting: .person(person))
    people[Int(person.table)].statuses[Int(person.number)].reject(line: row.line)
  }

  /// Notes that a section's row was not taken.
  mutating func rejectSection(
    _ section: UInt32, _ row: RowPlace, _ column: Layout.Column, _ fault: RowFault
  ) {
    notes.reject(row, column, fault, protecting: .section(section))
    sectionStatus[Int(section)].reject(line: row.line)
  }

  /// The section in the cell; `nil`, and a note, if it cannot be read.
  mutating func section(
    in place: Int, _ column: Layout.Column, of reader: borrowing CSVReader, at row: RowPlace
  ) -> UInt32? {
    switch section(in: place, of: reader) {
    case .success(let section): return section
    case .failure(let fault):
      notes.reject(row, column, fault, protecting: .allSections)
      return nil
    }
  }

  /// Whether no row of the section was taken yet; a note if one was.
  mutating func isNew(_ section: UInt32, _ column: Layout.Column, at row: RowPlace) -> Bool {
    guard sectionStatus[Int(section)] == .listed else { return true }
    notes.reject(row, column, .repeated, protecting: .section(section))
    return false
  }

  /// The section and the person of a row that puts one into the other. If one of them cannot be
  /// read, `nil` and a note: the other one, where it can, bounds what is protected.
  mutating func enrollment(
    section: (place: Int, column: Layout.Column), person: (place: Int, column: Layout.Column),
    table: UInt8, of reader: borrowing CSVReader, at row: RowPlace
  ) -> EnrollmentNumber? {
    let sectionNumber = self.section(in: section.place, of: reader)
    let personNumber = self.person(in: person.place, of: reader, table: table).map {
      PersonNumber(table: table, number: $0)
    }
    switch (sectionNumber, personNumber) {
    case (.success(let section), .success(let person)):
      return EnrollmentNumber(section: section, person: person)
    case (.failure(let fault), .success(let person)):
      notes.reject(row, section.column, fault, protecting: .person(person))
    case (.failure(let fault), .failure):
      notes.reject(row, section.column, fault, protecting: .allEnrollments)
    case (.success(let section), .failure(let fault)):
      notes.reject(row, person.column, fault, protecting: .section(section))
    }
    return nil
  }

  // MARK: Shifted rows

  /// Notes that a row was not taken because its cells have shifted.
  mutating func rejectShifted(
    _ row: RowPlace, naming key: RowKey, of reader: borrowing CSVReader
  ) {
    let protected = protected(naming: key, of: reader)
    notes.reject(
      row, .row, .moreCells(than: UInt16(clamping: reader.shape.most)), protecting: protected)
    switch (key, protected) {
    case (.person, .person(let person)):
      people[Int(person.table)].statuses[Int(person.number)].reject(line: row.line)
    case (.section, .section(let section)):
      sectionStatus[Int(section)].reject(line: row.line)
    default: break
    }
  }

  /// What a shifted row is about, as far as its cells are sure to stand under their headings.
  private mutating func protected(
    naming key: RowKey, of reader: borrowing CSVReader
  ) -> NoteLog<Layout.Column>.Protected {
    switch key {
    case .nothing: return .nothing
    case .person(let place, let table):
      return surePerson(in: place, of: reader, table: table).map { .person($0) } ?? .allPeople
    case .section(let place):
      return sureSection(in: place, of: reader).map { .section($0) } ?? .allSections
    case .enrollment(let section, let person, let table):
      let person = surePerson(in: person, of: reader, table: table)
      guard let section = sureSection(in: section, of: reader) else {
        return person.map { .person($0) } ?? .allEnrollments
      }
      return person.map { .enrollment(section: section, person: $0) } ?? .section(section)
    }
  }

  private mutating func surePerson(
    in place: Int, of reader: borrowing CSVReader, table: UInt8
  ) -> PersonNumber? {
    guard !reader.mayBeShifted(place) else { return nil }
    return (try? person(in: place, of: reader, table: table).get()).map {
      PersonNumber(table: table, number: $0)
    }
  }

  private mutating func sureSection(in place: Int, of reader: borrowing CSVReader) -> UInt32? {
    reader.mayBeShifted(place) ? nil : try? section(in: place, of: reader).get()
  }
}
