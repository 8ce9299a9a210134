import CleverSandbox
import Foundation
import ProvisioningCurl
import ProvisioningHTTP

/// A sandbox that runs within a test, and ways to ask it and to turn it. What it answers with another status
/// than 200 to what it is told is an error.
public struct TestSandbox: Sendable {
  public let told: SandboxAnnouncement

  /// Runs a sandbox on a free port for the length of `body`, with what the server started with.
  public static func run<Result: Sendable>(
    _ server: SandboxServer, _ body: @escaping @Sendable (TestSandbox) async throws -> Result
  ) async throws -> Result {
    try await server.again().serve { try await body(TestSandbox(told: $0)) }
  }

  /// Whose requests go to the sandbox.
  public var transport: CurlTransport { Self.transport }

  private static let transport = CurlTransport()

  public struct Failure: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
  }
}

// What one reads.
extension TestSandbox {
  public func get(_ path: String, _ headers: [HTTPHeader] = []) async throws -> HTTPResponse {
    try await transport.send(HTTPRequest(.get, told.url + path, headers: headers))
  }

  public func get(_ path: String, token: String) async throws -> HTTPResponse {
    try await get(path, [HTTPHeader("Authorization", "Bearer \(token)")])
  }

  public func post(
    _ path: String, _ body: String, type: String = "application/json", _ headers: [HTTPHeader] = []
  ) async throws -> HTTPResponse {
    try await transport.send(
      HTTPRequest(
        .post, told.url + path, headers: headers + [HTTPHeader("Content-Type", type)],
        body: Array(body.utf8)))
  }

  /// Somebody of those who were announced.
  public func user(
    _ role: UserType, _ sharing: Sharing = .district
  ) throws -> SandboxAnnouncement.User {
    let user = told.users.first { $0.role == role && $0.sharing == sharing }
    guard let user else { throw Failure("the sandbox announces no \(role)") }
    return user
  }

  /// How often a method and a path were asked for: `GET /v3.0/me`.
  public func requests(_ name: String) async throws -> Int {
    let counts = try await get("/sandbox/requests")
    return try JSONDecoder().decode([String: Int].self, from: Data(counts.body))[name] ?? 0
  }
}

// What one turns; `docs/sandbox.md` has the bodies.
extension TestSandbox {
  /// Makes something different in a district, as with `change("set", id, ["values": ["name": "Choir"]])`.
  /// Returns the ID of what is different, or new.
  @discardableResult
  public func change(_ change: String, _ id: String, _ more: JSON = [:]) async throws -> String {
    guard case .object(var body) = more else { throw Failure("a change is an object") }
    body["change"] = .string(change)
    body["id"] = .string(id)
    guard case .string(let changed) = try await tell("changes", JSON.object(body).text)["id"] else {
      throw Failure("a change has no ID")
    }
    return changed
  }

  public func fail(_ fault: JSON) async throws { _ = try await tell("faults", fault.text) }

  /// Moves the sandbox's clock.
  public func advance(_ seconds: Int) async throws {
    _ = try await tell("clock", #"{"advance": \#(seconds)}"#)
  }

  /// Sets up the app otherwise.
  public func setApp(_ app: JSON) async throws {
    _ = try await tell("apps/\(told.clientID)", app.text)
  }

  /// Posts to a path of the sandbox's own.
  @discardableResult
  public func tell(_ path: String, _ body: String) async throws -> [String: JSON] {
    let answer = try await post("/sandbox/\(path)", body)
    guard answer.status == 200 else {
      throw Failure("the sandbox answered \(answer.status): \(answer.text)")
    }
    return try JSONDecoder().decode([String: JSON].self, from: Data(answer.body))
  }
}

extension HTTPResponse {
  public var text: String { String(decoding: body, as: UTF8.self) }
}
