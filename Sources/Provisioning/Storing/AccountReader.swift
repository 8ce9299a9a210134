/// Reads accounts, links, sections and enrollments.
///
/// Each keyed read takes many keys at once, so that a planner asks once for a page and not once for
/// a person. It returns what it finds, in no promised order, each row once; keys that lead nowhere
/// are left out. A read sees whole commits only; two reads may see different commits, which is what
/// a change set's expectations are for. Every read throws `unavailable`, `busy`, `corrupt` or
/// `cancelled`, and nothing else.
public protocol AccountReader: Sendable {
  /// The accounts called `ids`. Complexity: O(ids), by key.
  func accounts(_ ids: [Account.ID]) async throws(ProvisioningError) -> [Account]
  /// Which of `ids` have had another account merged into them. By an index where there is one.
  func survivors(among ids: [Account.ID]) async throws(ProvisioningError) -> Set<Account.ID>
  /// The links of `keys`. Complexity: O(keys), by key.
  func links(_ keys: [Identity.Key]) async throws(ProvisioningError) -> [Link]
  /// The links of `keys` with their accounts, in one consistent read: what a sign-in needs.
  func linkedAccounts(_ keys: [Identity.Key]) async throws(ProvisioningError) -> [LinkedAccount]
  /// All links of `accounts`. Complexity: O(links found), by an index.
  func links(of accounts: [Account.ID]) async throws(ProvisioningError) -> [Link]
  /// The links whose asserted profile has one of `sisKeys` as its ``Profile/sisKey``. By an index.
  func links(matching sisKeys: [SISKey]) async throws(ProvisioningError) -> [Link]
  /// The live accounts that hold `email`, ASCII case aside: by what a link asserts or by a local
  /// edit. By an index.
  func accounts(holding email: EmailAddress) async throws(ProvisioningError) -> [Account]
  /// Live accounts whose identifier, subject, SIS ID, email or a name begins with `text` (ASCII
  /// case aside) or equals it; sorted by identifier, at most `limit`. A search for people, not for
  /// code.
  func accounts(matching text: String, limit: Int) async throws(ProvisioningError) -> [Account]
  /// The sections called `keys`.
  func sections(_ keys: [Section.Key]) async throws(ProvisioningError) -> [Section]
  /// Everything asserted about who is in `sections`, ended assertions included.
  func assertions(
    in sections: [Section.Key]
  ) async throws(ProvisioningError) -> [Enrollment.Assertion]
  /// Everything asserted about which sections `keys` are in, ended assertions included.
  func assertions(by keys: [Identity.Key]) async throws(ProvisioningError) -> [Enrollment.Assertion]

  /// The next accounts in the order of their identifiers, at most `limit`.
  func accounts(after id: Account.ID?, limit: Int) async throws(ProvisioningError) -> [Account]
  /// The next links in the order of their keys, at most `limit`.
  func links(after key: Identity.Key?, limit: Int) async throws(ProvisioningError) -> [Link]
  /// The next sections in the order of their keys, of one provider or of all, at most `limit`.
  func sections(
    of provider: ProviderName?, after key: Section.Key?, limit: Int
  ) async throws(ProvisioningError) -> [Section]
  /// How much there is.
  func counts() async throws(ProvisioningError) -> StoreCounts

  /// The entry called `id`, or the entry with that revision.
  func entry(_ reference: JournalEntry.Reference) async throws(ProvisioningError) -> JournalEntry?
  /// Entries, the newest first, before `revision` if one is given, at most `limit`.
  func entries(
    _ filter: JournalFilter, before revision: Revision?, limit: Int
  ) async throws(ProvisioningError) -> [JournalEntry]
  /// What the entry called `id` changed, in the order of application; empty if there is none.
  func changes(of id: JournalEntry.ID) async throws(ProvisioningError) -> [JournaledChange]
}

/// A link and the account that it leads to.
public struct LinkedAccount: Hashable, Sendable {
  /// The link.
  public let link: Link
  /// Its account.
  public let account: Account

  /// Creates a pair; stores do.
  public init(link: Link, account: Account) {
    self.link = link
    self.account = account
  }
}

/// How much a store holds. Enrollments are counted after merges: one for each section and account.
public struct StoreCounts: Hashable, Sendable {
  /// Accounts by the name of their status.
  public var accounts: [String: Int] = [:]
  /// Links.
  public var links = 0
  /// Sections by status.
  public var sections: [Section.Status: Int] = [:]
  /// Enrollments by status.
  public var enrollments: [Enrollment.Status: Int] = [:]
  /// Journal entries.
  public var journalEntries = 0
  /// The version of the store's own layout.
  public var schemaVersion = 1

  /// Creates counts of an empty store.
  public init() {}
}

extension AccountReader {
  /// Reads all accounts, page by page: for stores without an index.
  public func survivors(
    among ids: [Account.ID]
  ) async throws(ProvisioningError) -> Set<Account.ID> {
    let wanted = Set(ids)
    var survivors: Set<Account.ID> = []
    var last: Account.ID?
    while true {
      let page = try await accounts(after: last, limit: 1000)
      guard let end = page.last else { return survivors }
      survivors.formUnion(page.compactMap(\.mergedInto).filter(wanted.contains))
      last = end.id
    }
  }

  /// The account called `id`.
  public func account(_ id: Account.ID) async throws(ProvisioningError) -> Account? {
    try await accounts([id]).first
  }

  /// The link of `key`.
  public func link(_ key: Identity.Key) async throws(ProvisioningError) -> Link? {
    try await links([key]).first
  }

  /// The section called `key`.
  public func section(_ key: Section.Key) async throws(ProvisioningError) -> Section? {
    try await sections([key]).first
  }

  /// The account that `id` leads to after merges: itself, or the survivor. A chain that does not
  /// end is `corrupt`. Complexity: one read for each merge.
  public func survivor(of id: Account.ID) async throws(ProvisioningError) -> Account? {
    var seen: Set<Account.ID> = []
    var next = id
    while seen.insert(next).inserted {
      guard let account = try await account(next) else { return nil }
      guard let target = account.mergedInto else { return account }
      next = target
    }
    throw ProvisioningError(
      .corrupt, "Account \(id) has no survivor.", reason: "Its merges form a circle.",
      remedy: "Run 'linkctl store verify'.")
  }

  /// The enrollments of `account`, ended ones included, sorted by section.
  public func enrollments(of account: Account.ID) async throws(ProvisioningError) -> [Enrollment] {
    let keys = try await links(of: [account]).map(\.key)
    let found = try await assertions(by: keys)
    return Enrollment.folding(
      found, accounts: Dictionary(keys.map { ($0, account) }, uniquingKeysWith: { $1 }))
  }

  /// Who is and was in `section`, sorted by account.
  public func roster(of section: Section.Key) async throws(ProvisioningError) -> [Enrollment] {
    let found = try await assertions(in: [section])
    let links = try await links(found.map(\.key))
    return Enrollment.folding(
      found,
      accounts: Dictionary(links.map { ($0.key, $0.state.account) }, uniquingKeysWith: { $1 }))
  }
}
