import Foundation
import ProvisioningHTTP
import SandboxTesting
import Testing

@testable import CleverSandbox

extension TestSandbox {
  static let redirectURI = "http://127.0.0.1:8080/auth/clever"
  static let otherRedirectURI = "http://127.0.0.1:8080/native?from=clever"

  /// Runs a sandbox with a clock that stands still.
  static func run(_ body: @escaping @Sendable (TestSandbox) async throws -> Void) async throws {
    try await run(try start.get(), body)
  }

  private static let start = Result {
    var options = SandboxOptions()
    options.redirectURIs = [redirectURI, otherRedirectURI]
    options.now = { Date(timeIntervalSince1970: 1_790_000_000) }
    return try SandboxServer(options)
  }

  func post(
    _ path: String, _ fields: KeyValuePairs<String, String>, _ headers: [HTTPHeader] = []
  ) async throws -> HTTPResponse {
    let body = fields.map { "\($0)=\(encoded($1))" }.joined(separator: "&")
    return try await post(path, body, type: "application/x-www-form-urlencoded", headers)
  }
}

// What tests do again and again.
extension TestSandbox {
  /// The address of a button of the app.
  func authorize(_ more: String = "", uri: String = redirectURI, type: String = "code") -> String {
    "/oauth/authorize?response_type=\(type)&client_id=\(told.clientID)"
      + "&redirect_uri=\(encoded(uri))\(more)"
  }

  var basic: HTTPHeader {
    let text = Data("\(told.clientID):\(told.clientSecret)".utf8).base64EncodedString()
    return HTTPHeader("Authorization", "Basic \(text)")
  }

  func exchange(_ code: String, uri: String = redirectURI) async throws -> HTTPResponse {
    try await post(
      "/oauth/tokens",
      ["code": code, "grant_type": "authorization_code", "redirect_uri": uri], [basic])
  }

  /// A code without a login.
  func code(for user: String) async throws -> String {
    let body: JSON = ["user": .string(user), "client_id": .string(told.clientID)]
    return try await post("/sandbox/codes", body.text).field("code")
  }

  func token(for user: String) async throws -> String {
    let body: JSON = ["user": .string(user), "client_id": .string(told.clientID)]
    return try await post("/sandbox/tokens", body.text).field("access_token")
  }

  /// People of the Library's district, by user name.
  func libraryUser(_ username: String) async throws -> String {
    let answer = try await get("/sandbox/users?district=\(told.libraryDistrict)")
    let people = try #require(try answer.object()["data"] as? [[String: Any]])
    let person = people.first { $0["username"] as? String == username }
    return try #require(person?["id"] as? String)
  }
}

extension HTTPResponse {
  func object() throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
  }

  func field(_ name: String) throws -> String { try #require(try object()[name] as? String) }

  /// What the app or its page is told by a redirect.
  func told(_ separator: Character = "?") throws -> [String: String] {
    let location = try #require(self["Location"])
    let start = try #require(location.firstIndex(of: separator))
    let fields = location[location.index(after: start)...].split(separator: "&").map { field in
      let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(parts[0]), parts[1].removingPercentEncoding ?? "")
    }
    return Dictionary(fields) { first, _ in first }
  }
}
