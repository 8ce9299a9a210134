import Provisioning
import ProvisioningClever
import ProvisioningHTTP
import Testing

@Suite("Clever's code grant")
struct CodeGrantTests {
  @Test("The code goes out once, with Basic and the exact redirect URI, as JSON or as a form")
  func exchange() async throws {
    let bodies: [(CleverApp.CodeBody, String, String)] = [
      (
        .json, "application/json",
        #"{"code":"a/b","grant_type":"authorization_code","redirect_uri":"https://app.example/other"}"#
      ),
      (
        .form, "application/x-www-form-urlencoded",
        "code=a%2Fb&grant_type=authorization_code&redirect_uri=https%3A%2F%2Fapp.example%2Fother"
      ),
    ]
    for (kind, type, body) in bodies {
      let clever = CannedClever.teacher()
      let provider = try clever.provider(codeBody: kind)
      _ = try await provider.assertion(
        redeeming: Secret("a/b"), sentTo: provider.redirectURIs.all[1], progress: { _ in })
      let request = try #require(clever.requests.first)
      let headers = Dictionary(uniqueKeysWithValues: request.headers.map { ($0.name, $0.value) })
      #expect(headers["Authorization"] == "Basic Y2xpZW50OmNhbmFyeS1zZWNyZXQ=")
      #expect(headers["Content-Type"] == type)
      #expect(request.body.map { String(decoding: $0, as: UTF8.self) } == body)
      #expect(clever.paths.count { $0.hasPrefix("POST") } == 1)
    }
  }

  @Test("A code that Clever does not take, or does not answer, is never sent again")
  func failures() async throws {
    let invalid =
      #"{"error":"invalid_grant","error_description":"Invalid grant: invalid code canary"}"#
    let cases: [(CannedClever.Answer, ProvisioningError.Code)] = [
      (.success(HTTPResponse(status: 400, body: Array(invalid.utf8))), .refused),
      (.success(HTTPResponse(status: 401)), .refused),
      (.success(HTTPResponse(status: 429)), .busy),
      (.success(HTTPResponse(status: 500, body: Array("<html>canary".utf8))), .unavailable),
      (
        .success(HTTPResponse(status: 302, headers: [HTTPHeader("Location", "http://e/")])),
        .invalid
      ),
      (.success(HTTPResponse(status: 200, body: Array("<html>canary".utf8))), .invalid),
      (
        .success(HTTPResponse(status: 200, body: Array(#"{"token_type":"bearer"}"#.utf8))), .invalid
      ),
      (.failure(HTTPFault(.broken, "cut")), .unavailable),
      (.failure(HTTPFault(.timeout, "late")), .unavailable),
      (.failure(HTTPFault(.unreachable, "refused")), .unavailable),
      (.failure(HTTPFault(.untrusted, "certificate")), .unavailable),
      (.failure(HTTPFault(.tooLarge, "large")), .unavailable),
      (.failure(HTTPFault(.cancelled, "stop")), .cancelled),
    ]
    for (answer, code) in cases {
      let clever = CannedClever.teacher()
      clever["POST /oauth/tokens"] = answer
      let error = await #expect(throws: ProvisioningError.self) { try await clever.identity() }
      #expect(error?.code == code)
      #expect(clever.paths == ["POST /oauth/tokens"])
      #expect(error?.debugDescription.contains("canary") == false)
    }
  }

  @Test("What is asked about the person is tried again, the code is not")
  func retries() async throws {
    let clever = CannedClever.teacher()
    clever["GET /v3.1/me"] = .success(HTTPResponse(status: 502))
    let error = await #expect(throws: ProvisioningError.self) { try await clever.identity() }
    #expect(error?.code == .unavailable)
    #expect(clever.paths == ["POST /oauth/tokens", "GET /v3.1/me", "GET /v3.1/me"])
  }

  @Test("A teacher of v3.1: the ID in use is the key, the ID before an alias, three requests")
  func teacher() async throws {
    let clever = CannedClever.teacher()
    let identity = try await clever.identity()
    #expect(identity.key.description == "clever:t3" && identity.aliases.map(\.rawValue) == ["t2"])
    #expect(identity.profile.roles == [.teacher] && identity.sharing == .district)
    #expect(identity.profile.given == "Ana" && identity.profile.sisID == "77")
    #expect(clever.paths == ["POST /oauth/tokens", "GET /v3.1/me", "GET /v3.1/users/t3"])
  }

  @Test("Of several roles the one that signed in leads: /userinfo tells it")
  func severalRoles() async throws {
    let clever = CannedClever.teacher()
    clever["GET /v3.1/users/t3"] = .json(
      #"{"data":{"id":"t3","district":"d1","roles":{"district_admin":{"legacy_id":"a2"},"#
        + #""teacher":{"legacy_id":"t2","sis_id":"77"}}}}"#)
    clever["GET /userinfo"] = .json(
      #"{"user_id":"t2","multi_role_user_id":"t3","user_type":"teacher","district":"d1"}"#)
    let identity = try await clever.identity()
    #expect(identity.profile.roles == [.teacher, .districtAdmin])
    #expect(Set(identity.aliases.map(\.rawValue)) == ["t2", "a2"])
  }

  @Test("A Library teacher: no district, shared by herself; her other ID comes from /userinfo")
  func library() async throws {
    let clever = CannedClever([
      "POST /oauth/tokens": CannedClever.token,
      "GET /v3.1/me": #"{"data":{"id":"t3","type":"user"}}"#,
      "GET /v3.1/users/t3":
        #"{"data":{"id":"t3","name":{"first":"Ana","last":"Oak"},"roles":{"teacher":{}}}}"#,
      "GET /userinfo": #"{"user_id":"t2","multi_role_user_id":"t3","user_type":"teacher"}"#,
    ])
    let identity = try await clever.identity()
    #expect(identity.sharing == .teacher && identity.profile.district == nil)
    #expect(identity.aliases.map(\.rawValue) == ["t2"])
  }

  @Test("A Library student: 'First L.', no email, one ID in all versions, three requests")
  func libraryStudent() async throws {
    let clever = CannedClever([
      "POST /oauth/tokens": CannedClever.token,
      "GET /v3.1/me": #"{"data":{"id":"p1","type":"user"}}"#,
      "GET /v3.1/users/p1":
        #"{"data":{"id":"p1","name":{"first":"Bo","last":"L."},"roles":{"student":{"grade":"4"}}}}"#,
    ])
    let identity = try await clever.identity()
    #expect(identity.profile.family == "L." && identity.profile.email == nil)
    #expect(identity.aliases.isEmpty && !clever.paths.contains("GET /userinfo"))
  }

  @Test("v2.1: a record of the person's type, and the ID of v3 from /userinfo as an alias")
  func olderVersion() async throws {
    let clever = CannedClever([
      "POST /oauth/tokens": CannedClever.token,
      "GET /v2.1/me":
        #"{"data":{"id":"t2","district":"d1","type":"teacher","authorized_by":"district"},"type":"teacher"}"#,
      "GET /v2.1/teachers/t2":
        #"{"data":{"id":"t2","district":"d1","name":{"first":"Ana","last":"Oak"}}}"#,
      "GET /userinfo":
        #"{"user_id":"t2","multi_role_user_id":"t3","user_type":"teacher","district":"d1"}"#,
    ])
    let identity = try await clever.identity(.v21)
    #expect(identity.key.description == "clever:t2" && identity.aliases.map(\.rawValue) == ["t3"])
  }

  @Test("A token that names the person by the older ID: /userinfo leads to the record")
  func bareMe() async throws {
    let clever = CannedClever.teacher()
    clever["GET /v3.1/me"] = .json(#"{"data":{"id":"t2","district":"d1","type":"teacher"}}"#)
    clever["GET /userinfo"] = .json(
      #"{"user_id":"t2","multi_role_user_id":"t3","user_type":"teacher","district":"d1"}"#)
    let identity = try await clever.identity()
    #expect(identity.key.description == "clever:t3" && identity.aliases.map(\.rawValue) == ["t2"])
  }

  @Test("A person whose record is not shared with the app is refused, with a remedy")
  func unshared() async throws {
    let clever = CannedClever.teacher()
    clever["GET /v3.1/users/t3"] = nil
    let error = await #expect(throws: ProvisioningError.self) { try await clever.identity() }
    #expect(error?.code == .refused && error?.remedy?.isEmpty == false)
  }

  @Test(
    "A person of whom Clever has nothing for this app is refused; no tokens' endpoint: no Clever",
    arguments: [403, 404])
  func nothingThere(status: Int) async throws {
    for (path, code) in [
      ("GET /v3.1/me", ProvisioningError.Code.refused), ("POST /oauth/tokens", .invalid),
    ] {
      let clever = CannedClever.teacher()
      clever[path] = .success(HTTPResponse(status: status))
      let error = await #expect(throws: ProvisioningError.self) { try await clever.identity() }
      #expect(error?.code == code, "\(path)")
    }
  }

  @Test("Where Clever has no /userinfo for a token, the record has the last word")
  func noUserInfo() async throws {
    let clever = CannedClever.teacher()
    clever["GET /v3.1/users/t3"] = .json(
      #"{"data":{"id":"t3","district":"d1","roles":{"teacher":{}}}}"#)
    let identity = try await clever.identity()
    #expect(identity.key.description == "clever:t3" && identity.aliases.isEmpty)
    #expect(clever.paths.last == "GET /userinfo")
  }

  @Test(
    "Who may have an ID in other versions that nothing tells is told apart: nobody is created unasked",
    arguments: [403, 404])
  func untoldIDs(status: Int) async throws {
    func record(_ kind: String) -> CannedClever {
      CannedClever([
        "POST /oauth/tokens": CannedClever.token,
        "GET /v2.1/me": #"{"data":{"id":"p2","district":"d1","type":"\#(kind)"}}"#,
        "GET /v2.1/\(kind)s/p2": #"{"data":{"id":"p2","district":"d1","name":{"first":"Ana"}}}"#,
      ])
    }
    for (kind, tells) in [("teacher", false), ("school_admin", false), ("student", true)] {
      let clever = record(kind)
      clever["GET /userinfo"] = .success(HTTPResponse(status: status))
      #expect(try await clever.assertion(.v21).tellsAllKeys == tells, "\(kind)")
      clever["GET /userinfo"] = .json(#"{"user_id":"p2","multi_role_user_id":"p3"}"#)
      #expect(try await clever.assertion(.v21).tellsAllKeys, "\(kind)")
    }
    #expect(try await CannedClever.teacher().assertion(.v31).tellsAllKeys)
  }

  @Test("/userinfo that does not answer makes no second account: the sign-in fails instead")
  func userInfoFails() async throws {
    let clever = CannedClever.teacher()
    clever["GET /v3.1/users/t3"] = .json(
      #"{"data":{"id":"t3","district":"d1","roles":{"teacher":{}}}}"#)
    clever["GET /userinfo"] = .success(HTTPResponse(status: 503))
    let error = await #expect(throws: ProvisioningError.self) { try await clever.identity() }
    #expect(error?.code == .unavailable)
  }
}

extension Result where Success == HTTPResponse, Failure == HTTPFault {
  /// A good answer.
  static func json(_ text: String) -> Self {
    .success(HTTPResponse(status: 200, body: Array(text.utf8)))
  }
}
