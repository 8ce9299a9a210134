import Synchronization

/// A token that lets the app ask a provider for more in a person's name, while it lasts.
public struct BearerToken: Hashable, Sendable {
  /// What goes onto the wire.
  public let secret: Secret
  /// When it ends. Clever's last 24 hours, and cannot be renewed.
  public let expires: Timestamp

  /// Creates a token.
  public init(_ secret: Secret, expires: Timestamp) {
    self.secret = secret
    self.expires = expires
  }
}

/// Keeps tokens while they last. Nothing keeps them by default; what does should encrypt them, or
/// hold them in memory only.
public protocol TokenVault: Sendable {
  /// Keeps a person's token in place of an earlier one.
  func keep(_ token: BearerToken, of key: Identity.Key) async throws(ProvisioningError)
  /// The person's token, unless it ended before `moment`.
  func token(of key: Identity.Key, at moment: Timestamp) async throws(ProvisioningError)
    -> BearerToken?
  /// Forgets the person's token.
  func forget(_ key: Identity.Key) async throws(ProvisioningError)
}

/// Tokens in this process's memory, a bounded number of them: the one that ends first goes first.
public final class InMemoryTokenVault: TokenVault {
  private let tokens = Mutex<[Identity.Key: BearerToken]>([:])
  private let capacity: Int

  /// Creates a vault for at most `capacity` people.
  public init(capacity: Int = 10_000) { self.capacity = max(1, capacity) }

  public func keep(_ token: BearerToken, of key: Identity.Key) {
    tokens.withLock { tokens in
      if tokens[key] == nil, tokens.count >= capacity,
        let first = tokens.min(by: { $0.value.expires < $1.value.expires })
      {
        tokens[first.key] = nil
      }
      tokens[key] = token
    }
  }

  public func token(of key: Identity.Key, at moment: Timestamp) -> BearerToken? {
    tokens.withLock { tokens in
      guard let token = tokens[key], moment < token.expires else {
        tokens[key] = nil
        return nil
      }
      return token
    }
  }

  public func forget(_ key: Identity.Key) { tokens.withLock { $0[key] = nil } }
}
