import Foundation
import CleverSandbox
import Provisioning
import ProvisioningClever
import ProvisioningCurl
import ProvisioningHTTP
import ProvisioningSystem

/// A sandbox that runs, and an app's front door before it.
struct Campus: Sendable {
  static let redirectURIs = ["http://127.0.0.1:8080/auth/clever", "http://127.0.0.1:8080/other"]

  let announcement: SandboxAnnouncement
  let transport: any HTTPTransport
  let store: any AccountStore

  /// Runs a sandbox on a free port for as long as `body` takes.
  static func open<Result: Sendable>(
    _ store: any AccountStore = InMemoryStore(),
    _ body: @escaping @Sendable (Campus) async throws -> Result
  ) async throws -> Result {
    var options = SandboxOptions()
    options.redirectURIs = redirectURIs
    let server = try SandboxServer(options)
    let transport = CurlTransport()
    let (announcements, continuation) = AsyncStream<SandboxAnnouncement>.makeStream()
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask {
        try await server.run { continuation.yield($0) }
        continuation.finish()
        return nil
      }
      group.addTask {
        for await announcement in announcements {
          return try await body(
            Campus(announcement: announcement, transport: transport, store: store))
        }
        throw Failure("the sandbox did not start")
      }
      defer { group.cancelAll() }
      while let result = try await group.next() {
        if let result { return result }
      }
      throw Failure("the sandbox ended")
    }
  }

  var url: String { announcement.url }

  func user(_ role: UserType, _ sharing: CleverSandbox.Sharing = .district) throws
    -> SandboxAnnouncement.User
  {
    let found = announcement.users.first { $0.role == role && $0.sharing == sharing }
    guard let found else { throw Failure("the sandbox announces no \(role)") }
    return found
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
    Visitor(url, over: transport, key: BrowserKey(in: .system))
  }

  /// Turns something at the sandbox.
  func control(_ path: String, _ json: String) async throws {
    let response = try await transport.send(
      HTTPRequest(
        .post, url + "/sandbox/" + path, headers: [HTTPHeader("Content-Type", "application/json")],
        body: Array(json.utf8)))
    guard response.status == 200 else {
      throw Failure(
        "the sandbox answered \(response.status): \(String(decoding: response.body, as: UTF8.self))"
      )
    }
  }

  /// How often the app asked the sandbox for something.
  func requests(_ name: String) async throws -> Int {
    let response = try await transport.send(HTTPRequest(.get, url + "/sandbox/requests"))
    let text = String(decoding: response.body, as: UTF8.self)
    guard let range = text.range(of: "\"\(name)\":") else { return 0 }
    return Int(text[range.upperBound...].prefix { $0.isNumber }) ?? 0
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }
}

extension Campus {
  /// Brings the answer of the sandbox to the app's front door, and goes where that leads, until
  /// somebody is in or a page says no.
  func arrive(
    _ landing: Visitor.Landing, _ visitor: inout Visitor, at door: FederatedSignIn,
    signedInAs account: Account.ID? = nil
  ) async throws -> FederatedOutcome {
    var landing = landing
    for _ in 0..<5 {
      guard case .app(let address) = landing else { throw Failure("no callback: \(landing)") }
      switch try await door.receive(
        CallbackResponse(query: Self.query(of: address)), in: visitor.key, signedInAs: account)
      {
      case .proceed(let callback): return try await door.complete(callback)
      case .redirect(let url, let key):
        visitor.key = key
        landing = try await visitor.open(url)
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
    var landing = try await visitor.open(url)
    if case .page = landing { landing = try await visitor.signIn(as: user, at: url) }
    if case .page(_, let path, _) = landing, path.hasPrefix("/oauth/authorize") {
      landing = try await visitor.submit(
        "/oauth/consent", [("continue", path), ("decision", "allow")])
    }
    var account: Account.ID?
    if case .link(let owner) = start.purpose { account = owner }
    return try await arrive(landing, &visitor, at: door, signedInAs: account)
  }

  static func query(of address: String) -> String {
    String(address.split(separator: "?", maxSplits: 1).last ?? "")
  }
}
