import FoundationEssentials
import Glibc
import Provisioning

/// An identity as it is written in JSON, for `sign-in --identity`.
struct IdentityInput: Decodable {
  private enum CodingKeys: String, CodingKey {
    case provider, subject, aliases, sharing
  }

  private var provider: String
  private var subject: String
  private var aliases: [String]?
  private var sharing: String?
  private var person: ProfileInput

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    provider = try container.decode(String.self, forKey: .provider)
    subject = try container.decode(String.self, forKey: .subject)
    aliases = try container.decodeIfPresent([String].self, forKey: .aliases)
    sharing = try container.decodeIfPresent(String.self, forKey: .sharing)
    person = try ProfileInput(from: decoder)
  }

  /// Reads the identity in `path`, or on standard input for `-`.
  static func read(_ path: String) throws -> Identity {
    try PersonalFile("identity", in: path).decode(
      IdentityInput.self, as: "provider, subject and role", see: "linkctl sign-in --help"
    ).identity()
  }

  private func identity() throws(ProvisioningError) -> Identity {
    guard let provider = ProviderName(provider) else { throw .input("provider", "a-z, 0-9 and -") }
    let sharing = Sharing(rawValue: sharing ?? "district")
    guard let sharing else { throw .input("sharing", "district or teacher") }
    return Identity(
      key: Identity.Key(provider, try subject(subject, "subject")),
      aliases: try (aliases ?? []).map { alias throws(ProvisioningError) in
        try self.subject(alias, "aliases")
      }, sharing: sharing, profile: try person.profile())
  }

  private func subject(
    _ text: String, _ field: String
  ) throws(ProvisioningError) -> Identity.Subject {
    guard let subject = Identity.Subject(text) else {
      throw .input(field, "1 to 255 visible ASCII characters")
    }
    return subject
  }
}

/// A person as written in JSON: an identity's person, and that of `account create --profile`.
struct ProfileInput: Decodable {
  private struct Name: Decodable {
    var given: String?
    var middle: String?
    var family: String?
  }

  private enum CodingKeys: String, CodingKey {
    case role, roles, name, email, grade, district, schools
    case sisID = "sis_id"
    case birthDate = "birth_date"
    case gender
  }

  private var role: String?
  private var roles: [String]?
  private var name: Name?
  private var email: String?
  private var grade: String?
  private var district: String?
  private var schools: [String]?
  private var sisID: String?
  private var birthDate: String?
  private var gender: String?

  /// Reads the person in `path`, or on standard input for `-`.
  static func read(_ path: String) throws -> Profile {
    try PersonalFile("profile", in: path).decode(
      ProfileInput.self, as: "a person's fields", see: "linkctl account create --help"
    ).profile()
  }

  func profile() throws(ProvisioningError) -> Profile {
    var profile = Profile()
    profile.roles = try ((role.map { [$0] } ?? []) + (roles ?? [])).unique.map {
      name throws(ProvisioningError) in
      guard let role = Role(rawValue: name) else { throw .input("role", "one of the known roles") }
      return role
    }
    profile.given = name?.given
    profile.middle = name?.middle
    profile.family = name?.family
    profile.email = email
    profile.grade = grade
    profile.district = district
    profile.schools = schools ?? []
    profile.sisID = sisID
    profile.birthDate = birthDate
    profile.gender = gender
    return profile
  }
}

extension ProvisioningError {
  fileprivate static func input(_ field: String, _ expected: String) -> ProvisioningError {
    ProvisioningError(
      .invalid, "The person's field '\(field)' cannot be used.",
      reason: "It must be \(expected).",
      remedy: "See 'linkctl sign-in --help' or 'linkctl account create --help'.")
  }
}

extension [String] {
  /// The words without repeats, in their order.
  var unique: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
