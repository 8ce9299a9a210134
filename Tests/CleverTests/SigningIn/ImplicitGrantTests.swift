import Provisioning
import ProvisioningClever
import ProvisioningHTTP
import Testing

@Suite("Clever's implicit grant")
struct ImplicitGrantTests {
  func identity(_ clever: CannedClever, token: String = "iltoken") async throws -> Identity {
    try await clever.provider().assertion(bearing: Secret(token), progress: { _ in }).identity
  }

  @Test("A token of this very app is taken, after tokeninfo was asked")
  func own() async throws {
    let clever = CannedClever.teacher()
    clever["GET /oauth/tokeninfo"] = .json(#"{"client_id":"client","scopes":["read:user_id"]}"#)
    #expect(try await identity(clever).key.description == "clever:t3")
    #expect(clever.paths.first == "GET /oauth/tokeninfo")
  }

  @Test(
    "A token of another app, or of none that can be told, is refused and nobody asked about",
    arguments: [
      #"{"client_id":"client2"}"#, #"{"client_id":"clien"}"#, #"{"client_id":"Client"}"#,
      #"{"client_id":""}"#, #"{"client_id":["client"]}"#, #"{"client_id":7}"#,
      #"{"client_id":null}"#,
      #"{}"#, #"{"client_id":"client "}"#, #"{"client_id":"cli\u0065nt\u0000"}"#, "", "<html>",
    ])
  func foreign(answer: String) async throws {
    let clever = CannedClever.teacher()
    clever["GET /oauth/tokeninfo"] = .json(answer)
    await #expect(throws: ProvisioningError.self) { try await identity(clever) }
    #expect(clever.paths == ["GET /oauth/tokeninfo"])
  }

  @Test("401 is a refusal; a server's trouble says nothing of the token, and lets nobody in")
  func statuses() async throws {
    for (status, code) in [
      (401, ProvisioningError.Code.refused), (404, .refused), (500, .unavailable),
      (503, .unavailable),
    ] {
      let clever = CannedClever.teacher()
      clever["GET /oauth/tokeninfo"] = .success(HTTPResponse(status: status))
      let error = await #expect(throws: ProvisioningError.self) { try await identity(clever) }
      #expect(error?.code == code)
    }
  }

  @Test(
    "A token that cannot stand in a header goes nowhere", arguments: ["", "a b", "a\r\nHost: e"])
  func broken(token: String) async throws {
    let clever = CannedClever.teacher()
    await #expect(throws: ProvisioningError.self) { try await identity(clever, token: token) }
    #expect(clever.paths.isEmpty)
  }
}
