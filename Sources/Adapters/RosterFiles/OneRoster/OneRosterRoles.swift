import Provisioning

/// The roles of people, in two bytes for each, and the line that first told of one.
struct OneRosterRoles: Sendable {
  /// Five bits for the roles; above them, one more than the leading one's place among all roles,
  /// and a bit that says whether it was called primary.
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
