import CleverSandbox
import Foundation
import ProvisioningHTTP
import Testing

/// What a person does: keeps the sandbox's cookie, follows its redirects to itself, presses buttons.
final class Browser {
  let sandbox: TestSandbox
  private(set) var cookie: String?

  init(_ sandbox: TestSandbox) { self.sandbox = sandbox }

  /// Opens an address of the sandbox. Redirects to elsewhere are returned.
  func open(_ path: String) async throws -> HTTPResponse {
    try await follow(try await sandbox.get(path, headers))
  }

  /// Presses a button of the page's first form that posts to `path`.
  func press(
    _ path: String, on page: HTTPResponse, _ fields: KeyValuePairs<String, String> = [:]
  ) async throws -> HTTPResponse {
    let form = try #require(
      page.text.components(separatedBy: "action=\"\(path)\"").dropFirst().first)
    let hidden = inputs(of: form.components(separatedBy: "</form>")[0])
    let all = hidden + fields.map { ($0, $1) }
    let body = all.map { "\($0.0)=\(encoded($0.1))" }.joined(separator: "&")
    return try await follow(
      try await sandbox.post(path, body, type: "application/x-www-form-urlencoded", headers))
  }

  /// Opens an address and signs in by badge on the page that comes.
  func signIn(_ user: String, at path: String) async throws -> HTTPResponse {
    try await press("/oauth/sign-in", on: try await open(path), ["user": user])
  }

  private var headers: [HTTPHeader] { cookie.map { [HTTPHeader("Cookie", $0)] } ?? [] }

  private func follow(_ response: HTTPResponse) async throws -> HTTPResponse {
    if let set = response["Set-Cookie"] { cookie = String(set.prefix { $0 != ";" }) }
    guard response.status == 303, let location = response["Location"], location.hasPrefix("/")
    else { return response }
    return try await open(location)
  }

  /// The hidden inputs' names and values.
  private func inputs(of form: String) -> [(String, String)] {
    form.components(separatedBy: "<input type=\"hidden\" ").dropFirst().compactMap { input in
      let parts = input.components(separatedBy: "\"")
      guard parts.count > 3 else { return nil }
      return (parts[1], unescaped(parts[3]))
    }
  }

  private func unescaped(_ text: String) -> String {
    text.replacingOccurrences(of: "&amp;", with: "&").replacingOccurrences(of: "&quot;", with: "\"")
  }
}
