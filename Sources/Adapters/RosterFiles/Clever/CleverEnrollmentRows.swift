import Provisioning

extension CleverListing {
  /// Reads enrollments.csv. Students and sections must have been read before. A row that repeats
  /// counts once.
  mutating func takeEnrollments(
    _ reader: inout CSVReader, _ header: CSVHeader
  ) throws(ProvisioningError) {
    let school = try header.requiredColumn(.schoolID)
    let section = try header.requiredColumn(.sectionID)
    let student = try header.requiredColumn(.studentID)
    let table = Int(CleverPeople.students.rawValue)
    var pairs = MemberPairs()
    while try reader.next() {
      rowCount += 1
      let row = RowPlace(file: CleverFile.enrollments.rawValue, line: reader.line)
      let sectionNumber = self.section(in: section, of: reader)
      let studentNumber = person(.students, in: student, of: reader)
      guard case .success(let group) = sectionNumber, case .success(let member) = studentNumber
      else {
        rejectUnreadable(row, section: sectionNumber, student: studentNumber)
        continue
      }
      let status = sectionStatus[Int(group)]
      let studentStatus = people[table].entries[Int(member)].status
      if case .listed(let place) = status, case .listed = studentStatus,
        reader.fault(of: school) == nil
      {
        pairs.append(group: place, member: member)
      } else {
        let (column, fault) =
          reader.fault(of: school).map { (.schoolID, $0) }
          ?? status.fault(in: .sections).map { (.sectionID, $0) }
          ?? (CleverColumn.studentID, studentStatus.fault(in: .students) ?? .blank)
        let number = PersonNumber(table: CleverPeople.students.rawValue, number: member)
        notes.reject(
          row, column, fault, protecting: .enrollment(section: group, person: number))
      }
    }
    students = GroupedMembers(
      pairs, groups: sectionRows.count, members: people[table].entries.count)
  }

  /// Notes a row of which an identifier cannot be read. The other one, where it can, bounds what is
  /// protected: the student's enrollments, or the section.
  private mutating func rejectUnreadable(
    _ row: RowPlace, section: Result<UInt32, RowFault>, student: Result<UInt32, RowFault>
  ) {
    switch (section, student) {
    case (.failure(let fault), .success(let student)):
      let number = PersonNumber(table: CleverPeople.students.rawValue, number: student)
      notes.reject(row, .sectionID, fault, protecting: .person(number))
    case (.failure(let fault), .failure):
      notes.reject(row, .sectionID, fault, protecting: .allEnrollments)
    case (.success(let section), .failure(let fault)):
      notes.reject(row, .studentID, fault, protecting: .section(section))
    case (.success, .success): break
    }
  }
}
