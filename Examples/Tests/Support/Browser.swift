import CleverSandbox
import Foundation
import ProvisioningHTTP

/// What a person does: keeps the sandbox's cookie, follows its redirects to itself, presses buttons.
public final class Browser {
  public let sandbox: TestSandbox
  private var cookie: String?

  public init(_ sandbox: TestSandbox) { self.sandbox = sandbox }

  /// Opens an address of the sandbox, whole or from its path on. Redirects to elsewhere are returned.
  public func open(_ address: String) async throws -> HTTPResponse {
    let own = sandbox.told.url
    let path = address.hasPrefix(own) ? String(address.dropFirst(own.count)) : address
    return try await follow(try await sandbox.get(path, headers))
  }

  /// Presses a button of the page's first form that posts to `path`.
  public func press(
    _ path: String, on page: HTTPResponse, _ fields: KeyValuePairs<String, String> = [:]
  ) async throws -> HTTPResponse {
    let forms = page.text.components(separatedBy: "action=\"\(path)\"").dropFirst()
    guard let form = forms.first else {
      throw TestSandbox.Failure("\(page.status), no form for \(path): \(page.text)")
    }
    let hidden = inputs(of: form.components(separatedBy: "</form>")[0])
    let all = hidden + fields.map { ($0, $1) }
    let body = all.map { "\($0.0)=\(encoded($0.1))" }.joined(separator: "&")
    return try await follow(
      try await sandbox.post(path, body, type: "application/x-www-form-urlencoded", headers))
  }

  /// Opens an address and signs in by badge on the page that comes.
  public func signIn(_ user: String, at address: String) async throws -> HTTPResponse {
    try await press("/oauth/sign-in", on: try await open(address), ["user": user])
  }

  /// The same, past the choice of a school.
  public func signIn(
    as user: SandboxAnnouncement.User, at address: String
  ) async throws -> HTTPResponse {
    guard !address.contains("district_id=") else { return try await signIn(user.id, at: address) }
    return try await signIn(user.id, at: "\(address)&district_id=\(user.district)")
  }

  private var headers: [HTTPHeader] { cookie.map { [HTTPHeader("Cookie", $0)] } ?? [] }

  private func follow(_ response: HTTPResponse) async throws -> HTTPResponse {
    if let set = response["Set-Cookie"] { cookie = String(set.prefix { $0 != ";" }) }
    guard let location = response.destination, location.hasPrefix("/") else { return response }
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

extension HTTPResponse {
  /// Where a redirect leads: out of the sandbox, if a browser has it.
  public var destination: String? { status == 303 ? self["Location"] : nil }
}

/// A text as it may stand in a query or in a form.
public func encoded(_ text: String) -> String {
  text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
}
