public import Provisioning

extension FlatFileStore: CopyableStore {
  @discardableResult
  public func commit(_ changes: ChangeSet) async throws(ProvisioningError) -> JournalEntry {
    try await answer { memory throws(ProvisioningError) in
      let newest = memory.newest
      let entry = try memory.commit(changes)
      return (memory.newest == newest ? nil : .commit(changes, entry.revision), entry)
    }
  }

  public func write(_ changes: [RecordChange]) async throws(ProvisioningError) {
    try await answer { memory throws(ProvisioningError) in
      try memory.write(changes)
      return (changes.isEmpty ? nil : .records(changes), ())
    }
  }

  @discardableResult
  public func expireRecords(before moment: Timestamp) async throws(ProvisioningError) -> Int {
    try await answer { memory throws(ProvisioningError) in
      let count = memory.expireRecords(before: moment)
      return (count == 0 ? nil : .expiry(moment), count)
    }
  }

  /// Sends a write and waits for its answer.
  private func answer<Answer: Sendable>(
    _ perform:
      @escaping (inout MemoryContents) throws(ProvisioningError) -> (LoggedWrite?, Answer)
  ) async throws(ProvisioningError) -> Answer {
    if Task.isCancelled { throw .cancelled }
    let outcome = await withCheckedContinuation {
      (waiting: CheckedContinuation<Result<Answer, ProvisioningError>, Never>) in
      send(
        Job(
          perform: { memory throws(ProvisioningError) in
            let (logged, answer) = try perform(&memory)
            return (logged, { waiting.resume(returning: .success(answer)) })
          }, fail: { waiting.resume(returning: .failure($0)) }))
    }
    return try outcome.get()
  }

  public func contents() throws(ProvisioningError) -> any StoreContents {
    try reading { MemoryMoment(of: $0) }
  }

  public func accounts(_ ids: [Account.ID]) throws(ProvisioningError) -> [Account] {
    try reading { $0.accounts(ids) }
  }

  public func survivors(
    among ids: [Account.ID]
  ) throws(ProvisioningError) -> Set<Account.ID> {
    try reading { $0.survivors(among: ids) }
  }

  public func links(_ keys: [Identity.Key]) throws(ProvisioningError) -> [Link] {
    try reading { $0.links(keys) }
  }

  public func linkedAccounts(
    _ keys: [Identity.Key]
  ) throws(ProvisioningError) -> [LinkedAccount] {
    try reading { $0.linkedAccounts(keys) }
  }

  public func links(of accounts: [Account.ID]) throws(ProvisioningError) -> [Link] {
    try reading { $0.links(of: accounts) }
  }

  public func links(matching sisKeys: [SISKey]) throws(ProvisioningError) -> [Link] {
    try reading { $0.links(matching: sisKeys) }
  }

  public func accounts(holding email: EmailAddress) throws(ProvisioningError) -> [Account] {
    try reading { $0.accounts(holding: email) }
  }

  public func accounts(
    matching text: String, limit: Int
  ) throws(ProvisioningError) -> [Account] {
    try reading { $0.accounts(matching: text, limit: limit) }
  }

  public func sections(_ keys: [Section.Key]) throws(ProvisioningError) -> [Section] {
    try reading { $0.sections(keys) }
  }

  public func assertions(
    in sections: [Section.Key]
  ) throws(ProvisioningError) -> [Enrollment.Assertion] {
    try reading { $0.assertions(in: sections) }
  }

  public func assertions(
    by keys: [Identity.Key]
  ) throws(ProvisioningError) -> [Enrollment.Assertion] {
    try reading { $0.assertions(by: keys) }
  }

  public func accounts(
    after id: Account.ID?, limit: Int
  ) throws(ProvisioningError) -> [Account] {
    try reading { $0.accounts(after: id, limit: limit) }
  }

  public func links(
    after key: Identity.Key?, limit: Int
  ) throws(ProvisioningError) -> [Link] {
    try reading { $0.links(after: key, limit: limit) }
  }

  public func sections(
    of provider: ProviderName?, after key: Section.Key?, limit: Int
  ) throws(ProvisioningError) -> [Section] {
    try reading { $0.sections(of: provider, after: key, limit: limit) }
  }

  public func counts() throws(ProvisioningError) -> StoreCounts {
    var counts = try reading { $0.counts() }
    counts.schemaVersion = Manifest.version
    return counts
  }

  public func entry(
    _ reference: JournalEntry.Reference
  ) throws(ProvisioningError) -> JournalEntry? {
    try reading { $0.entry(reference) }
  }

  public func entries(
    _ filter: JournalFilter, before revision: Revision?, limit: Int
  ) throws(ProvisioningError) -> [JournalEntry] {
    try reading { $0.entries(filter, before: revision, limit: limit) }
  }

  public func changes(
    of id: JournalEntry.ID
  ) throws(ProvisioningError) -> [JournaledChange] {
    try reading { $0.changes(of: id) }
  }

  public func record(_ key: Record.Key) throws(ProvisioningError) -> Record? {
    try reading { $0.record(key) }
  }

  public func records(
    of kind: Record.Kind, after name: String?, limit: Int
  ) throws(ProvisioningError) -> [Record] {
    try reading { $0.records(of: kind, after: name, limit: limit) }
  }
}
