/// What of Clever's is read here.
public enum CleverEndpoint: Hashable, Sendable, CustomStringConvertible {
  case me
  case userInfo
  /// One person of a collection.
  case person(CleverPeople)
  case district
  case districts
  case token
  case tokenInfo
  /// A whole collection of people.
  case people(CleverPeople)
  case sections
  case terms
  case courses
  case events
  /// The sections of one of a collection's people.
  case sectionsOf(CleverPeople)
  /// The people of a collection who are in one section.
  case membersOfSection(CleverPeople)

  /// The path without its version, with `{id}` for an ID.
  public var description: String {
    switch self {
    case .me: "/me"
    case .userInfo: "/userinfo"
    case .person(let people): "/\(people.rawValue)/{id}"
    case .district: "/districts/{id}"
    case .districts: "/districts"
    case .token: "/oauth/tokens"
    case .tokenInfo: "/oauth/tokeninfo"
    case .people(let people): "/\(people.rawValue)"
    case .sections: "/sections"
    case .terms: "/terms"
    case .courses: "/courses"
    case .events: "/events"
    case .sectionsOf(let people): "/\(people.rawValue)/{id}/sections"
    case .membersOfSection(let people): "/sections/{id}/\(people.rawValue)"
    }
  }
}
