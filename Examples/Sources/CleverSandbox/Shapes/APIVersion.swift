/// The versions of Clever's Data API that the sandbox speaks.
enum APIVersion: String, CaseIterable, Comparable, Sendable {
  case v2p0 = "v2.0"
  case v2p1 = "v2.1"
  case v3p0 = "v3.0"
  case v3p1 = "v3.1"

  static func < (left: APIVersion, right: APIVersion) -> Bool { left.rawValue < right.rawValue }

  /// Whether all users are of one kind, with roles.
  var hasUsers: Bool { self >= .v3p0 }

  /// The ID of a person who signed in in a role.
  func id(of person: Person, as type: UserType) -> String {
    hasUsers ? person.id : person.legacyID(as: type) ?? person.id
  }

  /// Where a person's record is.
  func path(of person: Person, as type: UserType) -> String {
    let kind = hasUsers ? "users" : "\(type.legacyName)s"
    return "/\(rawValue)/\(kind)/\(id(of: person, as: type))"
  }

  /// How a role is called.
  func name(of type: UserType) -> String { hasUsers ? type.rawValue : type.legacyName }
}

/// The moments that the API shows of records as they were loaded.
enum Moments {
  static let created = "2025-08-15T06:04:11.512Z"
  static let lastModified = "2025-09-02T06:11:48.027Z"
  static let launch = "2025-07-31"
}

/// A link of an answer.
func link(_ rel: String, _ uri: String) -> JSON { ["rel": .string(rel), "uri": .string(uri)] }
