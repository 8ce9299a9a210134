/// The front door for people who sign in at a provider: from the button to the outcome.
///
/// ```swift
/// let url = try await signIn.begin(in: browser)                    // The button: 303 to `url`.
///
/// switch try await signIn.receive(CallbackResponse(query: query), in: browser) {
/// case .proceed(let callback):                                     // Show a page now, then:
///   let result = try await signIn.complete(callback)
/// case .redirect(let url, let browser): …                          // 303, and set the cookie.
/// case .repeated(let path): …                                      // 303 if signed in, else begin.
/// case .refused(let refusal): …                                    // A page with `refusal.status`.
/// }
/// ```
///
/// A state is tied to the browser, good for one callback within ten minutes, and kept as a digest; a
/// code goes to the provider once, whatever arrives twice. The session is the app's: begin a new one
/// for who has signed in, and end any other person's first. Safe to call from many tasks and
/// processes at once.
public struct FederatedSignIn: Sendable {
  /// Where people sign in.
  public let provider: any IdentityProvider
  /// What the identity comes to.
  public let provisioner: Provisioner
  /// What is done where more than one answer is possible.
  public var policy: FederationPolicy
  /// Where the people's tokens are kept, if anywhere.
  public var vault: (any TokenVault)?

  /// Creates a front door.
  public init(
    provider: any IdentityProvider, provisioner: Provisioner,
    policy: FederationPolicy = FederationPolicy(), vault: (any TokenVault)? = nil
  ) {
    self.provider = provider
    self.provisioner = provisioner
    self.policy = policy
    self.vault = vault
  }

  // MARK: Beginning

  /// How a sign-in begins.
  public struct Start: Sendable {
    /// What it is for.
    public var purpose = SignInPurpose.signIn
    /// How the answer comes.
    public var grant = Grant.code
    /// Where the answer goes; `nil`: to the primary redirect URI.
    public var redirectURI: RedirectURI?
    /// The district whose sign-in page to show.
    public var district: String?
    /// Whether the person is asked who they are.
    public var confirmation = AuthorizationRequest.Confirmation.asUsual
    /// Where the person goes afterwards.
    public var returnPath: ReturnPath?

    /// A sign-in by code that comes back to the primary redirect URI.
    public init() {}
  }

  /// Begins a sign-in in a browser, and returns the address to send it to.
  ///
  /// Call it for a POST or a click of the person's own, never for a page that another site can
  /// load, where the purpose is to link. Throws `refused` where the grant is not allowed, and the
  /// errors of the store.
  public func begin(
    _ start: Start = Start(), in browser: BrowserKey
  ) async throws(ProvisioningError) -> String {
    try check(start)
    return try await begin(start, origin: .app, in: browser)
  }

  private func check(_ start: Start) throws(ProvisioningError) {
    guard start.redirectURI.map(provider.redirectURIs.all.contains) ?? true else {
      throw ProvisioningError(
        .refused, "The sign-in cannot begin.", reason: "Its redirect URI is not registered.")
    }
    guard start.grant == .implicit else { return }
    guard policy.implicit == .acceptForSignIn, start.purpose == .signIn else {
      throw ProvisioningError(
        .refused, "The implicit grant is not allowed here.",
        reason: "A token that leaked elsewhere cannot be told from one that was given here.",
        remedy: "Use the code grant; or allow the implicit one by policy, for signing in only.")
    }
  }

  func begin(
    _ start: Start, origin: SignInTransaction.Origin, in browser: BrowserKey
  ) async throws(ProvisioningError) -> String {
    let state = Secret(provisioner.environment.makeName(.ticket))
    let redirectURI = start.redirectURI ?? provider.redirectURIs.primary
    var account: String?
    if case .link(let id) = start.purpose { account = id.rawValue }
    let transaction = SignInTransaction(
      provider: provider.name.rawValue, grant: start.grant, redirectURI: redirectURI.rawValue,
      account: account, returnPath: start.returnPath?.rawValue, origin: origin,
      begun: now.milliseconds)
    let key = Record.Key(.signIn, SignInTransaction.name(state, of: browser))
    try await store.write([put(transaction, at: key)])
    try await store.expireRecords(before: now)
    return provider.authorizationURL(
      for: AuthorizationRequest(
        state: state, redirectURI: redirectURI, grant: start.grant, district: start.district,
        confirmation: start.confirmation))
  }

  // MARK: Completing

  /// Redeems what came, asks the provider who it is, and signs that person in, or links the
  /// identity, as the purpose says.
  ///
  /// Throws `refused` and `unavailable` as the provider does, `refused` where a rule forbids the
  /// link, and the errors of the store. After an error the person begins again: a code is gone once
  /// it was sent.
  public func complete(
    _ callback: AcceptedCallback, by: Attribution? = nil, progress: SignInProgress = { _ in }
  ) async throws(ProvisioningError) -> FederatedOutcome {
    guard callback.completion.begin() else {
      throw ProvisioningError(
        .refused, "The sign-in was completed before.",
        reason: "What came with it is sent to the provider once.", remedy: "Sign in again.")
    }
    progress(.redeeming)
    let assertion: Assertion
    switch callback.answer {
    case .code(let code):
      assertion = try await provider.assertion(
        redeeming: code, sentTo: callback.redirectURI, progress: progress)
    case .token(let token):
      assertion = try await provider.assertion(bearing: token, progress: progress)
    case .error, .nothing, .malformed:
      preconditionFailure("only a code or a token is accepted")
    }
    return try await provision(assertion, for: callback.purpose, by, progress, callback.returnPath)
  }

  /// Signs in a client of its own (a native or single-page app) that brings a token of the implicit
  /// grant. It began the sign-in and checked the state itself.
  ///
  /// Throws `refused` unless policy accepts the implicit grant, and as ``complete(_:by:progress:)``
  /// does.
  public func signIn(
    bearing token: Secret, by: Attribution? = nil, progress: SignInProgress = { _ in }
  ) async throws(ProvisioningError) -> FederatedOutcome {
    var start = Start()
    start.grant = .implicit
    try check(start)
    progress(.redeeming)
    let assertion = try await provider.assertion(bearing: token, progress: progress)
    return try await provision(assertion, for: .signIn, by, progress, nil)
  }

  private func provision(
    _ assertion: Assertion, for purpose: SignInPurpose, _ by: Attribution?,
    _ progress: SignInProgress, _ returnPath: ReturnPath?
  ) async throws(ProvisioningError) -> FederatedOutcome {
    progress(.provisioning)
    var answer: SignInAnswer?
    if case .link(let account) = purpose { answer = .existing(account, because: .proof) }
    var provisioner = provisioner
    if !assertion.tellsAllKeys { provisioner.policy.newcomers = SignInPolicy.everybodyIsAsked }
    let outcome = try await provisioner.signIn(
      assertion.identity, answering: answer,
      by: by ?? Attribution(actor: provider.name.rawValue))
    let isKept = outcome.kind != .denied && outcome.kind != .held
    return FederatedOutcome(
      outcome: outcome, identity: assertion.identity, token: assertion.token, purpose: purpose,
      returnPath: returnPath, vaultError: isKept ? await keep(assertion) : nil)
  }

  /// Keeps the token, if anything does. What goes wrong is told, not thrown: the sign-in was
  /// committed, and an error would send the person to begin again.
  private func keep(_ assertion: Assertion) async -> ProvisioningError? {
    do throws(ProvisioningError) {
      try await vault?.keep(assertion.token, of: assertion.identity.key)
      return nil
    } catch {
      return error
    }
  }

  // MARK: Keeping

  var store: any AccountStore { provisioner.store }
  var now: Timestamp { provisioner.environment.now() }

  func put(
    _ transaction: SignInTransaction, at key: Record.Key
  ) throws(ProvisioningError) -> RecordChange {
    .put(key, value: try recordText(transaction), expires: transaction.expires, replacing: 0)
  }
}
