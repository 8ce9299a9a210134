import Provisioning
import ProvisioningTesting
import Testing

/// What holds beyond one callback: what may come of it later, and what it leaves behind.
@Suite("What comes after a callback")
struct AfterCallbackTests {
  let school = School(policy: SignInPolicy(newcomers: [.teacher: .create]))
  let provider = StandIn()
  let browser = BrowserKey("browser-of-the-first-person")!
  var door: FederatedSignIn { FederatedSignIn(provider: provider, provisioner: school.door) }

  func state(in url: String) -> String { String(url.split(separator: "=").last ?? "") }

  @Test("A callback is completed once: a second time, its code is not sent again")
  func completedOnce() async throws {
    let state = state(in: try await door.begin(in: browser))
    let step = try await door.receive(
      CallbackResponse(query: "code=ana&state=\(state)"), in: browser)
    guard case .proceed(let callback) = step else { throw Unexpected() }
    _ = try await door.complete(callback)
    let error = await #expect(throws: ProvisioningError.self) { try await door.complete(callback) }
    #expect(error?.code == .refused)
    #expect(provider.redeemed == ["ana"])
  }

  @Test("Sign-ins that are over leave the store, where every one begins at the provider too")
  func forgotten() async throws {
    for number in 0..<5 {
      let step = try await door.receive(CallbackResponse(query: "code=c\(number)"), in: browser)
      guard case .redirect(let url, _) = step else { throw Unexpected() }
      _ = try await door.receive(
        CallbackResponse(query: "code=d\(number)&state=\(state(in: url))"), in: browser)
      school.time.advance(seconds: 7200)
    }
    for (kind, count) in [("sign-in", 0), ("sign-in-ended", 1), ("code", 1)] {
      let records = try await school.store.records(
        of: Record.Kind(rawValue: kind), after: nil, limit: 10)
      #expect(records.count == count, "\(kind)")
    }
  }

  @Test("A loop is seen however many sign-ins the browser has ended before")
  func loopAmongEnded() async throws {
    for number in 0..<300 {
      let state = state(in: try await door.begin(in: browser))
      _ = try await door.receive(
        CallbackResponse(query: "code=a\(number)&state=\(state)"), in: browser)
    }
    var steps: [String] = []
    for number in 0..<5 {
      steps.append(
        "\(try await door.receive(CallbackResponse(query: "code=b\(number)"), in: browser))")
    }
    let round = "redirect(…)"
    #expect(steps == [round, round, round, "refused(loop)", "refused(loop)"])
  }

  @Test("A browser that has begun more than anybody does goes round no more")
  func crowded() async throws {
    for _ in 0..<100 { _ = try await door.begin(in: browser) }
    for unasked in [FederationPolicy.Unasked.relaunch, .acceptForSignIn] {
      var door = door
      door.policy.unasked = unasked
      let step = try await door.receive(CallbackResponse(query: "code=ana"), in: browser)
      #expect("\(step)" == "refused(loop)")
    }
  }

  @Test("No description of a step, a callback or an outcome tells a state, a code or a token")
  func descriptions() async throws {
    let round = try await door.receive(CallbackResponse(query: "code=canary-1"), in: browser)
    guard case .redirect(let url, _) = round else { throw Unexpected() }
    let state = state(in: url)
    let good = try await door.receive(
      CallbackResponse(query: "code=canary-2&state=\(state)"), in: browser)
    guard case .proceed(let callback) = good else { throw Unexpected() }
    let outcome = try await door.complete(callback)
    let values: [Any] = [round, good, callback, outcome, outcome.token]
    for value in values {
      for text in ["\(value)", String(reflecting: value)] {
        #expect(!text.contains(state) && !text.contains("canary"), "\(text)")
      }
    }
  }

  @Test("A vault that fails takes back no sign-in that was committed: the outcome tells")
  func failingVault() async throws {
    var door = door
    door.vault = FullVault()
    let state = state(in: try await door.begin(in: browser))
    let step = try await door.receive(
      CallbackResponse(query: "code=ana&state=\(state)"), in: browser)
    guard case .proceed(let callback) = step else { throw Unexpected() }
    let result = try await door.complete(callback)
    #expect(result.outcome.kind == .created && result.vaultError?.code == .unavailable)
    #expect(try await school.home("clever:ana") == result.outcome.account)
  }

  @Test("Where the provider may know the person by another key, nobody is created unasked")
  func untoldKeys() async throws {
    for (tellsAllKeys, kind) in [(true, SignInOutcome.Kind.created), (false, .ask)] {
      var door = FederatedSignIn(
        provider: StandIn(tellsAllKeys: tellsAllKeys), provisioner: school.door)
      door.policy.implicit = .acceptForSignIn
      let name = "ana-\(tellsAllKeys)"
      #expect(try await door.signIn(bearing: Secret(name)).outcome.kind == kind)
    }
  }

  @Test("A code that was seen before makes no sign-in of a link that was begun")
  func seenCode() async throws {
    let first = state(in: try await door.begin(in: browser))
    _ = try await door.receive(CallbackResponse(query: "code=ana&state=\(first)"), in: browser)
    let owner = try await school.enter(.person("local:ana", .teacher))
    var start = FederatedSignIn.Start()
    start.purpose = .link(to: owner)
    let second = state(in: try await door.begin(start, in: browser))
    let step = try await door.receive(
      CallbackResponse(query: "code=ana&state=\(second)"), in: browser, signedInAs: owner)
    guard case .refused(.stateMismatch) = step else { throw Unexpected() }
  }

  @Test("A token is not taken once policy takes none, though its sign-in was begun before")
  func policyChanged() async throws {
    var native = door
    native.policy.implicit = .acceptForSignIn
    var start = FederatedSignIn.Start()
    start.grant = .implicit
    let state = state(in: try await native.begin(start, in: browser))
    let step = try await door.receive(
      CallbackResponse(fragment: "access_token=ana&state=\(state)"), in: browser)
    guard case .refused(.grantMismatch) = step else { throw Unexpected() }
  }

  struct Unexpected: Error {}
}

/// A vault that keeps nothing.
private struct FullVault: TokenVault {
  func keep(_ token: BearerToken, of key: Identity.Key) async throws(ProvisioningError) {
    throw ProvisioningError(.unavailable, "The vault is full.")
  }

  func token(of key: Identity.Key, at moment: Timestamp) async -> BearerToken? { nil }
  func forget(_ key: Identity.Key) async {}
}
