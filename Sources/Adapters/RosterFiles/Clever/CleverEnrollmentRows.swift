import Provisioning

extension CleverLayout {
  /// Reads enrollments.csv. Students and sections must have been read before. A row that repeats
  /// counts once.
  mutating func takeEnrollments(
    _ reader: inout CSVReader, _ header: CSVHeader, into listing: inout Listing<Self>
  ) throws(ProvisioningError) {
    let school = try header.requiredColumn(CleverColumn.schoolID)
    let section = try header.requiredColumn(CleverColumn.sectionID)
    let student = try header.requiredColumn(CleverColumn.studentID)
    let key = RowKey.enrollment(section: section, person: student, table: Self.students)
    var pairs = MemberPairs()
    var (students, sections) = (Mentions(), Mentions())
    while let row = try listing.nextRow(.enrollments, naming: key, of: &reader) {
      let pair = listing.enrollment(
        section: (section, .sectionID), person: (student, .studentID), table: Self.students,
        of: reader, at: row)
      guard let pair else { continue }
      students.add(listing.status(Self.students, pair.person.number))
      sections.add(listing.sectionStatus[Int(pair.section)])
      if let (column, fault) = problem(of: pair, school: reader.fault(of: school), listing) {
        listing.notes.reject(
          row, column, fault,
          protecting: .enrollment(section: pair.section, person: pair.person))
      } else {
        pairs.append(group: pair.section, member: pair.person.number)
      }
    }
    listing.judge(.students, by: students, protecting: .allPeople)
    listing.judge(.sections, by: sections, protecting: .allSections)
    listing.students = GroupedMembers(
      pairs, groups: listing.sections.count, members: listing.people[Int(Self.students)].count)
  }

  private func problem(
    of pair: EnrollmentNumber, school: RowFault?, _ listing: Listing<Self>
  ) -> (CleverColumn, RowFault)? {
    if let school { return (.schoolID, school) }
    if let fault = listing.sectionStatus[Int(pair.section)].fault(in: CleverFile.sections) {
      return (.sectionID, fault)
    }
    return listing.status(Self.students, pair.person.number).fault(in: CleverFile.students)
      .map { (.studentID, $0) }
  }
}
