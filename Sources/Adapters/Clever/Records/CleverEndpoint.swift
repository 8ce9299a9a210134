/// What of Clever's is read here.
public enum CleverEndpoint: Hashable, Sendable, CustomStringConvertible {
  case me
  case userInfo
  /// One person of a collection.
  case person(CleverPeople)
  case district
  case token
  case tokenInfo

  /// The path without its version, with `{id}` for an ID.
  public var description: String {
    switch self {
    case .me: "/me"
    case .userInfo: "/userinfo"
    case .person(let people): "/\(people.rawValue)/{id}"
    case .district: "/districts/{id}"
    case .token: "/oauth/tokens"
    case .tokenInfo: "/oauth/tokeninfo"
    }
  }
}
