/// An address of the app to which a provider sends people back.
///
/// `https`, or `http` on a loopback host (`localhost`, `127.0.0.1`, `[::1]`) for development; a
/// host; no user, no fragment; visible ASCII without a backslash. Providers compare it byte by
/// byte, so it is kept as given.
public struct RedirectURI: Hashable, Sendable, CustomStringConvertible {
  /// The address as given.
  public let rawValue: String

  /// Creates an address; throws `invalid` with what is wrong.
  public init(_ text: String) throws(ProvisioningError) {
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x5C }) else {
      throw Self.fault("It holds a blank, a backslash, or what is no ASCII.")
    }
    guard !text.utf8.contains(0x23) else { throw Self.fault("It has a fragment.") }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].hasPrefix("//"), ["http", "https"].contains(parts[0]) else {
      throw Self.fault("It does not begin with https://.")
    }
    let authority = parts[1].dropFirst(2).prefix { $0 != "/" && $0 != "?" }
    guard !authority.isEmpty, !authority.hasPrefix(":") else { throw Self.fault("It has no host.") }
    guard !authority.contains("@") else { throw Self.fault("It names a user.") }
    guard parts[0] == "https" || Self.isLoopback(authority) else {
      throw Self.fault("It is http, which is for development on this machine only.")
    }
    rawValue = text
  }

  private static func isLoopback(_ authority: Substring) -> Bool {
    ["localhost", "127.0.0.1", "[::1]"].contains { host in
      authority == host
        || authority.hasPrefix(host + ":")
          && authority.dropFirst(host.count + 1).utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
  }

  private static func fault(_ reason: String) -> ProvisioningError {
    ProvisioningError(
      .invalid, "A redirect URI cannot be used.", reason: reason,
      remedy: "Give an address such as https://app.example/clever/callback, as registered.")
  }

  public var description: String { rawValue }
}

/// The redirect URIs that are registered with a provider: one at least, the primary one first.
///
/// Sign-ins that the provider starts (Clever's portal and Instant Login links) arrive at the
/// primary one, whatever the district.
public struct RedirectURIs: Hashable, Sendable {
  /// All of them, in order.
  public let all: [RedirectURI]
  /// The first one.
  public let primary: RedirectURI

  /// Creates the list from its texts; throws `invalid` where it is empty or one cannot be used.
  public init(_ texts: [String]) throws(ProvisioningError) {
    var all: [RedirectURI] = []
    for text in texts { all.append(try RedirectURI(text)) }
    guard let first = all.first else {
      throw ProvisioningError(
        .invalid, "There is no redirect URI.", remedy: "Give the primary one that is registered.")
    }
    self.all = all
    primary = first
  }
}
