/// What ties a sign-in to the browser that began it: a secret of its own in a cookie.
///
/// Keep it in a cookie named `__Host-…` with `Secure`, `HttpOnly`, `SameSite=Lax` and `Path=/`, for
/// the session. One is enough for all tabs. It is no session: it tells not who someone is.
public struct BrowserKey: Hashable, Sendable, CustomStringConvertible {
  /// The cookie's value.
  public let secret: Secret

  /// Reads a cookie's value, or returns `nil` for what cannot be one: 16 to 128 bytes of
  /// `[A-Za-z0-9_-]`.
  public init?(_ cookie: String) {
    let isAllowed = { (byte: UInt8) in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
      default: false
      }
    }
    guard (16...128).contains(cookie.utf8.count), cookie.utf8.allSatisfy(isAllowed) else {
      return nil
    }
    secret = Secret(cookie)
  }

  /// A new one, of at least 128 unpredictable bits.
  public init(in environment: Environment) {
    secret = Secret(environment.makeName(.ticket))
  }

  public var description: String { "BrowserKey(…)" }
}
