import Provisioning
import ProvisioningTesting
import Synchronization
import Testing

@Suite("Signing in at a provider")
struct FederatedSignInTests {
  let school = School(policy: SignInPolicy(newcomers: [.teacher: .create]))
  let provider = StandIn()
  let browser = BrowserKey("browser-of-the-first-person")!
  var door: FederatedSignIn { FederatedSignIn(provider: provider, provisioner: school.door) }

  /// The state in an address of the stand-in's.
  func state(in url: String) -> String { String(url.split(separator: "=").last ?? "") }

  func accepted(_ step: CallbackStep) throws -> AcceptedCallback {
    guard case .proceed(let callback) = step else { throw Unexpected(step: "\(step)") }
    return callback
  }

  struct Unexpected: Error { let step: String }

  @Test("The button, the callback, the account")
  func roundTrip() async throws {
    var start = FederatedSignIn.Start()
    start.returnPath = ReturnPath("/home")
    let state = state(in: try await door.begin(start, in: browser))
    let step = try await door.receive(
      CallbackResponse(query: "code=ana&state=\(state)"), in: browser)
    let stages = Mutex<[SignInStage]>([])
    let result = try await door.complete(accepted(step)) { stage in
      stages.withLock { $0.append(stage) }
    }
    #expect(result.outcome.kind == .created && result.returnPath?.rawValue == "/home")
    #expect(try await school.home("clever:ana") == result.outcome.account)
    #expect(stages.withLock { $0 } == SignInStage.allCases)
  }

  @Test("Fifty callbacks alike at once: one exchange, one account, the rest are repeated")
  func crowd() async throws {
    let state = state(in: try await door.begin(in: browser))
    let response = CallbackResponse(query: "code=ana&state=\(state)")
    let door = door
    let counts = await withTaskGroup(of: String.self) { group in
      for _ in 0..<50 {
        group.addTask {
          switch try? await door.receive(response, in: browser) {
          case .proceed(let callback):
            _ = try? await door.complete(callback)
            return "proceed"
          case .repeated: return "repeated"
          default: return "other"
          }
        }
      }
      return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
    #expect(counts == ["proceed": 1, "repeated": 49])
    #expect(provider.redeemed == ["ana"])
  }

  @Test("Fifty unasked codes alike at once, where policy accepts them: one exchange")
  func unaskedCrowd() async throws {
    var door = door
    door.policy.unasked = .acceptForSignIn
    let response = CallbackResponse(query: "code=ana")
    let front = door
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<50 {
        group.addTask {
          guard case .proceed(let callback) = try? await front.receive(response, in: browser) else {
            return
          }
          _ = try? await front.complete(callback)
        }
      }
    }
    #expect(provider.redeemed == ["ana"])
  }

  @Test("An unasked code is not redeemed: one more way round with a state, which signs in")
  func relaunch() async throws {
    let step = try await door.receive(CallbackResponse(query: "code=ana"), in: nil)
    guard case .redirect(let url, let key) = step else { throw Unexpected(step: "\(step)") }
    #expect(provider.redeemed.isEmpty)
    let response = CallbackResponse(query: "code=ana-2&state=\(state(in: url))")
    _ = try await door.complete(accepted(door.receive(response, in: key)))
    #expect(provider.redeemed == ["ana-2"])
  }

  @Test("A provider that drops the state does not send the browser round for ever")
  func loop() async throws {
    var steps: [String] = []
    for number in 0..<6 {
      switch try await door.receive(CallbackResponse(query: "code=c\(number)"), in: browser) {
      case .redirect: steps.append("redirect")
      case .refused(let refusal): steps.append(refusal.rawValue)
      default: steps.append("other")
      }
    }
    #expect(steps == ["redirect", "redirect", "redirect", "loop", "loop", "loop"])
    #expect(provider.redeemed.isEmpty)
  }

  @Test("Another browser's callback is refused, and leaves this one's sign-in as it was")
  func otherBrowser() async throws {
    let state = state(in: try await door.begin(in: browser))
    let response = CallbackResponse(query: "code=ana&state=\(state)")
    for other in [nil, BrowserKey("browser-of-another-person")] {
      let step = try await door.receive(response, in: other)
      guard case .refused(.stateMismatch) = step else { throw Unexpected(step: "\(step)") }
    }
    #expect(provider.redeemed.isEmpty)
    _ = try accepted(try await door.receive(response, in: browser))
  }

  @Test("A callback to link is refused once somebody else, or nobody, is signed in")
  func otherPerson() async throws {
    let owner = try await school.enter(.person("local:ana", .teacher))
    let other = try await school.enter(.person("local:bo", .teacher))
    var start = FederatedSignIn.Start()
    start.purpose = .link(to: owner)
    let state = state(in: try await door.begin(start, in: browser))
    let response = CallbackResponse(query: "code=ana&state=\(state)")
    for account in [nil, other] {
      let step = try await door.receive(response, in: browser, signedInAs: account)
      guard case .refused(.otherPerson) = step else { throw Unexpected(step: "\(step)") }
    }
    let step = try await door.receive(response, in: browser, signedInAs: owner)
    let result = try await door.complete(accepted(step))
    #expect(result.outcome.kind == .linked && result.outcome.account == owner)
    #expect(try await school.home("clever:ana") == owner)
  }

  @Test("An identity that belongs to an account in use is linked to no other, and neither changes")
  func linkedElsewhere() async throws {
    let owner = try await school.enter(.person("clever:ana", .teacher))
    let other = try await school.enter(.person("local:bo", .teacher))
    var start = FederatedSignIn.Start()
    start.purpose = .link(to: other)
    let state = state(in: try await door.begin(start, in: browser))
    let step = try await door.receive(
      CallbackResponse(query: "code=ana&state=\(state)"), in: browser, signedInAs: other)
    let callback = try accepted(step)
    await #expect(throws: ProvisioningError.self) { try await door.complete(callback) }
    #expect(try await school.home("clever:ana") == owner)
  }

  @Test("A refused role leaves no account, no link and no journal entry")
  func refusedRole() async throws {
    let school = School(gate: RoleGate(roles: [.student]))
    let door = FederatedSignIn(provider: provider, provisioner: school.door)
    let state = state(in: try await door.begin(in: browser))
    let response = CallbackResponse(query: "code=ana&state=\(state)")
    let vault = InMemoryTokenVault()
    var keeping = door
    keeping.vault = vault
    let result = try await keeping.complete(accepted(door.receive(response, in: browser)))
    #expect(result.outcome.kind == .denied)
    #expect(try await school.home("clever:ana") == nil)
    #expect(vault.token(of: .named("clever:ana"), at: school.time.environment.now()) == nil)
  }

  @Test(
    "Where no token of the implicit grant is allowed, neither a page nor a client gets in by one")
  func implicitRefused() async throws {
    var start = FederatedSignIn.Start()
    start.grant = .implicit
    await #expect(throws: ProvisioningError.self) { try await door.begin(start, in: browser) }
    await #expect(throws: ProvisioningError.self) { try await door.signIn(bearing: Secret("ana")) }
    #expect(provider.redeemed.isEmpty)
  }

  @Test("The implicit grant signs in where policy allows it, and never links")
  func implicit() async throws {
    var door = door
    door.policy.implicit = .acceptForSignIn
    var start = FederatedSignIn.Start()
    start.grant = .implicit
    let state = state(in: try await door.begin(start, in: browser))
    let response = CallbackResponse(fragment: "access_token=ana&state=\(state)")
    let result = try await door.complete(accepted(door.receive(response, in: browser)))
    #expect(result.outcome.isSignedIn)
    start.purpose = .link(to: try #require(result.outcome.account))
    await #expect(throws: ProvisioningError.self) { try await door.begin(start, in: browser) }
  }

  @Test("A redirect URI that is not registered begins nothing")
  func unregistered() async throws {
    var start = FederatedSignIn.Start()
    start.redirectURI = try RedirectURI("https://elsewhere.example/cb")
    await #expect(throws: ProvisioningError.self) { try await door.begin(start, in: browser) }
  }

  @Test("The store keeps neither a state, a code nor a browser's key")
  func storedNames() async throws {
    let state = state(in: try await door.begin(in: browser))
    _ = try await door.receive(CallbackResponse(query: "code=ana-code&state=\(state)"), in: browser)
    _ = try await door.begin(in: browser)
    for kind in ["sign-in", "sign-in-ended", "code"] {
      let records = try await school.store.records(
        of: Record.Kind(rawValue: kind), after: nil, limit: 10)
      #expect(records.count == 1)
      for record in records {
        let text = record.key.name + record.value
        for secret in [state, "ana-code", browser.secret.exposed] {
          #expect(!text.contains(secret))
        }
      }
    }
  }
}

/// A provider whose codes and tokens are the subjects of teachers.
final class StandIn: IdentityProvider {
  let name = ProviderName("clever")!
  let redirectURIs: RedirectURIs
  private let codes = Mutex<[String]>([])
  private let tellsAllKeys: Bool

  var redeemed: [String] { codes.withLock { $0 } }

  init(tellsAllKeys: Bool = true) {
    self.tellsAllKeys = tellsAllKeys
    guard let uris = try? RedirectURIs(["https://app.example/cb"]) else { fatalError("no URI") }
    redirectURIs = uris
  }

  func authorizationURL(for request: AuthorizationRequest) -> String {
    "https://provider.example/authorize?state=\(request.state.exposed)"
  }

  func assertion(
    redeeming code: Secret, sentTo redirectURI: RedirectURI, progress: SignInProgress
  ) async throws(ProvisioningError) -> Assertion {
    codes.withLock { $0.append(code.exposed) }
    return try await assertion(bearing: code, progress: progress)
  }

  func assertion(
    bearing token: Secret, progress: SignInProgress
  ) async throws(ProvisioningError) -> Assertion {
    progress(.identifying)
    var assertion = Assertion(
      identity: .person("clever:\(token.exposed)", .teacher),
      token: BearerToken(token, expires: Timestamp(milliseconds: .max)))
    assertion.tellsAllKeys = tellsAllKeys
    return assertion
  }
}
