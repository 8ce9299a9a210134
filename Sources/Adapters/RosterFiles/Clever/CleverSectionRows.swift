import Provisioning

extension CleverLayout {
  /// Reads sections.csv. Teachers must have been read before.
  mutating func takeSections(
    _ reader: inout CSVReader, _ header: CSVHeader, into listing: inout Listing<Self>
  ) throws(ProvisioningError) {
    let columns = try SectionColumns(header)
    sectionColumns = columns
    var teachers = MemberPairs()
    var mentions = Mentions()
    while let row = try listing.nextRow(.sections, naming: .section(columns.section), of: &reader) {
      guard
        let (section, teacher) = acceptedSection(
          columns, reader, row, &mentions, &listing)
      else { continue }
      _ = listing.school(in: columns.school, of: reader, at: row)
      listing.list(section, at: reader)
      listing.setPrimaryTeacher(teacher, of: section)
      teachers.append(group: section, member: teacher)
      // One who is the primary teacher, or comes twice, is grouped once, in silence.
      for (column, place) in columns.coTeachers where !reader.range(of: place).isEmpty {
        switch listing.teacher(in: place, of: reader) {
        case .success(let teacher): teachers.append(group: section, member: teacher)
        case .failure(let stranger):
          listing.notes.warn(
            row, column, stranger.fault, protecting: stranger.protected(in: section))
        }
      }
      _ = reader.details(columns, teacher: nil, for: .warnings) {
        listing.notes.warn(row, $0, $1)
      }
    }
    listing.judge(.teachers, by: mentions, protecting: .allPeople)
    listing.teachers = GroupedMembers(
      teachers, groups: listing.sections.count,
      members: listing.people[Int(Self.teachers)].count)
  }

  /// The section and primary teacher of a row that has all that it must have; `nil`, and a note,
  /// for any other.
  private func acceptedSection(
    _ columns: SectionColumns, _ reader: borrowing CSVReader, _ row: RowPlace,
    _ mentions: inout Mentions, _ listing: inout Listing<Self>
  ) -> (section: UInt32, teacher: UInt32)? {
    guard let section = listing.section(in: columns.section, .sectionID, of: reader, at: row),
      listing.isNew(section, .sectionID, at: row)
    else { return nil }
    if let fault = reader.fault(of: columns.school) {
      listing.rejectSection(section, row, .schoolID, fault)
      return nil
    }
    switch listing.teacher(in: columns.primaryTeacher, of: reader) {
    case .success(let teacher):
      mentions.add(.listed)
      return (section, teacher)
    case .failure(let stranger):
      if let person = stranger.person { mentions.add(listing.status(Self.teachers, person.number)) }
      listing.rejectSection(section, row, .teacherID, stranger.fault)
      return nil
    }
  }
}

/// A SIS ID that is no listed teacher's.
private struct Stranger: Error {
  let fault: RowFault
  /// The number of the SIS ID, if it can be read.
  var person: PersonNumber?

  /// What stays as it stands: that a section names her says that she has not left it.
  func protected(in section: UInt32) -> NoteLog<CleverColumn>.Protected {
    person.map { .enrollment(section: section, person: $0) } ?? .section(section)
  }
}

extension Listing<CleverLayout> {
  /// The number of the SIS ID in the cell if a row of that teacher was taken, else what is wrong.
  fileprivate mutating func teacher(
    in column: Int, of reader: borrowing CSVReader
  ) -> Result<UInt32, Stranger> {
    person(in: column, of: reader, table: CleverLayout.teachers)
      .mapError { Stranger(fault: $0) }
      .flatMap { number in
        guard let fault = status(CleverLayout.teachers, number).fault(in: CleverFile.teachers)
        else { return .success(number) }
        let person = PersonNumber(table: CleverLayout.teachers, number: number)
        return .failure(Stranger(fault: fault, person: person))
      }
  }
}
