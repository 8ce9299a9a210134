import Provisioning
import ProvisioningClever
import ProvisioningHTTP
import ProvisioningTesting
import Synchronization

/// A transport that answers from a list, and remembers what it was asked.
final class CannedClever: HTTPTransport {
  typealias Answer = Result<HTTPResponse, HTTPFault>

  private let answers: Mutex<[String: Answer]>
  private let asked = Mutex<[HTTPRequest]>([])

  /// The answers by method and address, without the hosts: `GET /v3.1/me`.
  init(_ answers: [String: String]) {
    self.answers = Mutex(
      answers.mapValues { .success(HTTPResponse(status: 200, body: Array($0.utf8))) })
  }

  subscript(_ request: String) -> Answer? {
    get { answers.withLock { $0[request] } }
    set { answers.withLock { $0[request] = newValue } }
  }

  var requests: [HTTPRequest] { asked.withLock { $0 } }
  /// What was asked, in order.
  var paths: [String] { requests.map(Self.name) }

  func send(_ request: HTTPRequest) async throws(HTTPFault) -> HTTPResponse {
    asked.withLock { $0.append(request) }
    guard let answer = self[Self.name(request)] else {
      return HTTPResponse(status: 404, body: Array("<pre>Cannot GET</pre>".utf8))
    }
    return try answer.get()
  }

  private static func name(_ request: HTTPRequest) -> String {
    let path = request.url.split(separator: "/", maxSplits: 2).dropFirst(2).joined(separator: "/")
    return "\(request.method.rawValue) /\(path)"
  }
}

extension CannedClever {
  /// The provider over this transport.
  func provider(
    _ version: CleverVersion = .v31, codeBody: CleverApp.CodeBody = .json
  ) throws -> Clever {
    var app = try CleverApp(
      clientID: "client", clientSecret: Secret("canary-secret"),
      redirectURIs: RedirectURIs(["https://app.example/cb", "https://app.example/other"]),
      version: version, hosts: .sandbox(at: "https://clever.test"))
    app.codeBody = codeBody
    return Clever(
      app: app, transport: self, retries: HTTPRetries(tries: 2, base: .zero, longestAsked: .zero),
      now: { Timestamp(milliseconds: 0) })
  }

  /// What a good code leads to.
  func assertion(_ version: CleverVersion = .v31) async throws -> Assertion {
    let provider = try provider(version)
    return try await provider.assertion(
      redeeming: Secret("canary-code"), sentTo: provider.redirectURIs.primary, progress: { _ in })
  }

  /// The identity that a good code leads to.
  func identity(_ version: CleverVersion = .v31) async throws -> Identity {
    try await assertion(version).identity
  }

  /// A teacher of v3.1 who has had another ID before.
  static func teacher() -> CannedClever {
    CannedClever([
      "POST /oauth/tokens": token,
      "GET /v3.1/me":
        #"{"type":"user","data":{"id":"t3","district":"d1","type":"user","authorized_by":"district"}}"#,
      "GET /v3.1/users/t3": #"""
      {"data":{"id":"t3","district":"d1","name":{"first":"Ana","last":"Oak"},"email":"ana@school.example",
      "roles":{"teacher":{"legacy_id":"t2","school":"s1","schools":["s1"],"sis_id":"77"}}}}
      """#,
    ])
  }

  static let token = #"{"access_token":"ilcanary","token_type":"bearer"}"#
}
