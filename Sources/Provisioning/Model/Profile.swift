/// What a provider asserts about a person.
///
/// Every field may be blank: Library students have no email, and districts choose what they share.
/// Text is kept as given. Its description names no person; `debugDescription` does.
public struct Profile: FieldedRecord, CustomStringConvertible, CustomDebugStringConvertible {
  /// The roles, the leading one first.
  public var roles: [Role] = []
  /// The given name.
  public var given: String?
  /// The middle name.
  public var middle: String?
  /// The family name.
  public var family: String?
  /// The email address as given: unverified, optional, perhaps shared with a sibling.
  public var email: String?
  /// The grade, in the provider's vocabulary.
  public var grade: String?
  /// The district's identifier.
  public var district: String?
  /// The schools' identifiers, in the provider's order.
  public var schools: [String] = []
  /// The student information system's identifier: unique within a district and a role only.
  public var sisID: String?
  /// The day of birth as `yyyy-mm-dd`.
  public var birthDate: String?
  /// The gender: `M`, `F` or `X`.
  public var gender: String?

  /// Creates a blank profile.
  public init() {}

  /// Creates a profile of one role with a name.
  public init(role: Role, given: String? = nil, family: String? = nil) {
    roles = [role]
    self.given = given
    self.family = family
  }

  /// The leading role.
  public var role: Role? { roles.first }

  /// The highest rank among the roles.
  public var rank: Int { roles.map(\.rank).max() ?? 0 }

  /// The key under which the student information system knows this person. The ID is that of the
  /// leading role: among the people of another role it may be someone else's.
  public var sisKey: SISKey? {
    guard let district, let sisID, let role, !sisID.isEmpty else { return nil }
    return SISKey(district: district, role: role, sisID: sisID)
  }

  /// The profile with empty texts as what they are: blanks.
  var withoutEmptyTexts: Profile {
    var profile = self
    for field in Field.allCases { profile[field] = self[field].filter { !$0.isEmpty } }
    return profile
  }

  /// Takes what is blank here from `other`. A sign-in tells less than a roster does, and what it
  /// does not tell is not taken back. An SIS ID names someone else in another role or district, so
  /// it comes only along with the same.
  package mutating func fillBlanks(from other: Profile) {
    let told = sisID
    for field in Field.allCases where self[field].isEmpty { self[field] = other[field] }
    if roles != other.roles || district != other.district { sisID = told }
  }

  /// Takes the roles of `other` in place of its own, and the SIS ID that goes with them.
  mutating func keepRoles(_ other: Profile) {
    roles = other.roles
    sisID = district == other.district ? other.sisID : nil
  }

  /// A profile's fields.
  public enum Field: String, CaseIterable, Hashable, Sendable {
    case roles, given, middle, family, email, grade, district, schools
    case sisID = "sis_id"
    case birthDate = "birth_date"
    case gender
  }

  public subscript(field: Field) -> [String] {
    get {
      switch field {
      case .roles: roles.map(\.rawValue)
      case .schools: schools
      default: self[keyPath: Self.path(field)].map { [$0] } ?? []
      }
    }
    set {
      switch field {
      case .roles: roles = newValue.compactMap(Role.init)
      case .schools: schools = newValue
      default: self[keyPath: Self.path(field)] = newValue.first
      }
    }
  }

  private static func path(_ field: Field) -> WritableKeyPath<Profile, String?> {
    switch field {
    case .given: \.given
    case .middle: \.middle
    case .family: \.family
    case .email: \.email
    case .grade: \.grade
    case .district: \.district
    case .sisID: \.sisID
    case .birthDate: \.birthDate
    case .gender, .roles, .schools: \.gender
    }
  }

  public var description: String { "Profile(\(roles.map(\.rawValue).joined(separator: ", ")))" }

  public var debugDescription: String {
    let fields = Field.allCases.map { "\($0.rawValue): \(self[$0].joined(separator: ", "))" }
    return "Profile(\(fields.joined(separator: "; ")))"
  }
}

/// The key under which a student information system knows a person. The same SIS ID may belong to
/// a teacher and to a student, so the role is part of it.
public struct SISKey: Hashable, Sendable {
  /// The district's identifier.
  public let district: String
  /// The role within the district.
  public let role: Role
  /// The system's identifier.
  public let sisID: String

  /// Creates a key from its parts.
  public init(district: String, role: Role, sisID: String) {
    self.district = district
    self.role = role
    self.sisID = sisID
  }

  /// Compares bytes: to a database, a composed and a decomposed "é" are two IDs.
  public static func == (left: Self, right: Self) -> Bool {
    left.role == right.role && left.sisID.utf8.elementsEqual(right.sisID.utf8)
      && left.district.utf8.elementsEqual(right.district.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(role)
    for byte in sisID.utf8 { hasher.combine(byte) }
    hasher.combine(district.utf8.count)
  }
}

/// An email address for looking people up, never for deciding who they are.
public struct EmailAddress: Hashable, Sendable, CustomStringConvertible,
  CustomDebugStringConvertible
{
  /// The address as given.
  public let rawValue: String

  /// Creates an address, or returns `nil` for a blank text.
  public init?(_ text: String) {
    guard !text.isEmpty else { return nil }
    rawValue = text
  }

  /// The address with ASCII letters in lower case. Other letters stay: "K" (Kelvin sign) is no "k".
  public var folded: String { Self.folded(rawValue) }

  /// Folds ASCII letters only.
  public static func folded(_ text: String) -> String { lowercasedASCII(text) }

  /// Says nothing of the address.
  public var description: String { "EmailAddress(…)" }
  public var debugDescription: String { "EmailAddress(\(rawValue))" }
}
