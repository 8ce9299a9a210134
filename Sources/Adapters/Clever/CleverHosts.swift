/// Where Clever is: addresses without a slash at their end.
public struct CleverHosts: Hashable, Sendable {
  /// Where people sign in and tokens are given: `https://clever.com`.
  public let accounts: String
  /// Where the data is: `https://api.clever.com`.
  public let data: String

  /// Clever itself.
  public static let production = CleverHosts(
    accounts: "https://clever.com", data: "https://api.clever.com")

  /// A stand-in that has everything at one address, such as `http://127.0.0.1:8080`.
  public static func sandbox(at url: String) -> CleverHosts {
    let base = url.hasSuffix("/") ? String(url.dropLast()) : url
    return CleverHosts(accounts: base, data: base)
  }
}
