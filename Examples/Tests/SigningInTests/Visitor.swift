import CleverSandbox
import Provisioning
import ProvisioningHTTP

/// A person with a browser: keeps the sandbox's cookies, and follows its redirects until one leads
/// out of it.
struct Visitor {
  let sandbox: String
  let transport: any HTTPTransport
  /// The cookie in which the app would keep its key.
  var key: BrowserKey?
  private var cookies: [String: String] = [:]

  init(_ sandbox: String, over transport: any HTTPTransport, key: BrowserKey? = nil) {
    self.sandbox = sandbox
    self.transport = transport
    self.key = key
  }

  /// Where a click led.
  enum Landing {
    /// Out of the sandbox: an address of the app.
    case app(String)
    /// To a page of the sandbox, at a path.
    case page(status: Int, path: String, body: String)
  }

  /// Opens an address of the sandbox.
  mutating func open(_ url: String) async throws -> Landing {
    try await follow(HTTPRequest(.get, url))
  }

  /// Clicks a badge on the sign-in page of a login that began at `url`.
  mutating func signIn(as user: SandboxAnnouncement.User, at url: String) async throws -> Landing {
    try await submit(
      "/oauth/sign-in",
      [
        ("district", user.district), ("user", user.id),
        ("continue", String(url.dropFirst(sandbox.count))),
      ])
  }

  /// Sends a form of the sandbox's.
  mutating func submit(_ path: String, _ fields: [(String, String)]) async throws -> Landing {
    let body = fields.map { "\($0)=\(Self.escaped($1))" }.joined(separator: "&")
    return try await follow(
      HTTPRequest(
        .post, sandbox + path,
        headers: [HTTPHeader("Content-Type", "application/x-www-form-urlencoded")],
        body: Array(body.utf8)))
  }

  private mutating func follow(_ first: HTTPRequest) async throws -> Landing {
    var request = first
    for _ in 0..<10 {
      let sent = cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
      if !sent.isEmpty { request.headers.append(HTTPHeader("Cookie", sent)) }
      let response = try await transport.send(request)
      for header in response.headers where header.name.lowercased() == "set-cookie" {
        let pair = header.value.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
        if let name = pair.first { cookies[String(name)] = pair.count > 1 ? String(pair[1]) : "" }
      }
      guard (300..<400).contains(response.status), let location = response["Location"] else {
        return .page(
          status: response.status, path: String(request.url.dropFirst(sandbox.count)),
          body: String(decoding: response.body, as: UTF8.self))
      }
      let next = location.hasPrefix("/") ? sandbox + location : location
      guard next.hasPrefix(sandbox + "/") else { return .app(next) }
      request = HTTPRequest(.get, next)
    }
    return .page(status: 0, path: "", body: "too many redirects")
  }

  private static func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: String(UnicodeScalar(byte))
      default: (byte < 16 ? "%0" : "%") + String(byte, radix: 16)
      }
    }.joined()
  }
}
