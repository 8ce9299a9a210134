import Foundation

extension SandboxState {
  /// A new code for somebody who signed in.
  mutating func makeCode(
    for person: Person, as type: UserType, app: ClientApp, redirectURI: String
  ) -> String {
    let code = randomHex(digits: 40)
    codes[code] = AuthorizationCode(
      app: app.id, redirectURI: redirectURI, user: person.id, type: type,
      expires: now.addingTimeInterval(AuthorizationCode.life))
    return code
  }

  /// Exchanges a code for a token, once.
  mutating func redeem(
    _ code: String, app: ClientApp, redirectURI: String
  ) throws(OAuthError) -> AccessToken {
    guard let known = codes[code], known.app == app.id, known.expires > now else {
      throw .invalidCode
    }
    guard known.redirectURI == redirectURI else { throw .wrongRedirectURI }
    codes[code] = nil
    return makeToken(for: .user(known.user, known.type), app: app.id)
  }

  /// A new token. Users' tokens begin with "il" and expire, those of districts are 40 digits and stay.
  mutating func makeToken(for owner: TokenOwner, app: String) -> AccessToken {
    let token: AccessToken
    switch owner {
    case .user:
      token = AccessToken(
        value: "il" + randomHex(digits: 40), app: app, owner: owner, created: now,
        expires: now.addingTimeInterval(AccessToken.life))
    case .district:
      token = AccessToken(
        value: randomHex(digits: 40), app: app, owner: owner, created: now, expires: nil)
    }
    tokens[token.value] = token
    return token
  }

  /// The token of a district for an app, made if there is none; `nil` if the district is not connected.
  mutating func districtToken(of district: String, for app: ClientApp) -> AccessToken? {
    guard app.districts.contains(district) else { return nil }
    let owner = TokenOwner.district(district)
    return tokens.values.first { $0.app == app.id && $0.owner == owner }
      ?? makeToken(for: owner, app: app.id)
  }

  /// What a token stands for at this moment; `nil` if it has expired or nobody shares its owner any more.
  func bearer(of value: String) -> Bearer? {
    guard let token = tokens[value], let app = apps[token.app],
      token.expires.map({ $0 > now }) ?? true
    else { return nil }
    switch token.owner {
    case .district(let id):
      guard app.districts.contains(id) else { return nil }
      return directory.district(id).map { Bearer(token: token, app: app, reach: .district($0)) }
    case .user(let id, let type):
      guard let person = directory.person(id), let sharing = sharing(of: person, with: app)
      else { return nil }
      return Bearer(token: token, app: app, reach: .user(person, type, sharing))
    }
  }
}

/// A token with what it stands for.
struct Bearer: Sendable {
  enum Reach: Sendable {
    case district(District)
    case user(Person, UserType, Sharing)
  }

  let token: AccessToken
  let app: ClientApp
  let reach: Reach

  /// What Clever names as the token's scopes.
  var scopes: [String] {
    let tier =
      switch reach {
      case .user(_, _, .teacher): "_limited"
      case .user(_, _, .district): "_basic"
      case .district: app.hasSecureSync ? "" : "_basic"
      }
    return Self.scopes(tier)
  }

  /// The scopes of a tier: "_basic" for sign-in, "_limited" for the Library, "" for all data.
  static func scopes(_ tier: String) -> [String] {
    let kinds = ["district_admins", "school_admins", "students", "teachers"]
    return kinds.map { "read:\($0)\(tier)" } + ["read:user_id"]
  }
}
