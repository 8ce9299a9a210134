/// Something that waits for an administrator's decision.
public struct HeldItem: Hashable, Sendable, Codable {
  /// What is held.
  public enum Kind: String, Hashable, Sendable, Codable {
    /// A person's role would rise.
    case role
    /// Two claimed accounts seem to be one person.
    case pair
    /// An import would end too much.
    case removals
  }

  /// What is held.
  public let kind: Kind
  /// Why, without personal data.
  public let reason: String
  /// The accounts concerned.
  public var accounts: [String] = []
  /// The identity key concerned, for a role.
  public var key: String?
  /// The roles asserted, for a role.
  public var roles: [String] = []
  /// Whose listing it is, for removals.
  public var listing: String?
  /// The run, for removals.
  public var run: String?
  /// How many enrollments would end, for removals.
  public var ends: Int?

  /// The item's name: the same matter is held once.
  public var name: String {
    switch kind {
    case .role: "role-\(accounts.joined(separator: "-"))-\(roles.joined(separator: "-"))"
    case .pair: "pair-\((accounts + [key].compactMap { $0 }).joined(separator: "-"))"
    case .removals: "removals-\(listing ?? "")"
    }
  }

  /// The record that keeps the item.
  public var record: Record.Key { Record.Key(.held, name) }
}

extension Draft {
  /// Plans the item to be held, unless it is already.
  mutating func hold(_ item: HeldItem, in store: any RecordStore) async throws(ProvisioningError) {
    guard try await store.record(item.record) == nil else { return }
    let put = RecordChange.put(
      item.record, value: try recordText(item), expires: nil, replacing: 0)
    if !changes(item.record) { change(put) }
  }
}

extension HeldItem {
  /// The item for an identity whose roles would rise over the rank on record; `nil` if they do not.
  /// What nobody has recorded yet (`nil`) cannot rise.
  init?(rising identity: Identity, over recorded: Int?, of account: Account.ID) {
    guard let recorded, identity.profile.rank > recorded else { return nil }
    self.init(
      kind: .role, reason: "A provider asserts a higher role than the one on record.",
      accounts: [account.rawValue])
    key = identity.key.description
    roles = identity.profile.roles.map(\.rawValue)
  }
}
