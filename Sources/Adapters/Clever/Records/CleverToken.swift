import Provisioning

/// The answer to the exchange of a code: a token for one login. It names no end; Clever's documents
/// say 24 hours.
public struct CleverToken: Hashable, Sendable {
  /// The token: visible ASCII only, so that it may stand in a header.
  public let secret: Secret

  /// Reads the body of an answer.
  public init(_ body: [UInt8]) throws(CleverRecordFault) {
    secret = try CleverEndpoint.token.read(body) { fields in
      let token = Secret(try fields.requiredText("access_token"))
      guard token.mayStandInHeader else {
        throw fields.fault(.unusable, "access_token")
      }
      guard lowercasedASCII(try fields.requiredText("token_type")) == "bearer" else {
        throw fields.fault(.unusable, "token_type")
      }
      return token
    }
  }
}

/// Which app a token was given to, and for what: the answer to `/oauth/tokeninfo`.
public struct CleverTokenInfo: Hashable, Sendable {
  /// The app. To be compared with one's own before a token from elsewhere is trusted.
  public let clientID: String
  /// What the token may be used for.
  public let scopes: [String]

  /// Reads the body of an answer.
  public init(_ body: [UInt8]) throws(CleverRecordFault) {
    (clientID, scopes) = try CleverEndpoint.tokenInfo.read(body) { fields in
      (try fields.requiredText("client_id"), fields.texts("scopes"))
    }
  }
}
