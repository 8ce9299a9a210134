/// Something that waits for an administrator's decision.
public struct HeldItem: Hashable, Sendable, Codable {
  /// What is held.
  public enum Kind: String, Hashable, Sendable, Codable {
    /// A person's role would rise.
    case role
    /// Accounts in use seem to be one person, or a key belongs to an account of another role.
    case pair
    /// An import would end too much.
    case removals
    /// A section's ID came back with another course and term, and nobody of its old roster.
    case section
  }

  /// An administrator's word against it. The item stays, so that the matter is not held again.
  public struct Discard: Hashable, Sendable, Codable {
    /// Who decided.
    public let actor: String
    /// Why.
    public let reason: String?
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    public let at: Int64
  }

  /// What is held.
  public let kind: Kind
  /// Why, without personal data.
  public let reason: String
  /// Since when, in milliseconds since 1970-01-01T00:00:00Z.
  public let since: Int64
  /// The accounts concerned.
  public var accounts: [String] = []
  /// The identity key concerned, for a role, and for a pair that a listing named.
  public var key: String?
  /// The roles asserted, for a role.
  public var roles: [String] = []
  /// Whose listing it is, for removals and sections.
  public var listing: String?
  /// The run, for removals.
  public var run: String?
  /// How many enrollments would end, for removals and sections.
  public var ends: Int?
  /// How many pages of the listing are kept, for removals and sections.
  public var pages: Int?
  /// Whether the listing names changes alone, for removals.
  public var namesChangesOnly: Bool?
  /// Whether a blank field of the listing says nothing, for removals.
  public var keepsBlanks: Bool?
  /// The section, for a section.
  public var section: String?
  /// The course and term that are listed now, for a section.
  public var course: [String]?
  /// The decision against it; `nil` while it waits.
  public var discarded: Discard?

  init(_ kind: Kind, _ reason: String, at moment: Timestamp) {
    self.kind = kind
    self.reason = reason
    since = moment.milliseconds
  }

  /// The item's name, of a pair and a role without personal data: the same matter is held once. A
  /// listing takes the place of the one that was held before it; listings of changes wait one
  /// behind the other.
  public var name: String {
    switch kind {
    case .role: "role-\(accounts.joined(separator: "-"))-\(roles.joined(separator: "-"))"
    case .pair: "pair-\(accounts.joined(separator: "-"))"
    case .removals where namesChangesOnly == true: "changes-\(listing ?? ""):\(run ?? "")"
    case .removals: "removals-\(listing ?? "")"
    case .section: "section-\(section ?? "")"
    }
  }

  /// The record that keeps the item.
  public var record: Record.Key { Record.Key(.held, name) }
}

extension Draft {
  /// Plans the item to be held, unless it is already, or was decided against.
  mutating func hold(_ item: HeldItem, in store: any RecordStore) async throws(ProvisioningError) {
    guard try await store.record(item.record) == nil else { return }
    try keep(item, replacing: nil)
  }

  /// Plans the item to stand in the place of `present`.
  mutating func keep(_ item: HeldItem, replacing present: Record?) throws(ProvisioningError) {
    guard !changes(item.record) else { return }
    change(
      .put(
        item.record, value: try recordText(item), expires: nil, replacing: present?.version ?? 0))
  }
}

extension HeldItem {
  /// The item for an identity whose roles would rise over the rank on record; `nil` if they do not.
  /// What nobody has recorded yet (`nil`) cannot rise.
  init?(
    rising identity: Identity, over recorded: Int?, of account: Account.ID, at moment: Timestamp
  ) {
    guard let recorded, identity.profile.rank > recorded else { return nil }
    self.init(.role, "A provider asserts a higher role than the one on record.", at: moment)
    accounts = [account.rawValue]
    key = identity.key.description
    roles = identity.profile.roles.map(\.rawValue)
  }
}
