import Provisioning

/// The options that say who a person is.
enum ProfileOptions {
  static let role = Option<Role>("role", value: "ROLE", "The leading role.", as: .cases)
  static let roles = Option<String>(
    "roles", value: "ROLE,…", "All roles, with commas between, the leading one first.")
  static let district = Option<String>("district", value: "ID", "The district's ID.")
  static let sisID = Option<String>("sis-id", value: "ID", "The SIS's ID of the person.")
  static let given = Option<String>("given-name", value: "NAME", "The given name.")
  static let family = Option<String>("family-name", value: "NAME", "The family name.")
  static let email = Option<String>("email", value: "ADDRESS", "The email address.")
  static let grade = Option<String>("grade", value: "GRADE", "The grade.")

  static let all: [any Parameter] = [
    role, roles, district, sisID, given, family, email, grade,
  ]

  /// The person as the words tell; there must be a role.
  static func profile(_ arguments: Arguments) throws -> Profile {
    var profile = Profile()
    profile.roles = try rolesGiven(arguments)
    profile.given = arguments[given]
    profile.family = arguments[family]
    profile.email = arguments[email]
    profile.grade = arguments[grade]
    profile.district = arguments[district]
    profile.sisID = arguments[sisID]
    return profile
  }

  private static func rolesGiven(_ arguments: Arguments) throws -> [Role] {
    let leading = arguments[role].map { [$0.rawValue] } ?? []
    let others = arguments[roles]?.split(separator: ",").map { String($0) } ?? []
    let names = (leading + others).unique
    guard !names.isEmpty else { throw Failure.usage("--role is missing.") }
    return try names.map { name in
      guard let role = Role(rawValue: name) else {
        let known = Role.allCases.map(\.rawValue).listed(by: "or")
        throw Failure.usage("--roles holds a word that is no role: use \(known).")
      }
      return role
    }
  }
}

extension [String] {
  /// The words without repeats, in their order.
  fileprivate var unique: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
