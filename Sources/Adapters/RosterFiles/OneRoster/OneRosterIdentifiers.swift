import Provisioning

/// What the student information system calls people, from the column `identifier`.
///
/// Accounts are found by it, so it must be one person's among the people of a role. Exports were
/// seen to repeat it: then none of these people is known by it.
struct OneRosterIdentifiers: Sendable {
  /// Whether somebody else has it too.
  enum Use: Hashable {
    case single
    case shared
  }

  /// By the role's place among all roles.
  private var tables = Role.allCases.map { _ in IdentifierTable() }
  private var isShared = Role.allCases.map { _ in NumberedValues<Bool>(none: false) }
  /// One more than the number of the person's identifier; 0 if there is none.
  private var numbers = NumberedValues<UInt32>(none: 0)

  /// Gives the person, whose leading role is `role`, an identifier.
  mutating func add(_ identifier: Span<UInt8>, of person: UInt32, as role: Role) -> Use {
    let table = Self.table(of: role)
    let (number, isNew) = tables[table].insert(identifier)
    numbers[person] = number + 1
    if !isNew { isShared[table][number] = true }
    return isNew ? .single : .shared
  }

  /// The person's identifier; `nil` if there is none, or somebody else of the role has it too.
  func text(of person: UInt32, as role: Role) -> String? {
    let (number, table) = (numbers[person], Self.table(of: role))
    guard number > 0, !isShared[table][number - 1] else { return nil }
    return tables[table].text(number - 1)
  }

  private static func table(of role: Role) -> Int { Role.allCases.firstIndex(of: role) ?? 0 }
}
