/// Whom a pass over a listing has met, in some 110 bytes a person.
struct ListedPeople: Sendable {
  private var keys: KeyTable<Identity>
  /// Who has each SIS key first: two keys of one listing with one SIS key are two people.
  private var sisKeys = FirstComers()
  /// By which key each account was met first.
  private var accounts = FirstComers()
  /// The further keys of accounts met, with the first: an account that two listed people were
  /// merged into is counted once.
  private var twins: [Identity.Key: Identity.Key] = [:]

  /// Nobody of the provider has been met.
  init(of provider: ProviderName) { keys = KeyTable(of: provider) }

  /// Whether the person is on a page so far, or known to the store.
  func contains(_ key: Identity.Key) -> Bool { keys.number(of: key) != nil }

  /// Takes note of a person.
  mutating func insert(_ key: Identity.Key) { keys.insert(key) }

  // MARK: SIS keys

  /// Whether nobody else was met who has the SIS key.
  func isFirst(_ key: Identity.Key, with sisKey: SISKey) -> Bool {
    guard let first = sisKeys.first(by: sisKey.text) else { return true }
    return first == keys.number(of: key)
  }

  /// Takes note of the SIS key of a person who was met.
  mutating func meet(_ key: Identity.Key, with sisKey: SISKey) {
    if let number = keys.number(of: key) { _ = sisKeys.meet(number, by: sisKey.text) }
  }

  // MARK: Accounts

  /// The key by which the account of `key` was met before; `nil` if it is met by `key` first.
  func twin(of key: Identity.Key) -> Identity.Key? { twins[key] }

  /// Takes note of the account of a person who was met.
  mutating func meet(_ key: Identity.Key, as account: Account.ID) {
    guard let number = keys.number(of: key) else { return }
    let first = accounts.meet(number, by: account.rawValue)
    if first != number { twins[key] = keys.key(first) }
  }
}

/// Keys of one provider, numbered in the order in which they came: some 20 bytes each, beside the
/// identifier. Keys of other providers are not taken.
struct KeyTable<Owner>: Sendable {
  private let provider: ProviderName
  private var subjects = IdentifierTable()

  init(of provider: ProviderName) { self.provider = provider }

  /// Adds the key.
  mutating func insert(_ key: ProviderKey<Owner>) {
    if key.provider == provider { _ = subjects.insert(key.subject.rawValue.utf8.span) }
  }

  /// Whether the key was added.
  func contains(_ key: ProviderKey<Owner>) -> Bool { number(of: key) != nil }

  /// The key's number; `nil` if it was not added.
  func number(of key: ProviderKey<Owner>) -> UInt32? {
    key.provider == provider ? subjects.number(of: key.subject.rawValue.utf8.span) : nil
  }

  /// The key of that number.
  func key(_ number: UInt32) -> ProviderKey<Owner>? {
    Identifier(subjects.text(number)).map { ProviderKey(provider, $0) }
  }
}

extension SISKey {
  /// A text that no other SIS key has, byte by byte.
  fileprivate var text: String { "\(role.rawValue) \(district.utf8.count) \(district)\(sisID)" }
}
