import Provisioning

/// A store that hands everything on to another one. What wraps a store so that it does one thing
/// otherwise, to count, to interrupt or to break it, implements that one thing.
public protocol StoreWrapper: AccountStore {
  /// The store that does the work.
  var base: any AccountStore { get }
}

extension StoreWrapper {
  public func commit(_ changes: ChangeSet) async throws(ProvisioningError) -> JournalEntry {
    try await base.commit(changes)
  }

  public func write(_ changes: [RecordChange]) async throws(ProvisioningError) {
    try await base.write(changes)
  }

  public func expireRecords(before moment: Timestamp) async throws(ProvisioningError) -> Int {
    try await base.expireRecords(before: moment)
  }

  public func record(_ key: Record.Key) async throws(ProvisioningError) -> Record? {
    try await base.record(key)
  }

  public func records(
    of kind: Record.Kind, after name: String?, limit: Int
  ) async throws(ProvisioningError) -> [Record] {
    try await base.records(of: kind, after: name, limit: limit)
  }

  public func accounts(_ ids: [Account.ID]) async throws(ProvisioningError) -> [Account] {
    try await base.accounts(ids)
  }

  public func survivors(
    among ids: [Account.ID]
  ) async throws(ProvisioningError) -> Set<Account.ID> {
    try await base.survivors(among: ids)
  }

  public func links(_ keys: [Identity.Key]) async throws(ProvisioningError) -> [Link] {
    try await base.links(keys)
  }

  public func linkedAccounts(
    _ keys: [Identity.Key]
  ) async throws(ProvisioningError) -> [LinkedAccount] {
    try await base.linkedAccounts(keys)
  }

  public func links(of accounts: [Account.ID]) async throws(ProvisioningError) -> [Link] {
    try await base.links(of: accounts)
  }

  public func links(matching sisKeys: [SISKey]) async throws(ProvisioningError) -> [Link] {
    try await base.links(matching: sisKeys)
  }

  public func accounts(
    holding email: EmailAddress
  ) async throws(ProvisioningError) -> [Account] {
    try await base.accounts(holding: email)
  }

  public func accounts(
    matching text: String, limit: Int
  ) async throws(ProvisioningError) -> [Account] {
    try await base.accounts(matching: text, limit: limit)
  }

  public func sections(_ keys: [Section.Key]) async throws(ProvisioningError) -> [Section] {
    try await base.sections(keys)
  }

  public func assertions(
    in sections: [Section.Key]
  ) async throws(ProvisioningError) -> [Enrollment.Assertion] {
    try await base.assertions(in: sections)
  }

  public func assertions(
    by keys: [Identity.Key]
  ) async throws(ProvisioningError) -> [Enrollment.Assertion] {
    try await base.assertions(by: keys)
  }

  public func accounts(
    after id: Account.ID?, limit: Int
  ) async throws(ProvisioningError) -> [Account] {
    try await base.accounts(after: id, limit: limit)
  }

  public func links(
    after key: Identity.Key?, limit: Int
  ) async throws(ProvisioningError) -> [Link] {
    try await base.links(after: key, limit: limit)
  }

  public func sections(
    of provider: ProviderName?, after key: Section.Key?, limit: Int
  ) async throws(ProvisioningError) -> [Section] {
    try await base.sections(of: provider, after: key, limit: limit)
  }

  public func counts() async throws(ProvisioningError) -> StoreCounts { try await base.counts() }

  public func entry(
    _ reference: JournalEntry.Reference
  ) async throws(ProvisioningError) -> JournalEntry? {
    try await base.entry(reference)
  }

  public func entries(
    _ filter: JournalFilter, before revision: Revision?, limit: Int
  ) async throws(ProvisioningError) -> [JournalEntry] {
    try await base.entries(filter, before: revision, limit: limit)
  }

  public func changes(
    of id: JournalEntry.ID
  ) async throws(ProvisioningError) -> [JournaledChange] {
    try await base.changes(of: id)
  }
}
