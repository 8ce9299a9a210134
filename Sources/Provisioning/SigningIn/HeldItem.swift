import FoundationEssentials

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
  /// The run, for removals.
  public var run: String?
  /// How many enrollments would end, for removals.
  public var ends: Int?

  /// The item's name: the same matter is held once.
  public var name: String {
    switch kind {
    case .role: "role-\(accounts.joined(separator: "-"))-\(roles.joined(separator: "-"))"
    case .pair: "pair-\(accounts.joined(separator: "-"))"
    case .removals: "removals-\(run ?? "")"
    }
  }

  /// The record that keeps the item.
  public var record: Record.Key { Record.Key(.held, name) }
}

extension Draft {
  /// Plans the item to be held, unless it is already.
  mutating func hold(_ item: HeldItem, in store: any RecordStore) async throws(ProvisioningError) {
    guard try await store.record(item.record) == nil else { return }
    change(.put(item.record, value: try recordText(item), expires: nil, replacing: 0))
  }
}

/// The text of a record's value.
func recordText(_ value: some Encodable) throws(ProvisioningError) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  do {
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  } catch {
    throw ProvisioningError(.invalid, "A record cannot be written.", detail: "\(error)")
  }
}

/// The value in a record's text.
func recordValue<Value: Decodable>(
  _ type: Value.Type, in record: Record
) throws(ProvisioningError) -> Value {
  do {
    return try JSONDecoder().decode(type, from: Data(record.value.utf8))
  } catch {
    throw ProvisioningError(
      .corrupt, "A \(record.key.kind.rawValue) record cannot be read.",
      remedy: "Run 'linkctl store verify'.", detail: "\(error)")
  }
}
