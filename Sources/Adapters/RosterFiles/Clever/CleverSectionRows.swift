import Provisioning

extension CleverListing {
  /// Reads sections.csv. Teachers must have been read before.
  mutating func takeSections(
    _ reader: inout CSVReader, _ header: CSVHeader
  ) throws(ProvisioningError) {
    let columns = try SectionColumns(header)
    sectionColumns = columns
    while try reader.next() {
      rowCount += 1
      let row = RowPlace(file: CleverFile.sections.rawValue, line: reader.line)
      guard let (section, teacher) = acceptedSection(columns, reader, row) else { continue }
      _ = school(in: columns.school, of: reader, at: row)
      let first = coTeachers.count
      takeCoTeachers(columns, reader, row, primary: teacher)
      sectionStatus[Int(section)] = .listed(place: UInt32(sectionRows.count))
      sectionRows.append(
        SectionRow(
          section: section, offset: reader.rowOffset, primaryTeacher: teacher,
          coTeachers: first..<coTeachers.count))
      _ = reader.details(columns, teacher: nil, for: .warnings) { notes.warn(row, $0, $1) }
    }
  }

  /// The section and primary teacher of a row that has all that it must have; `nil`, and a note, for
  /// any other.
  private mutating func acceptedSection(
    _ columns: SectionColumns, _ reader: borrowing CSVReader, _ row: RowPlace
  ) -> (section: UInt32, teacher: UInt32)? {
    let section: UInt32
    switch self.section(in: columns.section, of: reader) {
    case .success(let number): section = number
    case .failure(let fault):
      notes.reject(row, .sectionID, fault, protecting: .allSections)
      return nil
    }
    if case .listed = sectionStatus[Int(section)] {
      notes.reject(row, .sectionID, .repeated, protecting: .section(section))
      return nil
    }
    let problem: (CleverColumn, RowFault)
    if let fault = reader.fault(of: columns.school) {
      problem = (.schoolID, fault)
    } else {
      switch listedPerson(.teachers, in: columns.primaryTeacher, of: reader) {
      case .success(let teacher): return (section, teacher)
      case .failure(let fault): problem = (.teacherID, fault)
      }
    }
    notes.reject(row, problem.0, problem.1, protecting: .section(section))
    if sectionStatus[Int(section)] == .unlisted {
      sectionStatus[Int(section)] = .rejected(line: row.line)
    }
    return nil
  }

  /// Adds the row's co-teachers to `coTeachers`. One who is the primary teacher, or comes twice, is
  /// left out in silence; one who is not listed, with a warning.
  private mutating func takeCoTeachers(
    _ columns: SectionColumns, _ reader: borrowing CSVReader, _ row: RowPlace, primary: UInt32
  ) {
    let first = coTeachers.count
    for (column, place) in columns.coTeachers where !reader.range(of: place).isEmpty {
      switch listedPerson(.teachers, in: place, of: reader) {
      case .success(let teacher):
        if teacher != primary, !coTeachers[first...].contains(teacher) {
          coTeachers.append(teacher)
        }
      case .failure(let fault): notes.warn(row, column, fault)
      }
    }
  }

  /// The number of the SIS ID in the cell if a row of that person was taken, else what is wrong.
  private mutating func listedPerson(
    _ people: CleverPeople, in column: Int, of reader: borrowing CSVReader
  ) -> Result<UInt32, RowFault> {
    person(people, in: column, of: reader).flatMap { number in
      let status = self.people[Int(people.rawValue)].entries[Int(number)].status
      let fault = status.fault(in: people == .students ? .students : .teachers)
      return fault.map { .failure($0) } ?? .success(number)
    }
  }
}

extension RowStatus {
  /// What is wrong with a mention of it in another file; `nil` if nothing is.
  func fault(in file: CleverFile) -> RowFault? {
    switch self {
    case .listed: nil
    case .unlisted: .unlisted(in: file.rawValue)
    case .rejected(let line): .rejected(in: file.rawValue, line: line)
    }
  }
}
