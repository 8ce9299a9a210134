import CleverSandbox
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Provisioning
import ProvisioningClever
import ProvisioningCurl
import ProvisioningSystem
import Synchronization

/// The smallest app that Clever could certify: a button, a callback, a page that names who is in, and
/// a way out. It may have faults.
final class PlainApp: Sendable {
  /// What is wrong with it.
  enum Fault: Sendable {
    case takesAnyState, keepsTheFirstSession, staysLoggedIn, namesNobody, leadsNowhere
    case redeemsAgain, takesStrangeCodes
  }

  private let faults: Set<Fault>
  private let door = Mutex<FederatedSignIn?>(nil)
  private let names = Mutex<[String: String]>([:])

  init(_ faults: Set<Fault> = []) { self.faults = faults }

  /// Runs beside a sandbox for as long as `body` takes, which is given the address of its button and
  /// that of its callback.
  func serve<Result: Sendable>(
    beside sandbox: SandboxAnnouncement,
    _ body: @escaping @Sendable (_ button: String, _ callback: String) async throws -> Result
  ) async throws -> Result {
    let (ports, continuation) = AsyncStream<Int>.makeStream()
    var logger = Logger(label: "plain-app")
    logger.logLevel = .critical
    let app = Application(
      router: router,
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { continuation.yield($0.localAddress?.port ?? 0) }, logger: logger)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask {
        try await app.run()
        return nil
      }
      group.addTask { [self] in
        guard let port = await ports.first(where: { _ in true }) else { return nil }
        let url = "http://127.0.0.1:\(port)"
        try open(url + "/callback", sandbox)
        return try await body(url + "/login", url + "/callback")
      }
      defer { group.cancelAll() }
      while let result = try await group.next() {
        if let result { return result }
      }
      throw CancellationError()
    }
  }

  private func open(_ callback: String, _ sandbox: SandboxAnnouncement) throws {
    let app = try CleverApp(
      clientID: sandbox.clientID, clientSecret: Secret(sandbox.clientSecret),
      redirectURIs: RedirectURIs([callback]), hosts: .sandbox(at: sandbox.url))
    let policy = SignInPolicy(
      newcomers: Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0, .create) }))
    let front = FederatedSignIn(
      provider: Clever(app: app, transport: CurlTransport(), now: Environment.system.now),
      provisioner: Provisioner(store: InMemoryStore(), policy: policy, environment: .system))
    door.withLock { $0 = front }
  }

  private var router: Router<BasicRequestContext> {
    let router = Router()
    router.get("login") { [self] request, _ in try await login(request) }
    router.get("callback") { [self] request, _ in try await callback(request) }
    router.get("") { [self] request, _ in page(request) }
    router.post("logout") { [self] request, _ in
      if !faults.contains(.staysLoggedIn), let key = Self.cookie("session", request) {
        names.withLock { $0[key] = nil }
      }
      return Self.redirect("/")
    }
    return router
  }

  private func login(_ request: Request) async throws -> Response {
    guard let door = door.withLock({ $0 }), !faults.contains(.leadsNowhere) else {
      return Self.html("<p>Soon.</p>")
    }
    let key = Self.cookie("browser", request).flatMap(BrowserKey.init) ?? BrowserKey(in: .system)
    return Self.redirect(
      try await door.begin(in: key), cookie: "browser=\(key.secret.exposed); Path=/; HttpOnly")
  }

  private func callback(_ request: Request) async throws -> Response {
    guard let door = door.withLock({ $0 }) else {
      return Self.html("", status: .serviceUnavailable)
    }
    let response = CallbackResponse(query: request.uri.query ?? "")
    let query = request.uri.queryParameters
    if faults.contains(.takesStrangeCodes), query["state"] == nil {
      return Self.html("<p>Welcome.</p>")
    }
    let key = Self.cookie("browser", request).flatMap(BrowserKey.init)
    switch try await door.receive(response, in: key) {
    case .proceed(let callback): return enter(try await door.complete(callback), request)
    case .redirect(let url, let key):
      return Self.redirect(url, cookie: "browser=\(key.secret.exposed); Path=/; HttpOnly")
    case .repeated:
      if faults.contains(.redeemsAgain), let code = query["code"] {
        _ = try? await door.provider.assertion(
          redeeming: Secret(String(code)), sentTo: door.provider.redirectURIs.primary,
          progress: { _ in })
      }
      return Self.redirect("/")
    case .refused(let refusal):
      return Self.html(
        "<p>Please sign in again.</p>",
        status: faults.contains(.takesAnyState) ? .ok : .init(code: refusal.status))
    }
  }

  private func enter(_ result: FederatedOutcome, _ request: Request) -> Response {
    guard result.outcome.isSignedIn else { return Self.html("<p>No.</p>", status: .forbidden) }
    if faults.contains(.keepsTheFirstSession), Self.cookie("session", request) != nil {
      return Self.redirect("/")
    }
    let profile = result.identity.profile
    let name = [profile.given, profile.middle, profile.family].compactMap { $0 }
    let session = BrowserKey(in: .system).secret.exposed
    names.withLock { $0[session] = name.joined(separator: " ") }
    return Self.redirect("/", cookie: "session=\(session); Path=/; HttpOnly")
  }

  private func page(_ request: Request) -> Response {
    let name = Self.cookie("session", request).flatMap { key in names.withLock { $0[key] } }
    guard let name else { return Self.html("<a href=\"/login\">Log in with Clever</a>") }
    return Self.html(
      "<p>\(faults.contains(.namesNobody) ? "Somebody" : name)</p>"
        + "<form method=\"post\" action=\"/logout\"><button>Log Out</button></form>")
  }

  private static func cookie(_ name: String, _ request: Request) -> String? {
    for pair in (request.headers[.cookie] ?? "").split(separator: ";") {
      let parts = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
      if parts.count == 2, parts[0] == name { return String(parts[1]) }
    }
    return nil
  }

  private static func redirect(_ url: String, cookie: String? = nil) -> Response {
    var headers = HTTPFields()
    headers[.location] = url
    headers[.setCookie] = cookie
    return Response(status: .seeOther, headers: headers)
  }

  private static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "text/html; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}
