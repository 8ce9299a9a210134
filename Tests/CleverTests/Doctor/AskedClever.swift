import Provisioning
import ProvisioningHTTP
import Synchronization

@testable import ProvisioningClever

/// A Clever whose two hosts answer by path, and remember what they were asked.
final class AskedClever: HTTPTransport {
  typealias Answer = Result<HTTPResponse, HTTPFault>

  static let accounts = "https://accounts.test"
  static let data = "https://data.test"

  private let answers: Mutex<[String: Answer]>
  private let asked = Mutex<[HTTPRequest]>([])

  /// A Clever that takes everything: three districts, a district token that reads rosters.
  init() {
    let list = (1...3).map {
      #"{"owner":{"type":"district","id":"d\#($0)"},"access_token":"canary"}"#
    }
    answers = Mutex([
      "\(Self.accounts)/.well-known/openid-configuration": .answer(200, "{}"),
      "\(Self.data)/v3.1/me": .answer(401, #"{"message":"none"}"#),
      "\(Self.accounts)/oauth/tokens?owner_type=district":
        .answer(200, #"{"data":[\#(list.joined(separator: ","))],"links":[]}"#),
      "\(Self.accounts)/oauth/tokeninfo":
        .answer(200, #"{"client_id":"app","scopes":["read:user_id","read:students_basic"]}"#),
      "\(Self.data)/v3.1/districts": .answer(200, #"{"data":[{"data":{"id":"d1"}}]}"#),
      "\(Self.data)/v3.1/sections?limit=1": .answer(200, #"{"data":[]}"#),
    ])
  }

  subscript(_ url: String) -> Answer? {
    get { answers.withLock { $0[url] } }
    set { answers.withLock { $0[url] = newValue } }
  }

  var requests: [HTTPRequest] { asked.withLock { $0 } }

  func send(_ request: HTTPRequest) async throws(HTTPFault) -> HTTPResponse {
    asked.withLock { $0.append(request) }
    guard !Task.isCancelled else { throw HTTPFault(.cancelled, "cancelled") }
    return try (self[request.url] ?? .answer(404, "<pre>Cannot GET</pre>")).get()
  }

  /// Settings that this Clever takes.
  static var settings: ProviderSettings {
    get throws {
      var settings = ProviderSettings(version: "v3.1", accounts: accounts, data: data)
      settings.clientID = "app"
      settings.clientSecret = Secret("canary-secret")
      settings.redirectURIs = [try RedirectURI("https://app.example/callback")]
      settings.districtToken = Secret(String(repeating: "a1", count: 20))
      settings.userToken = Secret("ilcanary")
      return settings
    }
  }

  /// What the doctor finds, by check.
  func findings(
    _ settings: ProviderSettings, _ reach: DiagnosisReach = .network, gate: RoleGate = .open,
    now: Int64 = 0
  ) async throws -> [String: Finding] {
    let doctor = CleverDoctor(
      settings, gate: gate, transport: self, now: { Timestamp(milliseconds: now) })
    let findings = try await doctor.findings(reach)
    return Dictionary(uniqueKeysWithValues: findings.map { ($0.check, $0) })
  }
}

extension AskedClever.Answer {
  static func answer(_ status: Int, _ text: String, _ headers: [HTTPHeader] = []) -> Self {
    .success(HTTPResponse(status: status, headers: headers, body: Array(text.utf8)))
  }

  static func fault(_ kind: HTTPFault.Kind) -> Self { .failure(HTTPFault(kind, "what it said")) }
}
