import Provisioning

extension OneRosterLayout {
  /// Reads orgs.csv: schools are only known by their identifiers, and by not being a district.
  mutating func takeOrgs(
    _ reader: inout CSVReader, _ header: inout OneRosterHeader, into listing: inout Listing<Self>
  ) throws(ProvisioningError) {
    let identifier = try header.requiredColumn(.sourcedID)
    let type = header.column(.type)
    try forEachListed(.orgs, &reader, &header, &listing) { reader, _, layout, listing in
      let org = reader.withBytes(of: identifier) { listing.schools.insert($0).number }
      let above = ["district", "local", "state", "national"]
      layout.districts[org] = above.contains(lowercasedASCII(reader.text(of: type).text ?? ""))
    }
  }

  /// Reads academicSessions.csv: where the terms stand.
  mutating func takeSessions(
    _ reader: inout CSVReader, _ header: inout OneRosterHeader, into listing: inout Listing<Self>
  ) throws(ProvisioningError) {
    let identifier = try header.requiredColumn(.sourcedID)
    let columns = OneRosterSessionColumns(&header)
    sessionColumns = columns
    try forEachListed(.academicSessions, &reader, &header, &listing) {
      reader, row, layout, listing in
      reader.withBytes(of: identifier) { layout.sessions.add($0, at: reader.rowOffset) }
      _ = reader.session(columns, for: .warnings) { listing.notes.warn(row, $0, $1) }
    }
  }

  /// Reads courses.csv: where the courses stand.
  mutating func takeCourses(
    _ reader: inout CSVReader, _ header: inout OneRosterHeader, into listing: inout Listing<Self>
  ) throws(ProvisioningError) {
    let identifier = try header.requiredColumn(.sourcedID)
    let columns = OneRosterCourseColumns(&header)
    courseColumns = columns
    try forEachListed(.courses, &reader, &header, &listing) { reader, row, layout, listing in
      reader.withBytes(of: identifier) { layout.courses.add($0, at: reader.rowOffset) }
      _ = reader.course(columns, for: .warnings) { listing.notes.warn(row, $0, $1) }
    }
  }

  /// Reads a file whose rows only describe others. Those that cannot be used protect nothing.
  private mutating func forEachListed(
    _ file: OneRosterFile, _ reader: inout CSVReader, _ header: inout OneRosterHeader,
    _ listing: inout Listing<Self>,
    _ body: (borrowing CSVReader, RowPlace, inout Self, inout Listing<Self>) -> Void
  ) throws(ProvisioningError) {
    let identifier = try header.requiredColumn(.sourcedID)
    var statuses = try OneRosterStatusColumns(&header, of: file, manifest.mode(of: file))
    while let row = try listing.nextRow(file, naming: .nothing, of: &reader) {
      if let fault = reader.fault(of: identifier) {
        listing.notes.reject(row, .sourcedID, fault, protecting: .nothing)
        continue
      }
      switch statuses.status(of: reader, at: row, &listing.notes) {
      case .success(.active): body(reader, row, &self, &listing)
      case .success(.gone): break
      case .failure(let fault):
        listing.notes.reject(row, fault.column, fault.fault, protecting: .nothing)
      }
    }
  }

  /// The number of the school in `text`; one that orgs.csv should list and does not is warned of
  /// once. `nil` for a district and what is above one.
  func school(
    _ text: String, _ column: OneRosterColumn, at row: RowPlace, _ listing: inout Listing<Self>
  ) -> UInt32? {
    let bytes = Array(text.utf8)
    let (org, isNew) = listing.schools.insert(bytes.span)
    if isNew, manifest.isComplete(.orgs) {
      listing.notes.warn(row, column, .unlisted(in: OneRosterFile.orgs.rawValue))
    }
    return districts[org] ? nil : org
  }
}
