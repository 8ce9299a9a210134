import CleverSandbox
import Foundation
import ProvisioningHTTP
import SandboxTesting
import Testing

/// `POST /oauth/tokens`.
@Suite struct ExchangeTests {
  @Test func `A code is exchanged once, and the answer has a token and its type alone`()
    async throws
  {
    try await TestSandbox.run { sandbox in
      let code = try await sandbox.code(for: sandbox.user(.student).id)
      let answer = try await sandbox.exchange(code)
      #expect(answer.status == 200)
      #expect(try Set(answer.object().keys) == ["access_token", "token_type"])
      #expect(try answer.field("access_token").hasPrefix("il"))
      #expect(try answer.field("token_type") == "bearer")
      #expect(answer["x-ratelimit-limit"] == nil)

      let again = try await sandbox.exchange(code)
      #expect(again.status == 400)
      #expect(
        again.text
          == #"{"error":"invalid_grant","error_description":"Invalid grant: invalid code"}"#)
    }
  }

  @Test(arguments: [(59, 200), (60, 400)])
  func `A code lives a minute`(seconds: Int, status: Int) async throws {
    try await TestSandbox.run { sandbox in
      let code = try await sandbox.code(for: sandbox.user(.student).id)
      try await sandbox.advance(seconds)
      #expect(try await sandbox.exchange(code).status == status)
    }
  }

  @Test func `A redirect URI that is not the code's own is refused, and the code stays good`()
    async throws
  {
    try await TestSandbox.run { sandbox in
      let code = try await sandbox.code(for: sandbox.user(.student).id)
      let wrong = try await sandbox.exchange(code, uri: TestSandbox.otherRedirectURI)
      #expect(try wrong.field("error") == "invalid_grant")
      #expect(try await sandbox.exchange(code).status == 200)
    }
  }

  @Test func `JSON is taken as well as a form, and no other type`() async throws {
    try await TestSandbox.run { sandbox in
      let code = try await sandbox.code(for: sandbox.user(.student).id)
      let body = """
        {"code":"\(code)","grant_type":"authorization_code",\
        "redirect_uri":"\(TestSandbox.redirectURI)"}
        """
      let type = "multipart/form-data; boundary=x"
      let refused = try await sandbox.post("/oauth/tokens", body, type: type, [sandbox.basic])
      #expect(refused.status == 400)
      #expect(refused.text.contains("invalid content-type"))
      #expect(try await sandbox.post("/oauth/tokens", body, [sandbox.basic]).status == 200)
    }
  }

  @Test func `A wrong secret is refused`() async throws {
    try await TestSandbox.run { sandbox in
      let code = try await sandbox.code(for: sandbox.user(.student).id)
      let text = Data("\(sandbox.told.clientID):\(sandbox.told.districtToken)".utf8)
      let wrong = HTTPHeader("Authorization", "Basic \(text.base64EncodedString())")
      let answer = try await sandbox.post(
        "/oauth/tokens",
        [
          "code": code, "grant_type": "authorization_code",
          "redirect_uri": TestSandbox.redirectURI,
        ], [wrong])
      #expect(answer.status == 401)
      #expect(try answer.field("error") == "invalid_client")
    }
  }

  @Test func `District tokens are listed for Basic credentials, for connected districts`()
    async throws
  {
    try await TestSandbox.run { sandbox in
      let all = try await sandbox.get("/oauth/tokens?owner_type=district", [sandbox.basic])
      #expect(all.text.contains(sandbox.told.districtToken))
      #expect(all.text.contains(#""uri":"/oauth/tokens?owner_type=district""#))
      let library = try await sandbox.get(
        "/oauth/tokens?owner_type=district&district=\(sandbox.told.libraryDistrict)",
        [sandbox.basic])
      #expect(try (library.object()["data"] as? [Any])?.isEmpty == true)
      #expect(try await sandbox.get("/oauth/tokens?owner_type=district").status == 401)
    }
  }
}
