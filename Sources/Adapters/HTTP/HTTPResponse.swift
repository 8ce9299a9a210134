/// A whole response.
public struct HTTPResponse: Hashable, Sendable, CustomStringConvertible {
  /// The status code.
  public var status: Int
  /// The header fields, in the order in which they came.
  public var headers: [HTTPHeader]
  /// The body, unpacked.
  public var body: [UInt8]

  /// Creates a response.
  public init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The value of the first field of that name, in any case of ASCII letters.
  public subscript(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// The status and the size of the body.
  public var description: String { "HTTPResponse(\(status), \(body.count) bytes)" }
}
