import Provisioning

/// Where the columns of enrollments.csv stand.
struct OneRosterEnrollmentColumns: Sendable {
  let section: Int
  let user: Int
  let role: Int
  let primary: Int?

  /// Finds the columns. The enrollment's own sourcedId is not needed: class and user name it.
  init(_ header: inout OneRosterHeader) throws(ProvisioningError) {
    section = try header.requiredColumn(.classSourcedID)
    user = try header.requiredColumn(.userSourcedID)
    role = try header.requiredColumn(.role)
    primary = header.column(.primary)
  }
}

extension OneRosterLayout {
  /// The pairs of enrollments.csv, as they come.
  private struct Pairs {
    var teachers = MemberPairs()
    var students = MemberPairs()
    /// Those that the file names as gone.
    var gone = MemberPairs()
  }

  /// Reads enrollments.csv; users.csv and classes.csv must have been read before. A row that
  /// repeats counts once, and one that is listed counts more than one that is gone.
  ///
  /// The dates of a row decide nothing: the same files would be another listing on another day.
  mutating func takeEnrollments(
    _ reader: inout CSVReader, _ header: inout OneRosterHeader, into listing: inout Listing<Self>
  ) throws(ProvisioningError) {
    let columns = try OneRosterEnrollmentColumns(&header)
    let mode = manifest.mode(of: .enrollments)
    var statuses = try OneRosterStatusColumns(&header, of: .enrollments, mode)
    let key = RowKey.enrollment(section: columns.section, person: columns.user, table: 0)
    var pairs = Pairs()
    var (users, classes) = (Mentions(), Mentions())
    while let row = try listing.nextRow(.enrollments, naming: key, of: &reader) {
      let pair = listing.enrollment(
        section: (columns.section, .classSourcedID), person: (columns.user, .userSourcedID),
        table: 0, of: reader, at: row)
      guard let pair else { continue }
      switch statuses.status(of: reader, at: row, &listing.notes) {
      case .success(.active):
        users.add(listing.status(0, pair.person.number))
        classes.add(listing.sectionStatus[Int(pair.section)])
        take(pair, columns, reader, row, into: &pairs, &listing)
      case .success(.gone):
        pairs.gone.append(group: pair.section, member: pair.person.number)
      case .failure(let fault):
        listing.rejectEnrollment(pair, row, fault.column, fault.fault)
      }
    }
    if scope == .provider {
      listing.judge(.users, by: users, protecting: .allPeople)
      listing.judge(.classes, by: classes, protecting: .allSections)
    }
    group(pairs, &listing)
  }

  private func take(
    _ pair: EnrollmentNumber, _ columns: OneRosterEnrollmentColumns,
    _ reader: borrowing CSVReader, _ row: RowPlace, into pairs: inout Pairs,
    _ listing: inout Listing<Self>
  ) {
    if let problem = problem(of: pair, listing) {
      listing.rejectEnrollment(pair, row, problem.column, problem.fault)
      return
    }
    let (section, person) = (pair.section, pair.person.number)
    switch reader.text(of: columns.role).text.flatMap(OneRosterValue.enrollmentKind) {
    case .student: pairs.students.append(group: section, member: person, line: row.line)
    case .teacher:
      pairs.teachers.append(group: section, member: person, line: row.line)
      if isPrimary(columns.primary, reader, row, &listing.notes) {
        if let primary = listing.primaryTeacher(of: section), primary != person {
          listing.notes.warn(row, .primary, .secondPrimary)
        } else {
          listing.setPrimaryTeacher(person, of: section)
        }
      }
    case .neither:
      // Who was in the class as something else is so no more.
      listing.notes.reject(row, .role, .noPartOfClass, protecting: .nothing)
    case nil:
      listing.rejectEnrollment(pair, row, .role, reader.fault(of: columns.role) ?? .notARole)
    }
  }

  /// What is wrong with the class or the user. A listing of changes may name those that only the
  /// store knows, and those whose own rows were rejected; not those that it calls gone.
  private func problem(of pair: EnrollmentNumber, _ listing: Listing<Self>) -> OneRosterFault? {
    let statuses = [
      (
        OneRosterColumn.classSourcedID, OneRosterFile.classes,
        listing.sectionStatus[Int(pair.section)]
      ),
      (.userSourcedID, .users, listing.status(0, pair.person.number)),
    ]
    for (column, file, status) in statuses where status == .gone || scope == .provider {
      if let fault = status.fault(in: file) { return OneRosterFault(column, fault) }
    }
    return nil
  }

  private func isPrimary(
    _ column: Int?, _ reader: borrowing CSVReader, _ row: RowPlace,
    _ notes: inout NoteLog<OneRosterColumn>
  ) -> Bool {
    reader.optionalValue(of: column, fault: .notAFlag, OneRosterValue.flag) {
      notes.warn(row, .primary, $0)
    } ?? false
  }

  // MARK: Grouping

  private func group(_ pairs: Pairs, _ listing: inout Listing<Self>) {
    let (sections, people) = (listing.sections.count, listing.people[0].count)
    let teachers = GroupedMembers(pairs.teachers, groups: sections, members: people)
    var students = GroupedMembers(pairs.students, groups: sections, members: people)
    for line in students.remove(teachers, members: people) {
      listing.notes.warn(
        RowPlace(OneRosterFile.enrollments, line: Int(line)), .role, .teachesToo)
    }
    if scope == .changes {
      var gone = GroupedMembers(pairs.gone, groups: sections, members: people)
      gone.remove(teachers, members: people)
      gone.remove(students, members: people)
      for section in 0..<UInt32(sections) {
        listing.departures += gone[section].map {
          .member(section: section, person: PersonNumber(table: 0, number: $0))
        }
      }
    } else {
      // A lone teacher is the primary one. Of a listing of changes it is not known who else
      // teaches.
      for section in 0..<UInt32(sections) where teachers[section].count == 1 {
        listing.setPrimaryTeacher(teachers[section].first ?? 0, of: section)
      }
    }
    listing.teachers = scope == .changes ? teachers : teachers.withoutLines
    listing.students = scope == .changes ? students : students.withoutLines
  }

  mutating func finish(_ listing: inout Listing<Self>) {
    noteRolesWithoutUsers(&listing)
    guard scope == .changes else { return }
    for section in 0..<UInt32(listing.sections.count) {
      switch listing.sectionStatus[Int(section)] {
      case .gone: listing.departures.append(.section(section))
      case .listed: break
      case .unlisted, .rejected:
        guard !listing.teachers[section].isEmpty || !listing.students[section].isEmpty else {
          continue
        }
        listing.sectionRows.append(.init(section: section, offset: nil))
      }
    }
    for person in 0..<UInt32(listing.people[0].count) where listing.status(0, person) == .gone {
      listing.departures.append(.person(PersonNumber(table: 0, number: person)))
    }
  }
}

extension Listing<OneRosterLayout> {
  /// Notes that an enrollment was not taken. Where class or user is called gone, nothing is
  /// protected: it is not only missing.
  mutating func rejectEnrollment(
    _ pair: EnrollmentNumber, _ row: RowPlace, _ column: OneRosterColumn, _ fault: RowFault
  ) {
    let isGone = if case .gone = fault { true } else { false }
    notes.reject(
      row, column, fault,
      protecting: isGone ? .nothing : .enrollment(section: pair.section, person: pair.person))
  }
}
