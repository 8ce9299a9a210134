/// Who asserts identities after a sign-in at its own pages: OAuth 2.0, by code or implicit grant.
///
/// It knows the provider's addresses and answers, and nothing of accounts. ``FederatedSignIn`` does
/// the rest: state, single use, and what the sign-in comes to.
public protocol IdentityProvider: Sendable {
  /// The name that its identities' keys bear.
  var name: ProviderName { get }
  /// The redirect URIs that are registered with it.
  var redirectURIs: RedirectURIs { get }

  /// The address at which a person signs in.
  func authorizationURL(for request: AuthorizationRequest) -> String

  /// Redeems a code, once, and asks who it is. A code is never sent again, whatever happens.
  ///
  /// Throws `refused` where the provider does not take the code, `unavailable` or `busy` where it
  /// cannot answer, `invalid` where its answer cannot be used: in all cases the person begins again.
  func assertion(
    redeeming code: Secret, sentTo redirectURI: RedirectURI, progress: SignInProgress
  ) async throws(ProvisioningError) -> Assertion

  /// Asks who a token of the implicit grant belongs to, after making sure that it was given to this
  /// app. Throws `refused` where it was not, or is no longer valid.
  func assertion(
    bearing token: Secret, progress: SignInProgress
  ) async throws(ProvisioningError) -> Assertion
}

/// What a provider says after a sign-in.
public struct Assertion: Hashable, Sendable {
  /// Who signed in.
  public var identity: Identity
  /// What lets the app ask for more in that person's name.
  public var token: BearerToken
  /// Whether the provider told every key by which the person may be known here. Where it did not,
  /// nobody gets a new account without having been asked for an old one.
  public var tellsAllKeys = true

  /// Creates an assertion.
  public init(identity: Identity, token: BearerToken) {
    self.identity = identity
    self.token = token
  }
}

/// How far a sign-in has come, for a page that is shown meanwhile.
public typealias SignInProgress = @Sendable (SignInStage) -> Void

/// A stage of a sign-in.
public enum SignInStage: String, CaseIterable, Hashable, Sendable {
  /// The code is being redeemed, or the token checked.
  case redeeming
  /// The provider is asked who it is.
  case identifying
  /// The account is being found or made.
  case provisioning
}

/// How a provider hands over its word.
public enum Grant: String, Codable, Hashable, Sendable {
  /// By a code, which the server redeems.
  case code
  /// By a token in the fragment of the address (RFC 6749, 4.2): for signing in only, since a token
  /// that leaked elsewhere cannot be told from one that was given here (RFC 9700, 4.6).
  case implicit
}

/// What a person is sent to a provider for.
public struct AuthorizationRequest: Sendable {
  /// Whether a person who is signed in at the provider is asked who they are.
  public enum Confirmation: Hashable, Sendable {
    /// As the provider does by itself.
    case asUsual
    /// Always: for computers that people share.
    case always
  }

  /// What comes back with the answer; made for this request alone.
  public var state: Secret
  /// Where the answer goes.
  public var redirectURI: RedirectURI
  /// How the answer comes.
  public var grant: Grant
  /// The district whose sign-in page to show; `nil` lets the person choose.
  public var district: String?
  /// Whether the person is asked who they are.
  public var confirmation: Confirmation

  /// Creates a request.
  public init(
    state: Secret, redirectURI: RedirectURI, grant: Grant = .code, district: String? = nil,
    confirmation: Confirmation = .asUsual
  ) {
    self.state = state
    self.redirectURI = redirectURI
    self.grant = grant
    self.district = district
    self.confirmation = confirmation
  }
}
