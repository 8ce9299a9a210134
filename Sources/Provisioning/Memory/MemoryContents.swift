/// All that a store holds, as values, and what a store does with it, in the plainest form: what
/// `InMemoryStore` is, and what a store that keeps all of its rows in memory stands on.
package struct MemoryContents: Sendable {
  private(set) var tables = Tables()
  private(set) var journal: [KeptEntry] = []
  private var places: [JournalEntry.ID: Int] = [:]
  /// The entries that take back an entry, the oldest first.
  private var reverting: [JournalEntry.ID: [JournalEntry.ID]] = [:]
  private(set) var records: [Record.Key: Record] = [:]
  var listings = Listings()

  /// Creates empty contents.
  package init() {}

  /// The place of the newest entry; `nil` before the first.
  package var newest: Revision? { journal.last?.revision }

  /// Commits `changes` as ``AccountStore/commit(_:)`` promises, but for the lasting.
  package mutating func commit(
    _ changes: ChangeSet
  ) throws(ProvisioningError) -> JournalEntry {
    if let place = places[changes.header.id] { return entry(at: place) }
    let kept = try applied(changes.records)
    let revision = Revision((newest?.number ?? 0) + 1)
    try tables.apply(changes, at: revision)
    keep(kept)
    listings.forget(changes)
    append(
      KeptEntry(
        header: changes.header, revision: revision, count: changes.count,
        changes: changes.journaled, accounts: changes.touchedAccounts.sorted()))
    return JournalEntry(
      header: changes.header, revision: revision, changes: changes.count, revertedBy: nil)
  }

  /// Writes records as ``RecordStore/write(_:)`` promises.
  package mutating func write(_ changes: [RecordChange]) throws(ProvisioningError) {
    keep(try applied(changes))
  }

  /// Removes the records that expired before `moment`, and returns how many there were.
  package mutating func expireRecords(before moment: Timestamp) -> Int {
    let expired = records.values.filter { $0.expires.map { $0 < moment } ?? false }
    for record in expired { records[record.key] = nil }
    return expired.count
  }

  /// A change set that was read back without what stood before: with that, as it stands now.
  package func completing(_ changes: ChangeSet) -> ChangeSet {
    var changes = changes
    changes.accounts = changes.accounts.map { $0.completed(by: tables.accounts[$0.key]?.state) }
    changes.sections = changes.sections.map { $0.completed(by: tables.sections[$0.key]?.state) }
    changes.links = changes.links.map { $0.completed(by: tables.links[$0.key]?.state) }
    changes.enrollments = changes.enrollments.map {
      $0.completed(by: tables.assertions[$0.key]?.state)
    }
    return changes
  }

  /// Makes room for rows that are to be taken.
  package mutating func reserve(accounts: Int, links: Int, sections: Int, assertions: Int) {
    tables.accounts.reserveCapacity(accounts)
    tables.links.reserveCapacity(links)
    tables.keysOfAccount.reserveCapacity(accounts)
    tables.followers.reserveCapacity(accounts)
    tables.sections.reserveCapacity(sections)
    tables.keysOfSection.reserveCapacity(sections)
    tables.sectionsOfKey.reserveCapacity(links)
    tables.assertions.reserveCapacity(assertions)
  }

  /// Takes rows as they stand, with their revisions. Entries come in order.
  package mutating func take(_ rows: ContentsPage.Rows) {
    listings = Listings()
    switch rows {
    case .accounts(let rows): tables.insert(accounts: rows)
    case .links(let rows): tables.insert(links: rows)
    case .sections(let rows): tables.insert(sections: rows)
    case .assertions(let rows): tables.insert(assertions: rows)
    case .entries(let entries): for entry in entries { append(entry) }
    case .records(let rows): for record in rows { records[record.key] = record }
    }
  }

  private mutating func append(_ entry: KeptEntry) {
    places[entry.header.id] = journal.count
    if let reverted = entry.header.reverts {
      reverting[reverted, default: []].append(entry.header.id)
    }
    journal.append(entry)
  }

  /// What becomes of the records that `changes` names; `nil` for those that go.
  private func applied(
    _ changes: [RecordChange]
  ) throws(ProvisioningError) -> [Record.Key: Record?] {
    var kept: [Record.Key: Record?] = [:]
    for change in changes {
      switch change {
      case .put(let key, let value, let expires, let version):
        let present = kept[key] ?? records[key]
        guard present?.version ?? 0 == version else { throw .conflict("a record") }
        kept[key] = Record(key: key, value: value, expires: expires, version: version + 1)
      case .take(let key, let version):
        let present = kept[key] ?? records[key]
        guard present?.version == version else { throw .conflict("a record") }
        kept[key] = .some(nil)
      }
    }
    return kept
  }

  private mutating func keep(_ changed: [Record.Key: Record?]) {
    for (key, record) in changed { records[key] = record }
  }

  // MARK: Journal

  /// The entry that `reference` names.
  package func entry(_ reference: JournalEntry.Reference) -> JournalEntry? {
    switch reference {
    case .id(let id): return places[id].map(entry(at:))
    case .revision(let revision):
      let place = place(of: revision)
      guard place < journal.count, journal[place].revision == revision else { return nil }
      return entry(at: place)
    }
  }

  /// Entries, the newest first.
  package func entries(
    _ filter: JournalFilter, before revision: Revision?, limit: Int
  ) -> [JournalEntry] {
    let end = revision.map(place(of:)) ?? journal.count
    let found = (0..<end).reversed().lazy.filter { [journal] place in
      switch filter {
      case .all: true
      case .account(let id): journal[place].accounts.contains(id)
      case .run(let run): journal[place].header.run == run
      }
    }
    return found.prefix(max(0, limit)).map(entry(at:))
  }

  /// What an entry changed.
  package func changes(of id: JournalEntry.ID) -> [JournaledChange] {
    places[id].map { journal[$0].changes } ?? []
  }

  /// The first place in the journal whose entry is not before `revision`.
  func place(of revision: Revision) -> Int {
    var (low, high) = (0, journal.count)
    while low < high {
      let middle = (low + high) / 2
      if journal[middle].revision < revision { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func entry(at place: Int) -> JournalEntry {
    let entry = journal[place]
    return JournalEntry(
      header: entry.header, revision: entry.revision, changes: entry.count,
      revertedBy: reversal(of: entry.header.id))
  }

  /// The newest entry that took the one called `id` back and was not taken back itself.
  private func reversal(of id: JournalEntry.ID) -> JournalEntry.ID? {
    reverting[id]?.last { reversal(of: $0) == nil }
  }
}

extension RowChange {
  fileprivate func completed(by before: State?) -> RowChange {
    RowChange(key: key, before: before, after: after, revision: revision)
  }
}
