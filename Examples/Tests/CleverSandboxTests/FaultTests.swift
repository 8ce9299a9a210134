import Foundation
import ProvisioningHTTP
import SandboxTesting
import Testing

@testable import CleverSandbox

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// What goes wrong on purpose.
@Suite struct FaultTests {
  @Test func `A status is answered so many times, and nothing is done`() async throws {
    try await TestSandbox.run { sandbox in
      let code = try await sandbox.code(for: sandbox.user(.student).id)
      try await sandbox.fail([
        "path": "/oauth/tokens", "kind": "status", "status": 503, "times": 2,
      ])
      #expect(try await sandbox.exchange(code).status == 503)
      #expect(try await sandbox.exchange(code).status == 503)
      #expect(try await sandbox.exchange(code).status == 200)
    }
  }

  @Test func `A lost reply has done its work`() async throws {
    try await TestSandbox.run { sandbox in
      let code = try await sandbox.code(for: sandbox.user(.student).id)
      try await sandbox.fail(["path": "/oauth/tokens", "kind": "lost", "times": 1])
      let fault = await #expect(throws: HTTPFault.self) { try await sandbox.exchange(code) }
      #expect(fault?.kind == .broken)
      #expect(try await sandbox.exchange(code).text.contains("Invalid grant: invalid code"))
    }
  }

  @Test func `A body that is cut ends the connection in its middle`() async throws {
    try await TestSandbox.run { sandbox in
      let token = try sandbox.user(.student).token
      try await sandbox.fail(["path": "/v3.0/me", "kind": "cut", "bytes": 20, "times": 1])
      let fault = await #expect(throws: HTTPFault.self) {
        try await sandbox.get("/v3.0/me", token: token)
      }
      #expect(fault?.kind == .broken)
      #expect(try await sandbox.get("/v3.0/me", token: token).status == 200)
    }
  }

  @Test func `A page comes where JSON is expected, or JSON that ends early`() async throws {
    try await TestSandbox.run { sandbox in
      let token = try sandbox.user(.student).token
      try await sandbox.fail(["path": "/v3.0/*", "kind": "html", "times": 1])
      try await sandbox.fail(["path": "/v3.0/*", "kind": "json", "times": 1])
      let page = try await sandbox.get("/v3.0/me", token: token)
      #expect(page["Content-Type"]?.hasPrefix("text/html") == true)
      let half = try await sandbox.get("/v3.0/me", token: token)
      #expect(half["Content-Type"]?.hasPrefix("application/json") == true)
      #expect(throws: (any Error).self) {
        try JSONSerialization.jsonObject(with: Data(half.body))
      }
    }
  }

  @Test(arguments: ["delay", "drip"])
  func `An answer that comes late is whole`(kind: String) async throws {
    try await TestSandbox.run { sandbox in
      let token = try sandbox.user(.student).token
      let usual = try await sandbox.get("/v3.0/me", token: token)
      let slow = #"{"path":"/v3.0/me","kind":"\#(kind)","seconds":0.05,"bytes":100,"times":1}"#
      _ = try await sandbox.post("/sandbox/faults", slow)
      let begin = ContinuousClock.now
      #expect(try await sandbox.get("/v3.0/me", token: token).body == usual.body)
      #expect(ContinuousClock.now - begin >= .milliseconds(50))
    }
  }

  @Test func `Faults concern a method and a path, and can be taken away`() async throws {
    try await TestSandbox.run { sandbox in
      let token = try sandbox.user(.student).token
      try await sandbox.fail(["path": "/v3.0/me", "method": "POST", "kind": "status"])
      #expect(try await sandbox.get("/v3.0/me", token: token).status == 200)
      try await sandbox.fail(["path": "/v3.0/me", "kind": "status"])
      #expect(try await sandbox.get("/v3.0/me", token: token).status == 500)
      try await delete("/sandbox/faults", at: sandbox)
      #expect(try await sandbox.get("/v3.0/me", token: token).status == 200)
    }
  }

  @Test func `Requests are counted by method and path, the sandbox's own left out`() async throws {
    try await TestSandbox.run { sandbox in
      let token = try sandbox.user(.student).token
      for _ in 1...2 { _ = try await sandbox.get("/v3.0/me?x=1", token: token) }
      _ = try await sandbox.exchange("none")
      let counts = try await sandbox.get("/sandbox/requests").object() as? [String: Int]
      #expect(counts == ["GET /v3.0/me": 2, "POST /oauth/tokens": 1])
      try await delete("/sandbox/requests", at: sandbox)
      #expect(try await sandbox.get("/sandbox/requests").text == "{}")
    }
  }

  @Test func `Who asks too often is told until when, or how long, or nothing`() async throws {
    try await TestSandbox.run { sandbox in
      let token = try sandbox.user(.student).token
      let fault: JSON = ["path": "/v3.0/me", "kind": "status", "status": 429, "times": 1]
      try await sandbox.fail(fault.adding(["reset": 30]))
      try await sandbox.fail(fault.adding(["headers": ["Retry-After": "5"]]))
      try await sandbox.fail(fault)
      let reset = try await sandbox.get("/v3.0/me", token: token)
      #expect(reset.status == 429 && reset["x-ratelimit-reset"] == "1790000030")
      #expect(reset["x-ratelimit-remaining"] == "0")
      let after = try await sandbox.get("/v3.0/me", token: token)
      #expect(after["Retry-After"] == "5" && after["x-ratelimit-reset"] == nil)
      let nothing = try await sandbox.get("/v3.0/me", token: token)
      #expect(nothing.status == 429 && nothing["x-ratelimit-reset"] == nil)
    }
  }

  private func delete(_ path: String, at sandbox: TestSandbox) async throws {
    var request = URLRequest(url: try #require(URL(string: sandbox.told.url + path)))
    request.httpMethod = "DELETE"
    let (_, response) = try await URLSession.shared.data(for: request)
    #expect((response as? HTTPURLResponse)?.statusCode == 200)
  }
}
