/// A store in memory: the reference that other stores are compared with, and one for tests.
public actor InMemoryStore: CopyableStore {
  private var memory = MemoryContents()

  /// Creates an empty store.
  public init() {}

  public func commit(_ changes: ChangeSet) throws(ProvisioningError) -> JournalEntry {
    try memory.commit(changes)
  }

  public func accounts(_ ids: [Account.ID]) -> [Account] { memory.accounts(ids) }

  public func survivors(among ids: [Account.ID]) -> Set<Account.ID> {
    memory.survivors(among: ids)
  }

  public func links(_ keys: [Identity.Key]) -> [Link] { memory.links(keys) }

  public func linkedAccounts(_ keys: [Identity.Key]) -> [LinkedAccount] {
    memory.linkedAccounts(keys)
  }

  public func links(of accounts: [Account.ID]) -> [Link] { memory.links(of: accounts) }

  public func links(matching sisKeys: [SISKey]) -> [Link] { memory.links(matching: sisKeys) }

  public func accounts(holding email: EmailAddress) -> [Account] {
    memory.accounts(holding: email)
  }

  public func accounts(matching text: String, limit: Int) -> [Account] {
    memory.accounts(matching: text, limit: limit)
  }

  public func sections(_ keys: [Section.Key]) -> [Section] { memory.sections(keys) }

  public func assertions(in sections: [Section.Key]) -> [Enrollment.Assertion] {
    memory.assertions(in: sections)
  }

  public func assertions(by keys: [Identity.Key]) -> [Enrollment.Assertion] {
    memory.assertions(by: keys)
  }

  public func accounts(after id: Account.ID?, limit: Int) -> [Account] {
    memory.accounts(after: id, limit: limit)
  }

  public func links(after key: Identity.Key?, limit: Int) -> [Link] {
    memory.links(after: key, limit: limit)
  }

  public func sections(
    of provider: ProviderName?, after key: Section.Key?, limit: Int
  ) -> [Section] {
    memory.sections(of: provider, after: key, limit: limit)
  }

  public func counts() -> StoreCounts { memory.counts() }

  public func entry(_ reference: JournalEntry.Reference) -> JournalEntry? {
    memory.entry(reference)
  }

  public func entries(
    _ filter: JournalFilter, before revision: Revision?, limit: Int
  ) -> [JournalEntry] {
    memory.entries(filter, before: revision, limit: limit)
  }

  public func changes(of id: JournalEntry.ID) -> [JournaledChange] { memory.changes(of: id) }

  public func record(_ key: Record.Key) -> Record? { memory.record(key) }

  public func records(of kind: Record.Kind, after name: String?, limit: Int) -> [Record] {
    memory.records(of: kind, after: name, limit: limit)
  }

  public func write(_ changes: [RecordChange]) throws(ProvisioningError) {
    try memory.write(changes)
  }

  public func expireRecords(before moment: Timestamp) -> Int {
    memory.expireRecords(before: moment)
  }

  public func contents() -> any StoreContents { MemoryMoment(of: memory) }
}
