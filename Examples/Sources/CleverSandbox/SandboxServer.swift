import Hummingbird
import Logging
import NIOCore

/// A Clever that runs on this machine's loopback, for apps in development and for tests.
///
///     let server = try SandboxServer(SandboxOptions())
///     try await server.run { announcement in … }
public struct SandboxServer: Sendable {
  public let sandbox: Sandbox
  private let start: SandboxState
  private let port: Int

  /// Loads the districts. Complexity: O(their files).
  public init(_ options: SandboxOptions) throws(SandboxError) {
    self.init(try options.makeState(), port: options.port)
  }

  init(_ state: SandboxState, port: Int) {
    sandbox = Sandbox(state)
    (start, self.port) = (state, port)
  }

  /// Another server with what this one started with, loaded no second time.
  public func again() -> SandboxServer { SandboxServer(start, port: port) }

  /// Serves until the task is cancelled. `onReady` is called once, when requests are answered.
  public func run(
    onReady: @escaping @Sendable (SandboxAnnouncement) async -> Void
  ) async throws {
    try await application(onReady).run()
  }

  /// Serves for the length of `body`, which is given what it needs to know. For tests.
  public func serve<Result: Sendable>(
    while body: @escaping @Sendable (SandboxAnnouncement) async throws -> Result
  ) async throws -> Result {
    let (announcements, continuation) = AsyncStream<SandboxAnnouncement>.makeStream()
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask {
        defer { continuation.finish() }
        try await run { continuation.yield($0) }
        return nil
      }
      group.addTask {
        guard let announcement = await announcements.first(where: { _ in true }) else { return nil }
        return try await body(announcement)
      }
      defer { group.cancelAll() }
      while let result = try await group.next() {
        if let result { return result }
      }
      throw CancellationError()
    }
  }

  /// Serves until the process is told to stop by SIGTERM or SIGINT.
  public func runService(
    onReady: @escaping @Sendable (SandboxAnnouncement) async -> Void
  ) async throws {
    try await application(onReady).runService()
  }

  private func application(
    _ onReady: @escaping @Sendable (SandboxAnnouncement) async -> Void
  ) -> some ApplicationProtocol {
    var logger = Logger(label: "clever-sandbox") { StreamLogHandler.standardError(label: $0) }
    // What is wrong is thrown; beneath it are connections that clients have left open.
    logger.logLevel = .critical
    return Application(
      router: router,
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
      onServerRunning: { channel in
        let port = channel.localAddress?.port ?? 0
        await onReady(await sandbox.with { $0.announcement("http://127.0.0.1:\(port)") })
      },
      logger: logger)
  }

  private var router: Router<SandboxContext> {
    let router = Router(context: SandboxContext.self)
    router.add(middleware: FaultMiddleware(sandbox: sandbox))
    router.add(middleware: BearerMiddleware(sandbox: sandbox))
    router.add(middleware: MissingMiddleware())
    LoginRoutes(sandbox: sandbox).add(to: router)
    PortalRoutes(sandbox: sandbox).add(to: router)
    TokenRoutes(sandbox: sandbox).add(to: router)
    DataRoutes(sandbox: sandbox).add(to: router)
    EventRoutes(sandbox: sandbox).add(to: router)
    ControlRoutes(sandbox: sandbox).add(to: router)
    return router
  }
}

extension SandboxState {
  /// What is announced, with a token for one user of each kind.
  fileprivate mutating func announcement(_ url: String) -> SandboxAnnouncement {
    let (connected, library) = (directory.districts[0], directory.districts[1])
    guard let app = apps.values.first else { preconditionFailure("a sandbox has an app") }
    let districtToken = districtToken(of: connected.id, for: app)
    return SandboxAnnouncement(
      url: url, clientID: app.id, clientSecret: app.secret, redirectURIs: app.redirectURIs,
      district: connected.id, libraryDistrict: library.id,
      districtToken: districtToken?.value ?? "", users: announcedUsers(app, connected, library))
  }

  /// One of each role alone, one with two roles, a teacher of the Library and one of her students.
  private mutating func announcedUsers(
    _ app: ClientApp, _ connected: District, _ library: District
  ) -> [SandboxAnnouncement.User] {
    let single = UserType.allCases.compactMap { type in
      connected.people.first { $0.types == [type] && !$0.email.isEmpty }
    }
    let several = connected.people.first { $0.types.count > 1 }
    let teacher = library.people.first { consents[app.id]?.contains($0.id) ?? false }
    let student = library.people.first { person in
      person.student != nil && (teacher.map { directory.teaches($0.id, person.id) } ?? false)
    }
    let people = single + [several, teacher, student].compactMap { $0 }
    return people.compactMap { person in announced(person, app) }
  }

  private mutating func announced(
    _ person: Person, _ app: ClientApp
  ) -> SandboxAnnouncement.User? {
    guard let sharing = sharing(of: person, with: app), let type = person.types.first else {
      return nil
    }
    return SandboxAnnouncement.User(
      id: person.id, role: type, name: person.name.full, username: person.username,
      district: person.district, sharing: sharing,
      token: makeToken(for: .user(person.id, type), app: app.id).value)
  }
}
