import Provisioning

extension OneRosterLayout {
  /// Reads roles.csv of 1.2. A row that cannot be used protects nothing: the person's own row, if
  /// no role is left, protects the person.
  mutating func takeRoles(
    _ reader: inout CSVReader, _ header: inout OneRosterHeader, into listing: inout Listing<Self>
  ) throws(ProvisioningError) {
    let user = try header.requiredColumn(.userSourcedID)
    let role = try header.requiredColumn(.role)
    let (type, org) = (header.column(.roleType), header.column(.orgSourcedID))
    var statuses = try OneRosterStatusColumns(&header, of: .roles, manifest.mode(of: .roles))
    while let row = try listing.nextRow(.roles, naming: .nothing, of: &reader) {
      let person: UInt32
      switch listing.person(in: user, of: reader, table: 0) {
      case .success(let number): person = number
      case .failure(let fault):
        listing.notes.reject(row, .userSourcedID, fault, protecting: .nothing)
        continue
      }
      switch statuses.status(of: reader, at: row, &listing.notes) {
      case .success(.active): break
      case .success(.gone): continue
      case .failure(let fault):
        listing.notes.reject(row, fault.column, fault.fault, protecting: .nothing)
        continue
      }
      guard let value = reader.text(of: role).text.flatMap(OneRosterValue.role) else {
        let fault = reader.fault(of: role) ?? .notARole
        listing.notes.reject(row, .role, fault, protecting: .nothing)
        continue
      }
      let isPrimary = reader.text(of: type).text.map(lowercasedASCII) == "primary"
      roles.add(value, isPrimary ? .primary : .secondary, to: person)
      roles.note(line: row.line, of: person)
      let text = reader.optionalText(of: org, for: .values) {
        listing.notes.warn(row, .orgSourcedID, $0)
      }
      if let text, let school = school(text, .orgSourcedID, at: row, &listing) {
        listing.people[0].add(school: school, to: person)
      }
    }
  }

  /// Notes whom roles.csv tells of and users.csv, where it should, does not.
  func noteRolesWithoutUsers(_ listing: inout Listing<Self>) {
    guard manifest.isComplete(.users) || manifest.mode(of: .roles) == .delta else { return }
    for person in listing.people[0].statuses.indices {
      guard listing.people[0].statuses[person] == .unlisted,
        let line = roles.line(of: UInt32(person))
      else { continue }
      listing.notes.reject(
        RowPlace(OneRosterFile.roles, line: Int(line)), .userSourcedID,
        .unlisted(in: OneRosterFile.users.rawValue), protecting: .nothing)
    }
  }
}
