import Provisioning
import Synchronization

/// A store where something else happens once, just before a write: after a plan was made, and before
/// it is committed.
public final class InterruptedStore: AccountStore {
  private let base: any AccountStore
  private let interruption: Mutex<(@Sendable () async -> Void)?>
  private let writesBefore: Mutex<Int>

  /// Creates a store over `base` that runs `interruption` once, after so many writes.
  public init(
    _ base: any AccountStore, after writes: Int = 0,
    by interruption: @escaping @Sendable () async -> Void
  ) {
    self.base = base
    self.interruption = Mutex(interruption)
    writesBefore = Mutex(writes)
  }

  /// Whether the interruption has happened.
  public var wasInterrupted: Bool { interruption.withLock { $0 == nil } }

  private func interrupt() async {
    let isEarly = writesBefore.withLock { left in
      left -= 1
      return left >= 0
    }
    if isEarly { return }
    let pending = interruption.withLock { pending in
      defer { pending = nil }
      return pending
    }
    await pending?()
  }

  public func commit(_ changes: ChangeSet) async throws(ProvisioningError) -> JournalEntry {
    await interrupt()
    return try await base.commit(changes)
  }

  public func write(_ changes: [RecordChange]) async throws(ProvisioningError) {
    await interrupt()
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
}

extension InterruptedStore {
  public func accounts(_ ids: [Account.ID]) async throws(ProvisioningError) -> [Account] {
    try await base.accounts(ids)
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
