import Provisioning

/// The roles of people, in two bytes for each, and the line that first told of one.
struct OneRosterRoles: Sendable {
  /// Five bits for the roles; above them, one more than the leading one's place among all roles, and
  /// a bit that says whether it was called primary.
  private var packed = NumberedValues<UInt16>(none: 0)
  private var lines = NumberedValues<UInt32>(none: 0)

  /// Whether a role leads the person's others.
  enum Rank: Hashable {
    /// The first of these leads.
    case primary
    /// Leads where none is primary and none came before.
    case secondary
  }

  /// Gives the person a role.
  mutating func add(_ role: Role, _ rank: Rank, to person: UInt32) {
    guard let place = Role.allCases.firstIndex(of: role) else { return }
    var value = packed[person] | 1 << UInt16(place)
    let isLed = value & 0x700 != 0
    let isLedByPrimary = value & 0x800 != 0
    if !isLed || rank == .primary && !isLedByPrimary {
      value = value & 0x1F | UInt16(place + 1) << 8 | (rank == .primary ? 0x800 : 0)
    }
    packed[person] = value
  }

  /// The person's roles, the leading one first, the others in the order of ``Role``.
  subscript(person: UInt32) -> [Role] {
    let value = packed[person]
    let leading = Int(value >> 8 & 7) - 1
    let places = Role.allCases.indices.filter { value & 1 << UInt16($0) != 0 }
    return (places.filter { $0 == leading } + places.filter { $0 != leading }).map {
      Role.allCases[$0]
    }
  }

  /// Keeps the line of roles.csv that told of the person, unless an earlier one is kept.
  mutating func note(line: UInt32, of person: UInt32) {
    if lines[person] == 0 { lines[person] = line }
  }

  /// The line of roles.csv that told of the person first; `nil` if none did.
  func line(of person: UInt32) -> UInt32? { lines[person] == 0 ? nil : lines[person] }
}

extension OneRosterLayout {
  /// Reads roles.csv of 1.2. A row that cannot be used protects nothing: the person's own row, if no
  /// role is left, protects the person.
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
