import Provisioning

extension SQLiteStore {
  public func entry(
    _ reference: JournalEntry.Reference
  ) async throws(ProvisioningError) -> JournalEntry? {
    try await reads.answer { session throws(ProvisioningError) in try session.entry(reference) }
  }

  public func entries(
    _ filter: JournalFilter, before revision: Revision?, limit: Int
  ) async throws(ProvisioningError) -> [JournalEntry] {
    try await reads.answer { session throws(ProvisioningError) in
      try session.entries(filter, before: revision, limit: limit)
    }
  }

  public func changes(
    of id: JournalEntry.ID
  ) async throws(ProvisioningError) -> [JournaledChange] {
    let text = try await reads.answer { session throws(ProvisioningError) in
      try session.changes(of: id)
    }
    return try JournalText.decode(text)
  }

  @discardableResult
  public func commit(_ changes: ChangeSet) async throws(ProvisioningError) -> JournalEntry {
    // Made here and not on the writer's thread, for which others wait.
    let draft = EntryDraft(changes)
    return try await writes.answer { session throws(ProvisioningError) in
      try session.apply(changes, draft)
    }
  }
}

extension SQLiteStore {
  public func record(_ key: Record.Key) async throws(ProvisioningError) -> Record? {
    try await reads.answer { session throws(ProvisioningError) in try session.record(key) }
  }

  public func records(
    of kind: Record.Kind, after name: String?, limit: Int
  ) async throws(ProvisioningError) -> [Record] {
    try await reads.answer { session throws(ProvisioningError) in
      try session.records(of: kind, after: name, limit: limit)
    }
  }

  public func write(_ changes: [RecordChange]) async throws(ProvisioningError) {
    try await writes.answer { session throws(ProvisioningError) in try session.apply(changes) }
  }

  @discardableResult
  public func expireRecords(before moment: Timestamp) async throws(ProvisioningError) -> Int {
    try await writes.answer { session throws(ProvisioningError) in
      try session.expireRecords(before: moment)
    }
  }
}
