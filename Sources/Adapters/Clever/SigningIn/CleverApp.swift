public import Provisioning

/// An app as Clever knows it, and the version of the API that it speaks.
public struct CleverApp: Sendable {
  /// The client ID from Clever's dashboard.
  public let clientID: String
  /// The client secret. It goes to Clever's token endpoint alone.
  public let clientSecret: Secret
  /// The registered redirect URIs, the primary one first.
  public let redirectURIs: RedirectURIs
  /// The version of the API.
  public let version: CleverVersion
  /// Where Clever is.
  public let hosts: CleverHosts
  /// How a code is sent to be redeemed.
  public var codeBody = CodeBody.json

  /// The forms of body that Clever's token endpoint takes.
  public enum CodeBody: Hashable, Sendable {
    case json
    /// `application/x-www-form-urlencoded`, as RFC 6749 has it.
    case form
  }

  /// Creates an app. Throws `invalid` where the client ID or the secret is blank or holds what may
  /// not stand in a header: better no start than one that lets everybody in.
  public init(
    clientID: String, clientSecret: Secret, redirectURIs: RedirectURIs,
    version: CleverVersion = .v31, hosts: CleverHosts = .production
  ) throws(ProvisioningError) {
    for (text, name) in [(clientID, "client ID"), (clientSecret.exposed, "client secret")] {
      guard Secret(text).mayStandInHeader else {
        throw ProvisioningError(
          .invalid, "The Clever app's \(name) cannot be used.",
          reason: text.isEmpty ? "It is blank." : "It holds a blank or what is no ASCII.",
          remedy: "Take it from the app's page in Clever's dashboard.")
      }
    }
    guard !clientID.contains(":") else {
      throw ProvisioningError(
        .invalid, "The Clever app's client ID cannot be used.", reason: "It holds a colon.")
    }
    self.clientID = clientID
    self.clientSecret = clientSecret
    self.redirectURIs = redirectURIs
    self.version = version
    self.hosts = hosts
  }

  /// The address of a button: "Log in with Clever", "Sign up with Clever".
  public func authorizationURL(for request: AuthorizationRequest) -> String {
    var fields = [
      ("response_type", request.grant == .code ? "code" : "token"),
      ("redirect_uri", request.redirectURI.rawValue), ("client_id", clientID),
      ("state", request.state.exposed),
    ]
    if let district = request.district { fields.append(("district_id", district)) }
    if request.confirmation == .always { fields.append(("confirmed", "false")) }
    return hosts.accounts + "/oauth/authorize?" + formEncoded(fields)
  }

  /// The address of an Instant Login link, for a district's own pages: the district's people come
  /// to the primary redirect URI, without a state.
  public func instantLoginURL(district: CleverID) -> String {
    let fields = [("client_id", clientID), ("district_id", district.rawValue)]
    return hosts.accounts + "/oauth/instant-login?" + formEncoded(fields)
  }
}
