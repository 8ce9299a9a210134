/// What a provider asserts about a person at sign-in, or in a listing.
public struct Identity: Hashable, Sendable, CustomStringConvertible {
  /// The provider and the subject: who this is, in the provider's words.
  public typealias Key = ProviderKey<Identity>
  /// The provider's identifier of the person. Clever's is the Clever ID.
  public typealias Subject = Identifier<Identity>

  /// Who this is.
  public var key: Key
  /// Other subjects of the same person, asserted by the provider itself (a Clever v3 user's
  /// `legacy_id`).
  public var aliases: [Subject]
  /// Who authorized the data.
  public var sharing: Sharing
  /// What the provider says of the person.
  public var profile: Profile

  /// Creates an identity.
  public init(
    key: Key, aliases: [Subject] = [], sharing: Sharing = .district, profile: Profile
  ) {
    self.key = key
    self.aliases = aliases
    self.sharing = sharing
    self.profile = profile
  }

  /// The keys of the aliases.
  public var aliasKeys: [Key] { aliases.map { Key(key.provider, $0) } }

  /// Names the provider and the roles, not the person.
  public var description: String { "Identity(\(key.provider), \(profile))" }
}
