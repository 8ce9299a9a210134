import Foundation

/// What a bearer of a token may read.
enum TokenOwner: Hashable, Sendable {
  /// A user, signed in in one role.
  case user(String, UserType)
  case district(String)
}

struct AccessToken: Sendable {
  /// How long users' tokens live, in seconds.
  static let life: TimeInterval = 24 * 3600

  let value: String
  let app: String
  let owner: TokenOwner
  let created: Date
  /// `nil` for tokens of districts, which stay.
  let expires: Date?
}

/// What is exchanged for a token.
struct AuthorizationCode: Sendable {
  /// How long it may be exchanged, in seconds.
  static let life: TimeInterval = 60

  let app: String
  let redirectURI: String
  let user: String
  let type: UserType
  let expires: Date
}

/// Somebody who is signed in at the sandbox, in one browser.
struct Session: Sendable {
  /// How long, in seconds.
  static let life: TimeInterval = 2 * 3600

  let user: String
  let expires: Date
}

/// The requests of a token in one minute.
struct RateWindow: Sendable {
  /// How many requests a token may make in a minute.
  static let limit = 1200

  /// When the next window begins.
  var reset: Date
  var used = 0

  var remaining: Int { max(0, Self.limit - used) }
}
