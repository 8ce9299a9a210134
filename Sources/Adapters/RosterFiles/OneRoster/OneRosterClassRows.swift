import Provisioning

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
