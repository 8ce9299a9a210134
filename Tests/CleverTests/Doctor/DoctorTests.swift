import Provisioning
import ProvisioningHTTP
import Testing

@testable import ProvisioningClever

@Suite("What the doctor says of Clever")
struct DoctorTests {
  let clever = AskedClever()
  static let tokens = AskedClever.accounts + "/oauth/tokens?owner_type=district"
  static let tokenInfo = AskedClever.accounts + "/oauth/tokeninfo"
  static let configuration = AskedClever.accounts + "/.well-known/openid-configuration"

  @Test("Where everything is fit, nothing is told but that")
  func allWell() async throws {
    let found = try await clever.findings(AskedClever.settings)
    #expect(found.values.allSatisfy { $0.verdict == .ok || $0.check == "clever_clock" })
    #expect(found["clever_clock"]?.verdict == .skipped)
    #expect(found["clever_client"]?.detail == "Clever takes them; 3 are connected: d1, d2, d3.")
    #expect(
      found["clever_district_token"]?.detail == "It is good for d1, and may read the rosters.")
    #expect(found["clever_user_token"]?.detail.contains("read:students_basic") == true)
  }

  @Test(
    "The gate's districts are compared with those that are connected",
    arguments: [
      (["d1", "d2", "d3"], Finding.Verdict.ok, "no other"),
      (["d1", "d2", "d3", "t"], .warning, "Not connected, though gate.districts has them: t"),
      (["d1", "d3"], .warning, "Connected, and refused by the gate: d2."),
      (["x"], .warning, "has them: x. Connected, and refused by the gate: d1, d2, d3."),
      (nil, .ok, "every district"),
    ] as [(Set<String>?, Finding.Verdict, String)])
  func districts(admitted: Set<String>?, verdict: Finding.Verdict, words: String) async throws {
    let gate = RoleGate(districts: admitted)
    let found = try await clever.findings(AskedClever.settings, gate: gate)
    #expect(found["clever_districts"]?.verdict == verdict)
    #expect(found["clever_districts"]?.detail.contains(words) == true)
    #expect((found["clever_districts"]?.remedy == nil) == (verdict == .ok))
    clever[Self.tokens] = .answer(401, "{}")
    let unknown = try await clever.findings(AskedClever.settings, gate: gate)
    #expect(unknown["clever_districts"]?.verdict == .skipped)
  }

  @Test("Nobody is told that redirect URIs are registered: that cannot be asked")
  func registration() async throws {
    let found = try await clever.findings(AskedClever.settings)
    #expect(found["clever_redirect_uris"]?.detail.contains("cannot be asked from here") == true)
  }

  @Test("Secrets and tokens go to the hosts of the settings, each only where it belongs")
  func secretsStayHome() async throws {
    _ = try await clever.findings(AskedClever.settings)
    for request in clever.requests {
      let isAccounts = request.url.hasPrefix(AskedClever.accounts + "/")
      #expect(isAccounts || request.url.hasPrefix(AskedClever.data + "/"))
      let sent = request.headers.first { $0.name == "Authorization" }?.value
      if sent?.hasPrefix("Basic") == true { #expect(request.url == Self.tokens) }
      if sent == "Bearer ilcanary" { #expect(request.url == Self.tokenInfo) }
      #expect(!request.url.contains("canary") && request.body == nil)
    }
    let basic = clever.requests.first { $0.url == Self.tokens }
    #expect(basic?.headers.contains { $0.value == "Basic YXBwOmNhbmFyeS1zZWNyZXQ=" } == true)
  }

  @Test("Nothing is sent where the network is not to be used")
  func offline() async throws {
    let found = try await clever.findings(AskedClever.settings, .local)
    #expect(clever.requests.isEmpty)
    #expect(found["clever_client"]?.verdict == .skipped)
    #expect(found["clever_redirect_uris"]?.verdict == .ok)
  }

  @Test(
    "A host that cannot be reached is told with the kind of fault",
    arguments: [
      (HTTPFault.Kind.unknownHost, "looked up", "DNS"), (.unreachable, "no connection", "firewall"),
      (.untrusted, "certificate", "clock"), (.timeout, "in time", "firewall"),
      (.broken, "no whole answer", "in between"), (.tooLarge, "no whole answer", "in between"),
    ])
  func faults(kind: HTTPFault.Kind, detail: String, remedy: String) async throws {
    clever[Self.configuration] = .fault(kind)
    let found = try await clever.findings(AskedClever.settings)
    let host = try #require(found["clever_accounts"])
    #expect(host.verdict == .problem)
    #expect(host.detail.contains(detail) && host.detail.contains(AskedClever.accounts))
    #expect(host.remedy?.contains(remedy) == true)
    #expect(found["clever_data"]?.verdict == .ok)
    for check in ["clever_client", "clever_user_token"] {
      #expect(found[check]?.verdict == .skipped, "\(check)")
    }
    #expect(!clever.requests.contains { $0.url == Self.tokens }, "the secret is not sent")
  }

  @Test(
    "The secret is judged by Clever's answer alone",
    arguments: [
      (401, "{}", Finding.Verdict.problem), (503, "", .warning), (429, "", .warning),
      (404, "<html>", .problem), (200, "<html>", .problem), (200, "{}", .problem),
      (200, #"{"data":[]}"#, .ok),
    ])
  func client(status: Int, body: String, verdict: Finding.Verdict) async throws {
    clever[Self.tokens] = .answer(status, body)
    let found = try await clever.findings(AskedClever.settings)
    #expect(found["clever_client"]?.verdict == verdict)
    #expect((found["clever_client"]?.remedy == nil) == (verdict == .ok))
  }

  @Test("What is missing, or can be no secret, is not sent", arguments: [nil, "", "a b", "a\r\nb"])
  func unusableSecret(text: String?) async throws {
    var settings = try AskedClever.settings
    settings.clientSecret = text.map { Secret($0) }
    #expect(try await clever.findings(settings)["clever_client"]?.verdict == .problem)
    #expect(!clever.requests.contains { $0.url == Self.tokens })
  }

  @Test(
    "A clock is judged by the Date of an answer",
    arguments: [
      (Int64(0), Finding.Verdict.ok), (30, .ok), (-30, .ok), (33, .warning), (-33, .warning),
      (299, .warning), (303, .problem), (-303, .problem),
    ])
  func clock(seconds: Int64, verdict: Finding.Verdict) async throws {
    let date = HTTPHeader("Date", "Sun, 06 Nov 1994 08:49:37 GMT")
    clever[Self.configuration] = .answer(200, "{}", [date])
    let now = (784_111_777 + seconds) * 1000
    let found = try await clever.findings(AskedClever.settings, now: now)
    let clock = try #require(found["clever_clock"])
    #expect(clock.verdict == verdict)
    if verdict != .ok { #expect(clock.detail.contains(seconds < 0 ? "behind" : "ahead of")) }
  }

  @Test("Addresses of this machine are for development")
  func redirectURIs() async throws {
    var settings = try AskedClever.settings
    settings.redirectURIs.append(try RedirectURI("http://localhost:8080/callback"))
    let check = "clever_redirect_uris"
    #expect(try await clever.findings(settings, .local)[check]?.verdict == .warning)
    settings.accounts = "http://127.0.0.1:8080"
    #expect(try await clever.findings(settings, .local)[check]?.verdict == .ok)
    settings.redirectURIs = []
    #expect(try await clever.findings(settings, .local)[check]?.verdict == .warning)
  }

  @Test("A doctor that is stopped says nothing")
  func cancelled() async throws {
    let settings = try AskedClever.settings
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await clever.findings(settings)
    }
    await #expect(throws: ProvisioningError.self) { try await task.value }
  }
}
