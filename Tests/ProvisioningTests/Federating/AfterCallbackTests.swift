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
    for kind in ["sign-in", "code"] {
      let records = try await school.store.records(
        of: Record.Kind(rawValue: kind), after: nil, limit: 10)
      #expect(records.count == 1, "\(kind)")
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
