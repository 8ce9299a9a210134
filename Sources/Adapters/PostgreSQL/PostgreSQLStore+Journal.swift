#if PostgreSQL
import Provisioning

extension PostgreSQLStore {
  public func entry(
    _ reference: JournalEntry.Reference
  ) async throws(ProvisioningError) -> JournalEntry? {
    try await reads.answer(.entry(reference)).first
  }

  public func entries(
    _ filter: JournalFilter, before revision: Revision?, limit: Int
  ) async throws(ProvisioningError) -> [JournalEntry] {
    try await reads.answer(.entries(filter, before: revision, limit: limit))
  }

  public func changes(
    of id: JournalEntry.ID
  ) async throws(ProvisioningError) -> [JournaledChange] {
    try JournalText.decode(try await reads.answer(.changes(of: id)))
  }

  @discardableResult
  public func commit(_ changes: ChangeSet) async throws(ProvisioningError) -> JournalEntry {
    // Made here and not on the writer's thread, for which others wait.
    let draft = Draft(changes)
    return try await writes.answer { .commit(draft, $0) }
  }
}

extension PostgreSQLStore {
  public func record(_ key: Record.Key) async throws(ProvisioningError) -> Record? {
    try await reads.answer(.records([key])).first
  }

  public func records(
    of kind: Record.Kind, after name: String?, limit: Int
  ) async throws(ProvisioningError) -> [Record] {
    try await reads.answer(.records(of: kind, after: name, limit: limit))
  }

  public func write(_ changes: [RecordChange]) async throws(ProvisioningError) {
    try await writes.answer { .records(changes, $0) }
  }

  @discardableResult
  public func expireRecords(before moment: Timestamp) async throws(ProvisioningError) -> Int {
    try await writes.answer { .expiry(moment, $0) }
  }
}
#endif
