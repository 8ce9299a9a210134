public import Provisioning
import ProvisioningHTTP

/// Where Clever is: addresses without a slash at their end.
public struct CleverHosts: Hashable, Sendable {
  /// Where people sign in and tokens are given: `https://clever.com`.
  public let accounts: String
  /// Where the data is: `https://api.clever.com`.
  public let data: String

  /// Clever itself.
  public static let production = CleverHosts(
    checkedAccounts: "https://clever.com", checkedData: "https://api.clever.com")

  /// Creates hosts. Secrets go there, so each is `https`, or `http` on this machine; a host alone,
  /// with nothing behind it. Throws `invalid` for anything else.
  public init(accounts: String, data: String) throws(ProvisioningError) {
    self.init(checkedAccounts: try Self.checked(accounts), checkedData: try Self.checked(data))
  }

  /// A stand-in that has everything at one address, such as `http://127.0.0.1:8080`.
  public static func sandbox(at url: String) throws(ProvisioningError) -> CleverHosts {
    try CleverHosts(accounts: url, data: url)
  }

  private init(checkedAccounts: String, checkedData: String) {
    accounts = checkedAccounts
    data = checkedData
  }

  private static func checked(_ url: String) throws(ProvisioningError) -> String {
    let base = url.hasSuffix("/") ? String(url.dropLast()) : url
    guard let address = HTTPAddress(base), address.target.isEmpty,
      address.scheme == "https" || address.isLoopback
    else {
      throw ProvisioningError(
        .invalid, "An address of Clever's cannot be used.",
        reason: "It is no host over https, and none on this machine.",
        remedy: "Give an address such as https://clever.com, without a path.")
    }
    return base
  }
}
