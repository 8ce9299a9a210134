import Provisioning

/// What Clever says that somebody is.
public enum CleverUserType: Hashable, Sendable {
  /// A role.
  case role(Role)
  /// A user, whatever her roles: from v3.0 on they stand in her own record.
  case user
  /// A word that is not known here, or none.
  case unknown(String)

  /// Reads Clever's word.
  public init(_ word: String) {
    switch lowercasedASCII(word) {
    case "student": self = .role(.student)
    case "teacher": self = .role(.teacher)
    case "staff", "school_admin", "school admin": self = .role(.staff)
    case "district_admin", "district admin": self = .role(.districtAdmin)
    case "contact": self = .role(.contact)
    case "user": self = .user
    default: self = .unknown(word)
    }
  }

  /// The role, if it is one.
  public var role: Role? {
    if case .role(let role) = self { role } else { nil }
  }
}
