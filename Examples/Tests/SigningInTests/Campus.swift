import Foundation
import SandboxTesting
import CleverSandbox
import Provisioning
import ProvisioningClever
import ProvisioningHTTP
import ProvisioningSystem

/// A sandbox that runs, and an app's front door before it.
struct Campus: Sendable {
  static let redirectURIs = ["http://127.0.0.1:8080/auth/clever", "http://127.0.0.1:8080/other"]

  let sandbox: TestSandbox
  let store: any AccountStore

  /// Runs a sandbox for as long as `body` takes.
  static func open<Result: Sendable>(
    _ store: any AccountStore = InMemoryStore(),
    _ body: @escaping @Sendable (Campus) async throws -> Result
  ) async throws -> Result {
    try await TestSandbox.run(try start.get()) { sandbox in
      try await body(Campus(sandbox: sandbox, store: store))
    }
  }

  private static let start = Result {
    var options = SandboxOptions()
    options.redirectURIs = redirectURIs
    return try SandboxServer(options)
  }

  var announcement: SandboxAnnouncement { sandbox.told }
  var transport: any HTTPTransport { sandbox.transport }
  var url: String { announcement.url }

  func user(_ role: UserType, _ sharing: CleverSandbox.Sharing = .district) throws
    -> SandboxAnnouncement.User
  {
    try sandbox.user(role, sharing)
  }

  /// The app's front door.
  func door(
    _ version: CleverVersion = .v31, gate: RoleGate = .open,
    newcomers: SignInPolicy.Newcomer = .create
  ) throws -> FederatedSignIn {
    let app = try CleverApp(
      clientID: announcement.clientID, clientSecret: Secret(announcement.clientSecret),
      redirectURIs: RedirectURIs(announcement.redirectURIs), version: version,
      hosts: .sandbox(at: url))
    let policy = SignInPolicy(
      newcomers: Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0, newcomers) }))
    return FederatedSignIn(
      provider: Clever(app: app, transport: transport, now: Environment.system.now),
      provisioner: Provisioner(
        store: store, gate: gate, policy: policy, environment: .system))
  }

  func visitor() -> Visitor {
    Visitor(browser: Browser(sandbox), key: BrowserKey(in: .system))
  }

  /// Somebody else at the browser: the sandbox has forgotten who was signed in, the app has not.
  func other(after visitor: Visitor) -> Visitor {
    Visitor(browser: Browser(sandbox), key: visitor.key)
  }

  typealias Failure = TestSandbox.Failure
}

extension Campus {
  /// Brings the answer of the sandbox to the app's front door, and goes where that leads, until
  /// somebody is in or a page says no.
  func arrive(
    _ landing: HTTPResponse, _ visitor: inout Visitor, at door: FederatedSignIn,
    signedInAs account: Account.ID? = nil
  ) async throws -> FederatedOutcome {
    var landing = landing
    for _ in 0..<5 {
      guard let address = landing.destination else {
        throw Failure("no callback: \(landing.status), \(landing.text)")
      }
      switch try await door.receive(
        CallbackResponse(query: Self.query(of: address)), in: visitor.key, signedInAs: account)
      {
      case .proceed(let callback): return try await door.complete(callback)
      case .redirect(let url, let key):
        visitor.key = key
        landing = try await visitor.browser.open(url)
      case .repeated: throw Failure("repeated")
      case .refused(let refusal): throw refusal
      }
    }
    throw Failure("the browser went round and round")
  }

  /// Clicks the app's button, signs in at the sandbox, and comes back.
  func signInByButton(
    _ user: SandboxAnnouncement.User, _ visitor: inout Visitor, at door: FederatedSignIn,
    _ start: FederatedSignIn.Start = FederatedSignIn.Start()
  ) async throws -> FederatedOutcome {
    guard let key = visitor.key else { throw Failure("no key") }
    let url = try await door.begin(start, in: key)
    var landing = try await visitor.browser.open(url)
    if landing.destination == nil {
      landing = try await visitor.browser.signIn(as: user, at: url)
    }
    if landing.destination == nil {
      landing = try await visitor.browser.press(
        "/oauth/consent", on: landing, ["decision": "allow"])
    }
    var account: Account.ID?
    if case .link(let owner) = start.purpose { account = owner }
    return try await arrive(landing, &visitor, at: door, signedInAs: account)
  }

  static func query(of address: String) -> String {
    String(address.split(separator: "?", maxSplits: 1).last ?? "")
  }
}
