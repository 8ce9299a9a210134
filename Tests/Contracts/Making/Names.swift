import Provisioning

extension Identifier {
  /// The identifier `text`, which must be one: for names that stand in a test.
  public static func named(_ text: String) -> Self {
    guard let identifier = Self(text) else { preconditionFailure("no identifier: \(text)") }
    return identifier
  }
}

extension ProviderName {
  /// The provider `text`, which must be a name: for names that stand in a test.
  public static func named(_ text: String) -> Self {
    guard let name = Self(text) else { preconditionFailure("no provider's name: \(text)") }
    return name
  }
}

extension ProviderKey {
  /// The key `provider:identifier`, which must be one: for keys that stand in a test.
  public static func named(_ text: String) -> Self {
    guard let key = Self(text) else { preconditionFailure("no key: \(text)") }
    return key
  }
}
