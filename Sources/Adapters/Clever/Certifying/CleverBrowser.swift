import FoundationEssentials
import Provisioning
import ProvisioningHTTP

/// A browser at an app's pages: keeps cookies, one jar for each host, and goes where the app's own
/// pages lead. Clever's pages it leaves alone.
struct CleverBrowser: Sendable {
  let transport: any HTTPTransport
  /// Where Clever is: it goes there for nobody.
  let accounts: String
  private var jars: [String: [String: String]] = [:]

  init(_ transport: any HTTPTransport, accounts: String) {
    self.transport = transport
    self.accounts = accounts
  }

  /// Where a click led.
  enum Landing: Sendable {
    /// To Clever's sign-in page.
    case authorize(Departure)
    /// To a page, at an address.
    case page(HTTPResponse, at: String)
    /// To nothing: why.
    case nowhere(String)

    /// The page's text; blank for anything else.
    var text: String {
      if case .page(let response, _) = self {
        String(decoding: response.body, as: UTF8.self)
      } else {
        ""
      }
    }

    /// The page's status.
    var status: Int? {
      if case .page(let response, _) = self { response.status } else { nil }
    }
  }

  /// The request that a browser would make at Clever.
  struct Departure: Sendable {
    let fields: [String: String]
    var state: String? { fields["state"] }
    var redirectURI: String? { fields["redirect_uri"] }

    init?(_ url: String, at accounts: String) {
      guard url.hasPrefix(accounts + "/oauth/authorize?"),
        let items = URLComponents(string: url)?.queryItems
      else { return nil }
      fields = Dictionary(items.map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { $1 })
    }
  }

  /// Opens an address, and goes on until a page is there.
  mutating func open(_ url: String) async throws(ProvisioningError) -> Landing {
    try await follow(HTTPRequest(.get, url))
  }

  /// Sends a form.
  mutating func submit(
    _ url: String, _ fields: [(name: String, value: String)]
  ) async throws(ProvisioningError) -> Landing {
    try await follow(
      HTTPRequest(
        .post, url, headers: [HTTPHeader("Content-Type", "application/x-www-form-urlencoded")],
        body: Array(formEncoded(fields).utf8)))
  }

  private mutating func follow(
    _ first: HTTPRequest
  ) async throws(ProvisioningError) -> Landing {
    var request = first
    for _ in 0..<10 {
      guard let address = HTTPAddress(request.url) else { return .nowhere("an address is none") }
      let jar = jars[address.host] ?? [:]
      if !jar.isEmpty {
        let pairs = jar.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        request.headers.append(HTTPHeader("Cookie", pairs.joined(separator: "; ")))
      }
      let response: HTTPResponse
      do {
        response = try await transport.send(request)
      } catch {
        if error.kind == .cancelled { throw .cancelled }
        return .nowhere(error.reason)
      }
      keep(response, of: address.host)
      guard (300..<400).contains(response.status), let location = response["Location"] else {
        return .page(response, at: request.url)
      }
      let next = Self.absolute(location, from: address)
      if let departure = Departure(next, at: accounts) { return .authorize(departure) }
      if next.hasPrefix(accounts + "/") {
        return .nowhere("it leads to Clever, and not to sign in")
      }
      request = HTTPRequest(.get, next)
    }
    return .nowhere("it goes round and round")
  }

  private mutating func keep(_ response: HTTPResponse, of host: String) {
    for header in response.headers where lowercasedASCII(header.name) == "set-cookie" {
      let pair = header.value.prefix { $0 != ";" }
        .split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = pair.count > 1 ? String(pair[1]) : ""
      jars[host, default: [:]][String(pair[0])] = value.isEmpty ? nil : value
    }
  }

  /// The address that a page's link leads to.
  static func absolute(_ link: String, from page: HTTPAddress) -> String {
    if link.hasPrefix("http://") || link.hasPrefix("https://") { return link }
    if link.hasPrefix("/") { return page.description + link }
    let folder = page.target.prefix { $0 != "?" }
    let base = folder.lastIndex(of: "/").map { folder[...$0] } ?? "/"
    return page.description + base + link
  }
}
