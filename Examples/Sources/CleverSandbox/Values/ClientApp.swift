/// An app that is registered at Clever.
public struct ClientApp: Sendable {
  public let id: String
  public let secret: String
  public var name: String
  /// Where users may be sent. Logins that Clever starts go to the first.
  public var redirectURIs: [String]
  /// Who may sign in.
  public var userTypes: Set<UserType>
  /// The districts that share their data with the app.
  public var districts: Set<String>
  /// Which of the shapes of `/me` that were seen it is given.
  public var me: MeForm
  /// Whether district tokens read more than districts.
  public var hasSecureSync: Bool
  /// The number of the last event before it asked for events; `nil` if it has not.
  var eventsAfter: UInt64? = 0

  /// What was seen of `/me` from v3.0 on.
  public enum MeForm: String, Choice, Sendable {
    /// With links, and `data.type` a role.
    case role
    /// With links, and `data.type` the word "user".
    case user
    /// Without links, and with the ID up to v2.1.
    case bare
  }
}

/// Who has decided that an app may have somebody's data.
public enum Sharing: String, Sendable {
  case district
  /// The teacher herself, or a teacher of the student.
  case teacher
}
