import Provisioning
import ProvisioningClever
import ProvisioningCurl
import ProvisioningSystem
import Testing

/// The Swift that `docs/clever.md` shows.
@Suite struct CleverSnippets {
  @Test func signInWithClever() async throws {
    let (clientID, clientSecret) = ("client", "secret")
    let cookie: String? = nil
    let provisioner = Provisioner(store: InMemoryStore(), environment: .system)

    let app = try CleverApp(
      clientID: clientID, clientSecret: Secret(clientSecret),
      redirectURIs: RedirectURIs(["https://app.example/clever/callback"]))
    let clever = Clever(app: app, transport: CurlTransport(), now: Environment.system.now)
    let signIn = FederatedSignIn(provider: clever, provisioner: provisioner)

    let browser = cookie.flatMap(BrowserKey.init) ?? BrowserKey(in: .system)
    var start = FederatedSignIn.Start()
    start.returnPath = ReturnPath("/classes")
    let url = try await signIn.begin(start, in: browser)

    #expect(url.hasPrefix("https://clever.com/oauth/authorize?response_type=code&"))
    let refusals = try await callback("state=other&code=c", browser.secret.exposed, signIn)
    #expect(refusals == [.stateMismatch])
    try await linking(in: browser, by: signIn)
    await #expect(throws: ProvisioningError.self) { try await implicit("", by: signIn) }
  }

  /// A blank token is refused before anything is asked.
  @Test func classes() async throws {
    let district = try #require(CleverID("d1"))
    await #expect(throws: ProvisioningError.self) { try await nightly("", district) }
  }

  private func nightly(_ districtToken: String, _ districtID: CleverID) async throws {
    let provisioner = Provisioner(store: InMemoryStore(), environment: .system)

    let data = try CleverData(token: Secret(districtToken), transport: CurlTransport())
    let sync = CleverDistrictSync(data, district: districtID, provisioner: provisioner)
    let result = try await sync.run(by: Attribution(actor: "nightly"))

    #expect(result.decision == .listing(because: .first))
  }

  /// Without a token, the button says so.
  @Test func teachersClasses() async throws {
    let provisioner = Provisioner(store: InMemoryStore(), environment: .system)
    let app = try CleverApp(
      clientID: "client", clientSecret: Secret("secret"),
      redirectURIs: RedirectURIs(["https://app.example/clever/callback"]))
    let clever = Clever(app: app, transport: CurlTransport(), now: Environment.system.now)
    var signIn = FederatedSignIn(provider: clever, provisioner: provisioner)
    let identity = Identity(
      key: Identity.Key(.clever, try #require(Identity.Subject("t1"))), profile: Profile())
    let result = FederatedOutcome(
      outcome: try await provisioner.signIn(identity, by: Attribution(actor: "test")),
      identity: identity, token: BearerToken(Secret("t"), expires: Environment.system.now()))
    let show = { (_: [SyncedSection]) in }

    let vault = InMemoryTokenVault()
    signIn.vault = vault
    let source = CleverTeacherSections(transport: CurlTransport())
    let sync = TeacherSync(provisioner, source: source, policy: .first, vault: vault)

    if let classes = try await sync.run(after: result) {
      show(classes.sections)
    }

    await #expect(throws: ProvisioningError.self) { try await button(sync, of: identity.key) }
  }

  private func button(_ sync: TeacherSync, of teacher: Identity.Key) async throws {
    let now = try await sync.run(for: teacher)
    let offers = try await sync.offers(for: teacher)
    let chosen = SectionChoice.only(Set(offers.prefix(2).map(\.key)))
    _ = try await sync.run(for: teacher, choosing: chosen)

    #expect(now.sections.isEmpty)
  }

  private func callback(
    _ query: String, _ cookie: String?, _ signIn: FederatedSignIn
  ) async throws -> [CallbackRefusal] {
    let current: Account.ID? = nil
    var refusals: [CallbackRefusal] = []
    let show = { @Sendable (_: SignInStage) in }
    let enter = { (_: FederatedOutcome) in }
    let redirect = { (_: String, _: BrowserKey) in }
    let resume = { (_: ReturnPath?) in }
    let page = { (refusal: CallbackRefusal) in refusals.append(refusal) }

    let response = CallbackResponse(query: query)
    let browser = cookie.flatMap(BrowserKey.init)
    switch try await signIn.receive(response, in: browser, signedInAs: current) {
    case .proceed(let callback):
      let result = try await signIn.complete(callback) { stage in show(stage) }
      enter(result)
    case .redirect(let url, let browser):
      redirect(url, browser)
    case .repeated(let path):
      resume(path)
    case .refused(let refusal):
      page(refusal)
    }

    return refusals
  }

  private func linking(in browser: BrowserKey, by signIn: FederatedSignIn) async throws {
    let account = try #require(Account.ID("a-1"))

    var start = FederatedSignIn.Start()
    start.purpose = .link(to: account)
    let url = try await signIn.begin(start, in: browser)

    #expect(url.contains("state="))
  }

  private func implicit(_ token: String, by signIn: FederatedSignIn) async throws {
    var native = signIn
    native.policy.implicit = .acceptForSignIn
    let result = try await native.signIn(bearing: Secret(token))

    #expect(result.purpose == .signIn)
  }
}
