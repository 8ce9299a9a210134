public import Provisioning
public import ProvisioningHTTP

/// Signs people in with Clever: by code grant and, where policy allows, by implicit grant.
///
/// ```swift
/// let app = try CleverApp(
///   clientID: id, clientSecret: Secret(secret),
///   redirectURIs: RedirectURIs(["https://app.example/clever/callback"]))
/// let clever = Clever(app: app, transport: CurlTransport(), now: Environment.system.now)
/// let signIn = FederatedSignIn(provider: clever, provisioner: provisioner)
/// ```
///
/// A sign-in takes three requests, four where Clever must be asked for the person's other IDs: the
/// code, `/me`, the person's record, `/userinfo`. The key of an identity is the person's ID in the
/// version in use; what Clever calls the same person in other versions are aliases, so that accounts
/// linked by one are found by the other.
public struct Clever: IdentityProvider {
  /// The app.
  public let app: CleverApp
  private let client: CleverClient
  private let now: @Sendable () -> Timestamp

  public var name: ProviderName { .clever }
  public var redirectURIs: RedirectURIs { app.redirectURIs }

  /// What is tried again while a person waits: once, and never for long.
  public static let patience = HTTPRetries(
    tries: 2, cap: .seconds(1), longestAsked: .seconds(3))

  /// Creates the provider. GETs are tried again by `retries`, a code never.
  public init(
    app: CleverApp, transport: any HTTPTransport, retries: HTTPRetries = Clever.patience,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.app = app
    self.now = now
    client = CleverClient(app: app, transport: transport, retries: retries)
  }

  public func authorizationURL(for request: AuthorizationRequest) -> String {
    app.authorizationURL(for: request)
  }

  public func assertion(
    redeeming code: Secret, sentTo redirectURI: RedirectURI, progress: SignInProgress
  ) async throws(ProvisioningError) -> Assertion {
    let token = try await client.redeem(code, sentTo: redirectURI)
    return try await assertion(token.secret, progress)
  }

  /// Asks `tokeninfo` first: a token that was given to another app says who somebody is, but not
  /// that they are here.
  public func assertion(
    bearing token: Secret, progress: SignInProgress
  ) async throws(ProvisioningError) -> Assertion {
    guard token.mayStandInHeader else { throw .foreignToken }
    let body: [UInt8]
    do {
      body = try await client.account("/oauth/tokeninfo", bearing: token)
    } catch {
      throw error.code == .notFound ? .foreignToken : error
    }
    let info = try usable { () throws(CleverRecordFault) in try CleverTokenInfo(body) }
    guard Secret(info.clientID) == Secret(app.clientID) else { throw .foreignToken }
    return try await assertion(token, progress)
  }

  private func assertion(
    _ secret: Secret, _ progress: SignInProgress
  ) async throws(ProvisioningError) -> Assertion {
    progress(.identifying)
    let token = BearerToken(secret, expires: now().adding(seconds: Self.tokenLifetime))
    let login = try await CleverLookup(client: client, token: secret).login()
    var assertion = Assertion(identity: login.identity, token: token)
    assertion.tellsAllKeys = login.tellsAllIDs
    return assertion
  }

  /// A district's record, as a token of one of its people may read it.
  public func district(
    _ id: CleverID, bearing token: BearerToken
  ) async throws(ProvisioningError) -> CleverDistrict {
    let path = "\(app.version.pathPrefix)/districts/\(id)"
    let body = try await client.data(path, bearing: token.secret)
    return try usable { () throws(CleverRecordFault) in try CleverDistrict(body) }
  }

  /// How long a token is good, in seconds: 24 hours. Clever does not say so in its answer.
  private static let tokenLifetime: Int64 = 86_400
}

extension ProvisioningError {
  /// The error for a token of another app.
  fileprivate static let foreignToken = ProvisioningError(
    .refused, "The token was not given to this app.",
    reason: "Clever names another app, or none, as the one that it was given to.",
    remedy: "Sign in again.")
}
