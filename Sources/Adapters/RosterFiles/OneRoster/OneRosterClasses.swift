import Provisioning

/// Where the columns of classes.csv stand.
struct OneRosterClassColumns: Sendable {
  let sourcedID: Int
  let title: Int
  let grades: Int?
  let course: Int?
  let code: Int?
  let school: Int?
  let terms: Int?
  let subjects: Int?
  let periods: Int?

  /// Finds the columns of 1.1 and 1.2.
  init(_ header: inout OneRosterHeader) throws(ProvisioningError) {
    sourcedID = try header.requiredColumn(.sourcedID)
    title = try header.requiredColumn(.title)
    grades = header.column(.grades)
    course = header.column(.courseSourcedID)
    code = header.column(.classCode)
    school = header.column(.schoolSourcedID)
    terms = header.column(.termSourcedIDs)
    subjects = header.column(.subjects)
    periods = header.column(.periods)
  }
}

extension CSVReader {
  /// The terms of the current row's class, each once. No class is taught in more than a few; their
  /// titles are one text.
  func terms(_ columns: OneRosterClassColumns, warn: (RowFault) -> Void) -> [String] {
    list(of: columns.terms, most: 20, warn: warn)
  }

  /// What the current row says of its class by itself, apart from identifiers. `warn` hears of each
  /// optional cell that cannot be used.
  borrowing func details(
    _ columns: OneRosterClassColumns, for purpose: RowPurpose,
    warn: (OneRosterColumn, RowFault) -> Void
  ) -> Section.Details {
    func optional(_ place: Int?, _ column: OneRosterColumn) -> String? {
      optionalText(of: place, for: purpose) { warn(column, $0) }
    }
    var details = Section.Details()
    details.name = optional(columns.title, .title)
    details.sectionNumber = optional(columns.code, .classCode)
    details.grade = optional(columns.grades, .grades).flatMap(RosterValue.grade)
    details.subject = optional(columns.subjects, .subjects).flatMap(OneRosterValue.listed)
    details.period = optional(columns.periods, .periods).flatMap(OneRosterValue.listed)
    details.school = optional(columns.school, .schoolSourcedID)
    return details
  }
}

extension OneRosterLayout {
  /// Reads classes.csv; what classes refer to must have been read before.
  mutating func takeClasses(
    _ reader: inout CSVReader, _ header: inout OneRosterHeader, into listing: inout Listing<Self>
  ) throws(ProvisioningError) {
    let columns = try OneRosterClassColumns(&header)
    classColumns = columns
    var statuses = try OneRosterStatusColumns(&header, of: .classes, manifest.mode(of: .classes))
    while let row = try listing.nextRow(.classes, naming: .section(columns.sourcedID), of: &reader)
    {
      guard let section = listing.section(in: columns.sourcedID, .sourcedID, of: reader, at: row)
      else { continue }
      switch statuses.status(of: reader, at: row, &listing.notes) {
      case .success(.active): break
      case .success(.gone):
        listing.sectionStatus[Int(section)].depart()
        continue
      case .failure(let fault):
        listing.rejectSection(section, row, fault.column, fault.fault)
        continue
      }
      if let fault = reader.fault(of: columns.title) {
        listing.rejectSection(section, row, .title, fault)
      } else if listing.isNew(section, .sourcedID, at: row) {
        listing.list(section, at: reader)
        _ = reader.details(columns, for: .warnings) { listing.notes.warn(row, $0, $1) }
        warnOfUnknown(columns, reader, row, &listing)
      }
    }
  }

  /// Warns of a school, course or term that its file should list and does not.
  private func warnOfUnknown(
    _ columns: OneRosterClassColumns, _ reader: borrowing CSVReader, _ row: RowPlace,
    _ listing: inout Listing<Self>
  ) {
    if let text = reader.text(of: columns.school).text {
      _ = school(text, .schoolSourcedID, at: row, &listing)
    }
    let course = reader.optionalText(of: columns.course, for: .values) {
      listing.notes.warn(row, .courseSourcedID, $0)
    }
    if manifest.isComplete(.courses), let course, courses.offset(of: course) == nil {
      listing.notes.warn(
        row, .courseSourcedID, .unlisted(in: OneRosterFile.courses.rawValue))
    }
    let terms = reader.terms(columns) { listing.notes.warn(row, .termSourcedIDs, $0) }
    if manifest.isComplete(.academicSessions),
      terms.contains(where: { sessions.offset(of: $0) == nil })
    {
      listing.notes.warn(
        row, .termSourcedIDs, .unlisted(in: OneRosterFile.academicSessions.rawValue))
    }
  }

  func details(
    _ rows: ArraySlice<Listing<Self>.SectionRow>, of listing: Listing<Self>
  ) throws(ProvisioningError) -> [Section.Details?] {
    var sections: [Section.Details?] = []
    var references: [(course: String?, terms: [String])] = []
    if let columns = classColumns {
      try listing.readAgain(.classes, rows, at: \.offset) { _, reader in
        sections.append(reader.details(columns, for: .values) { _, _ in })
        references.append(
          (reader.text(of: columns.course).text, reader.terms(columns) { _ in }))
      }
    }
    var lookup = OneRosterLookup(self, listing)
    for (place, reference) in references.enumerated() {
      try lookup.complete(&sections[place], course: reference.course, terms: reference.terms)
    }
    try lookup.finish()
    // Sections without a row come after all that have one.
    return sections + Array(repeating: nil, count: rows.count - sections.count)
  }
}
