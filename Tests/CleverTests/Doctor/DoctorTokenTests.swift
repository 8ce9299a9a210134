import Provisioning
import ProvisioningHTTP
import Testing

@testable import ProvisioningClever

@Suite("What the doctor says of tokens")
struct DoctorTokenTests {
  let clever = AskedClever()
  private let district = "clever_district_token"
  private let user = "clever_user_token"

  @Test(
    "A person's token must have been given to this app, byte by byte",
    arguments: [
      ("app", Finding.Verdict.ok), ("App", .problem), ("app ", .problem), ("other", .problem),
      ("a\u{200D}pp", .problem),
    ])
  func foreignToken(client: String, verdict: Finding.Verdict) async throws {
    clever[DoctorTests.tokenInfo] = .answer(200, #"{"client_id":"\#(client)","scopes":[]}"#)
    let found = try await clever.findings(AskedClever.settings)
    #expect(found[user]?.verdict == verdict)
    #expect(found[district]?.verdict == verdict, "a district's token likewise")
  }

  @Test("Texts that are equal to Swift alone are two apps")
  func equivalentNames() async throws {
    var settings = try AskedClever.settings
    settings.clientID = "caf\u{E9}"
    clever[DoctorTests.tokenInfo] = .answer(200, #"{"client_id":"cafe\#u{301}","scopes":[]}"#)
    #expect(try await clever.findings(settings)[user]?.verdict == .problem)
  }

  @Test("Without a client ID no token of a person is taken, or sent")
  func noClientID() async throws {
    var settings = try AskedClever.settings
    settings.clientID = nil
    settings.districtToken = nil
    #expect(try await clever.findings(settings)[user]?.verdict == .problem)
    #expect(!clever.requests.contains { $0.url == DoctorTests.tokenInfo })
  }

  @Test(
    "A token that Clever does not know is a problem, and trouble at Clever is none of the token's",
    arguments: [(401, Finding.Verdict.problem), (500, .warning), (429, .warning)])
  func refusedToken(status: Int, verdict: Finding.Verdict) async throws {
    clever[DoctorTests.tokenInfo] = .answer(status, "{}")
    clever[AskedClever.data + "/v3.1/districts"] = .answer(status, "{}")
    let found = try await clever.findings(AskedClever.settings)
    #expect(found[user]?.verdict == verdict)
    #expect(found[district]?.verdict == verdict)
  }

  @Test("A district's token that reads no sections is told so", arguments: [401, 403, 404])
  func noRosters(status: Int) async throws {
    clever[AskedClever.data + "/v3.1/sections?limit=1"] = .answer(status, "")
    let found = try await clever.findings(AskedClever.settings)
    #expect(found[district]?.verdict == .warning)
    #expect(found[district]?.detail.contains("may not read the rosters") == true)
  }

  @Test("Tokens that were mixed up are not sent")
  func mixedUp() async throws {
    var settings = try AskedClever.settings
    swap(&settings.districtToken, &settings.userToken)
    let found = try await clever.findings(settings)
    #expect(found[user]?.verdict == .problem)
    #expect(found[district]?.verdict == .problem)
    let sent = clever.requests.flatMap(\.headers).filter { $0.value.hasPrefix("Bearer") }
    #expect(sent.isEmpty)
  }

  @Test("No finding tells a secret, whatever Clever answers")
  func secrets() async throws {
    let token = String(repeating: "a1", count: 20)
    for body in ["canary-secret", #"{"error":"canary-secret","message":"ilcanary \#(token)"}"#] {
      for status in [200, 302, 400, 401, 403, 500] {
        for url in clever.requests.map(\.url) { clever[url] = .answer(status, body) }
        let found = try await clever.findings(AskedClever.settings)
        let text = String(reflecting: found) + "\(try AskedClever.settings)"
        #expect(!text.contains("canary") && !text.contains(token), "\(text)")
      }
    }
  }
}
