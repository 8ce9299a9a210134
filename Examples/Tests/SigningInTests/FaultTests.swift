import CleverSandbox
import Provisioning
import ProvisioningClever
import SandboxTesting
import Testing

@Suite("When Clever does not answer as it should", .timeLimit(.minutes(15)))
struct FaultTests {
  /// What goes wrong, where, and what the app is told.
  struct Case: Sendable, CustomTestStringConvertible {
    let fault: String
    let code: ProvisioningError.Code
    var testDescription: String { fault }
  }

  static let onTheCode: [Case] = [
    Case(fault: #"{"path": "/oauth/tokens", "kind": "status", "status": 500}"#, code: .unavailable),
    Case(fault: #"{"path": "/oauth/tokens", "kind": "status", "status": 429}"#, code: .busy),
    Case(fault: #"{"path": "/oauth/tokens", "kind": "status", "status": 400}"#, code: .refused),
    Case(fault: #"{"path": "/oauth/tokens", "kind": "status", "status": 401}"#, code: .refused),
    Case(fault: #"{"path": "/oauth/tokens", "kind": "lost"}"#, code: .unavailable),
    Case(fault: #"{"path": "/oauth/tokens", "kind": "cut", "bytes": 10}"#, code: .unavailable),
    Case(fault: #"{"path": "/oauth/tokens", "kind": "html"}"#, code: .invalid),
    Case(fault: #"{"path": "/oauth/tokens", "kind": "json"}"#, code: .invalid),
  ]

  static let onThePerson: [Case] = [
    Case(fault: #"{"path": "/v3.1/*", "kind": "status", "status": 401}"#, code: .refused),
    Case(fault: #"{"path": "/v3.1/me", "kind": "html"}"#, code: .invalid),
    Case(fault: #"{"path": "/v3.1/me", "kind": "json"}"#, code: .invalid),
    Case(fault: #"{"path": "/v3.1/users/*", "kind": "status", "status": 404}"#, code: .refused),
  ]

  /// A callback that is good, at a sandbox where then something goes wrong.
  static func complete(_ campus: Campus, after fault: String) async throws -> FederatedOutcome {
    let door = try campus.door()
    let user = try campus.user(.teacher)
    var visitor = campus.visitor()
    let key = try #require(visitor.key)
    let url = try await door.begin(in: key)
    let landing = try await visitor.browser.signIn(as: user, at: url)
    try await campus.sandbox.tell("faults", fault)
    return try await campus.arrive(landing, &visitor, at: door)
  }

  @Test("The code: told apart, sent once, nobody signed in", arguments: onTheCode)
  func code(_ expected: Case) async throws {
    try await Campus.open { campus in
      let error = await #expect(throws: ProvisioningError.self) {
        try await Self.complete(campus, after: expected.fault)
      }
      #expect(error?.code == expected.code)
      let (sent, written) = try await campus.traces()
      #expect(sent == 1 && written == 0)
    }
  }

  @Test("The person: told apart, nobody signed in", arguments: onThePerson)
  func person(_ expected: Case) async throws {
    try await Campus.open { campus in
      let error = await #expect(throws: ProvisioningError.self) {
        try await Self.complete(campus, after: expected.fault)
      }
      #expect(error?.code == expected.code)
      let (_, written) = try await campus.traces()
      #expect(written == 0)
    }
  }

  @Test("A code of more than a minute is refused, and the person may begin again")
  func lateCode() async throws {
    try await Campus.open { campus in
      let door = try campus.door()
      let user = try campus.user(.teacher)
      var visitor = campus.visitor()
      let url = try await door.begin(in: try #require(visitor.key))
      let landing = try await visitor.browser.signIn(as: user, at: url)
      try await campus.sandbox.advance(61)
      let error = await #expect(throws: ProvisioningError.self) {
        try await campus.arrive(landing, &visitor, at: door)
      }
      #expect(error?.code == .refused)
      let again = try await campus.signInByButton(user, &visitor, at: door)
      #expect(again.outcome.kind == .created)
    }
  }
}

extension Campus {
  /// How often a code was sent, and how many entries the journal has.
  fileprivate func traces() async throws -> (sent: Int, written: Int) {
    (try await sandbox.requests("POST /oauth/tokens"), try await store.counts().journalEntries)
  }
}
