import Provisioning

extension OneRosterLayout {
  /// Reads users.csv; roles.csv must have been read before. Of a repeated person the first row
  /// counts; roles and schools add up.
  mutating func takeUsers(
    _ reader: inout CSVReader, _ header: inout OneRosterHeader, into listing: inout Listing<Self>
  ) throws(ProvisioningError) {
    let columns = try OneRosterUserColumns(&header)
    userColumns = columns
    var statuses = try OneRosterStatusColumns(&header, of: .users, manifest.mode(of: .users))
    var listed = Listing<Self>.PeopleFile(file: .users, table: 0)
    let key = RowKey.person(columns.sourcedID, table: 0)
    while let row = try listing.nextRow(.users, naming: key, of: &reader) {
      let person: UInt32
      switch listing.person(in: columns.sourcedID, of: reader, table: 0) {
      case .success(let number): person = number
      case .failure(let fault):
        listing.notes.reject(row, .sourcedID, fault, protecting: .allPeople)
        continue
      }
      switch usable(person, columns, &statuses, reader, row, &listing.notes) {
      case .success(.active): break
      case .success(.gone):
        listing.people[0].statuses[Int(person)].depart()
        continue
      case .failure(let fault):
        listing.rejectPerson(
          PersonNumber(table: 0, number: person), row, fault.column, fault.fault)
        continue
      }
      takeSchools(of: person, columns, reader, row, &listing)
      guard listing.people[0].statuses[Int(person)] != .listed else { continue }
      listing.people[0].statuses[Int(person)] = .listed
      listed.rows.append(.init(person: person, offset: reader.rowOffset))
      takeIdentifier(of: person, columns, reader, row, &listing.notes)
      _ = reader.profile(columns, for: .warnings) { listing.notes.warn(row, $0, $1) }
    }
    listing.peopleFiles.append(listed)
  }

  /// Whether the row has all that it must have, a role in the row or in roles.csv included; then
  /// what its status says. Among changes, a role that has not changed is in neither: the store
  /// knows it.
  private mutating func usable(
    _ person: UInt32, _ columns: OneRosterUserColumns, _ statuses: inout OneRosterStatusColumns,
    _ reader: borrowing CSVReader, _ row: RowPlace, _ notes: inout NoteLog<OneRosterColumn>
  ) -> Result<OneRosterValue.Status, OneRosterFault> {
    let status = statuses.status(of: reader, at: row, &notes)
    guard case .success(.active) = status else { return status }
    let names: [(OneRosterColumn, Int)] = [
      (.givenName, columns.given), (.familyName, columns.family),
    ]
    for (column, place) in names {
      if let fault = reader.fault(of: place) { return .failure(OneRosterFault(column, fault)) }
    }
    let text = reader.text(of: columns.role)
    if let role = text.text.flatMap(OneRosterValue.role) {
      roles.add(role, .secondary, to: person)
    } else if text != .blank {
      return .failure(OneRosterFault(.role, reader.fault(of: columns.role) ?? .notARole))
    }
    if roles[person].isEmpty {
      guard scope == .changes else { return .failure(OneRosterFault(.role, .noRole)) }
      notes.warn(row, .role, .noRoleHere)
    }
    return status
  }

  private mutating func takeSchools(
    of person: UInt32, _ columns: OneRosterUserColumns, _ reader: borrowing CSVReader,
    _ row: RowPlace, _ listing: inout Listing<Self>
  ) {
    // Schools come with roles: where those are not told, neither are all of these.
    guard !roles[person].isEmpty else { return }
    for text in reader.list(of: columns.orgs, warn: { listing.notes.warn(row, .orgSourcedIDs, $0) })
    {
      guard let school = school(text, .orgSourcedIDs, at: row, &listing) else { continue }
      listing.people[0].add(school: school, to: person)
    }
    let leading = reader.optionalText(of: columns.primaryOrg, for: .values) {
      listing.notes.warn(row, .primaryOrgSourcedID, $0)
    }
    if let leading, let school = school(leading, .primaryOrgSourcedID, at: row, &listing) {
      listing.people[0].lead(school: school, of: person)
    }
  }

  private mutating func takeIdentifier(
    of person: UInt32, _ columns: OneRosterUserColumns, _ reader: borrowing CSVReader,
    _ row: RowPlace, _ notes: inout NoteLog<OneRosterColumn>
  ) {
    guard let role = roles[person].first, let place = columns.identifier else { return }
    switch reader.fault(of: place) {
    case .blank: break
    case let fault?: notes.warn(row, .identifier, fault)
    case nil:
      let isShared = reader.withBytes(of: place) {
        identifiers.add($0, of: person, as: role) == .shared
      }
      if isShared { notes.warn(row, .identifier, .shared) }
    }
  }

  func profiles(
    _ rows: ArraySlice<Listing<Self>.PersonRow>, in file: OneRosterFile, of listing: Listing<Self>
  ) throws(ProvisioningError) -> [Profile] {
    guard let columns = userColumns else { return [] }
    var profiles: [Profile] = []
    profiles.reserveCapacity(rows.count)
    try listing.readAgain(file, rows, at: \.offset) { row, reader in
      var profile = reader.profile(columns, for: .values) { _, _ in }
      profile.roles = roles[row.person]
      profile.birthDate = demographics[row.person].birthDate
      profile.gender = demographics[row.person].gender
      profile.sisID =
        columns.identifier == nil
        ? listing.people[0].identifiers.text(row.person)
        : profile.role.flatMap { identifiers.text(of: row.person, as: $0) }
      profiles.append(profile)
    }
    return profiles
  }
}
