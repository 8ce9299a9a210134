/// Why no whole response came.
public struct HTTPFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of fault. More may come.
  @nonexhaustive
  public enum Kind: String, Hashable, Sendable {
    /// The address is none.
    case invalidAddress = "invalid_address"
    /// A header field cannot be sent.
    case invalidHeader = "invalid_header"
    /// The host's name is not known.
    case unknownHost = "unknown_host"
    /// The host takes no connection.
    case unreachable
    /// The host's certificate is not to be trusted.
    case untrusted
    /// The time was up.
    case timeout
    /// The body, or the header, is larger than its limit.
    case tooLarge = "too_large"
    /// The connection ended or did not come about, or what came is no whole response.
    case broken
    /// The task was cancelled.
    case cancelled
  }

  /// The kind of fault.
  public let kind: Kind
  /// The library's word for it; it names no address.
  public let reason: String

  /// Creates a fault.
  public init(_ kind: Kind, _ reason: String) {
    self.kind = kind
    self.reason = reason
  }

  /// The library's word.
  public var description: String { reason }
}
