/// A request, and what its answer may cost.
///
/// Its description tells the method and the host, and nothing that may be secret.
public struct HTTPRequest: Hashable, Sendable, CustomStringConvertible {
  /// The methods that are in use here.
  public enum Method: String, Hashable, Sendable {
    case get = "GET"
    case post = "POST"
  }

  /// What an answer may cost.
  public struct Limits: Hashable, Sendable {
    /// From the first packet until the connection stands, TLS included.
    public var connecting: Duration
    /// The whole exchange.
    public var total: Duration
    /// The body, unpacked, in bytes.
    public var bodyBytes: Int

    /// Creates limits: 3 s to connect, 10 s in all, and a body of 1 MiB, unless told otherwise.
    public init(
      connecting: Duration = .seconds(3), total: Duration = .seconds(10), bodyBytes: Int = 1 << 20
    ) {
      self.connecting = connecting
      self.total = total
      self.bodyBytes = bodyBytes
    }
  }

  /// The method.
  public var method: Method
  /// The address: `http://` or `https://`, a host, a path.
  public var url: String
  /// The header fields, names in any case.
  public var headers: [HTTPHeader]
  /// The body, if there is one.
  public var body: [UInt8]?
  /// What the answer may cost.
  public var limits: Limits

  /// Creates a request.
  public init(
    _ method: Method, _ url: String, headers: [HTTPHeader] = [], body: [UInt8]? = nil,
    limits: Limits = Limits()
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.limits = limits
  }

  /// The method and the scheme, host and port of the address.
  public var description: String {
    "\(method.rawValue) \(HTTPAddress(url)?.description ?? "(no address)")"
  }
}

/// A header field.
public struct HTTPHeader: Hashable, Sendable, CustomStringConvertible {
  /// The name.
  public let name: String
  /// The value.
  public let value: String

  /// Creates a field.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  /// The name only: a value may be a secret.
  public var description: String { name }
}
