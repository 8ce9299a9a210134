/// A store in memory: the reference that other stores are compared with, and one for tests.
///
/// Listings cost O(n log n) each.
public actor InMemoryStore: AccountStore {
  private var tables = Tables()
  private var journal:
    [(entry: JournalEntry, changes: [JournaledChange], touched: Set<Account.ID>)] =
      []
  private var places: [JournalEntry.ID: Int] = [:]
  private var records: [Record.Key: Record] = [:]

  /// Creates an empty store.
  public init() {}

  public func commit(_ changes: ChangeSet) throws(ProvisioningError) -> JournalEntry {
    if let place = places[changes.header.id] { return journal[place].entry }
    let kept = try applied(changes.records)
    let revision = Revision(Int64(journal.count + 1))
    try tables.apply(changes, at: revision)
    records = kept
    let entry = JournalEntry(
      header: changes.header, revision: revision, changes: changes.count, revertedBy: nil)
    places[entry.id] = journal.count
    journal.append((entry, changes.journaled, changes.touchedAccounts))
    return entry
  }

  public func accounts(_ ids: [Account.ID]) -> [Account] { Set(ids).compactMap(tables.account) }

  public func survivors(among ids: [Account.ID]) -> Set<Account.ID> {
    var survivors: Set<Account.ID> = []
    for row in tables.accounts.values {
      if case .merged(let target) = row.state.status { survivors.insert(target) }
    }
    return survivors.intersection(ids)
  }

  public func links(_ keys: [Identity.Key]) -> [Link] { Set(keys).compactMap(tables.link) }

  public func linkedAccounts(_ keys: [Identity.Key]) -> [LinkedAccount] {
    links(keys).compactMap { link in
      tables.account(link.state.account).map { LinkedAccount(link: link, account: $0) }
    }
  }

  public func links(of accounts: [Account.ID]) -> [Link] {
    links(accounts.flatMap { tables.keysOfAccount[$0] ?? [] })
  }

  public func links(matching sisKeys: [SISKey]) -> [Link] {
    links(sisKeys.flatMap { tables.keysBySIS[$0] ?? [] })
  }

  public func accounts(holding email: EmailAddress) -> [Account] {
    let wanted = email.folded.utf8
    return liveAccounts.filter { account in
      emails(of: account).contains { EmailAddress.folded($0).utf8.elementsEqual(wanted) }
    }
  }

  public func accounts(matching text: String, limit: Int) -> [Account] {
    let wanted = EmailAddress.folded(text).utf8
    let found = liveAccounts.filter { account in
      searchable(account).contains { EmailAddress.folded($0).utf8.starts(with: wanted) }
    }
    return Array(found.sorted { $0.id < $1.id }.prefix(limit))
  }

  public func sections(_ keys: [Section.Key]) -> [Section] {
    Set(keys).compactMap(tables.section)
  }

  public func assertions(in sections: [Section.Key]) -> [Enrollment.Assertion] {
    Set(sections).flatMap { section in
      (tables.keysOfSection[section] ?? []).compactMap {
        tables.assertion(EnrollmentKey(section, $0))
      }
    }
  }

  public func assertions(by keys: [Identity.Key]) -> [Enrollment.Assertion] {
    Set(keys).flatMap { key in
      (tables.sectionsOfKey[key] ?? []).compactMap { tables.assertion(EnrollmentKey($0, key)) }
    }
  }

  public func accounts(after id: Account.ID?, limit: Int) -> [Account] {
    page(of: tables.accounts.keys, after: id, limit: limit).compactMap(tables.account)
  }

  public func links(after key: Identity.Key?, limit: Int) -> [Link] {
    page(of: tables.links.keys, after: key, limit: limit).compactMap(tables.link)
  }

  public func sections(
    of provider: ProviderName?, after key: Section.Key?, limit: Int
  ) -> [Section] {
    let keys = tables.sections.keys.filter { provider == nil || $0.provider == provider }
    return page(of: keys, after: key, limit: limit).compactMap(tables.section)
  }

  public func counts() -> StoreCounts {
    var counts = StoreCounts()
    for row in tables.accounts.values { counts.accounts[row.state.status.name, default: 0] += 1 }
    counts.links = tables.links.count
    for row in tables.sections.values { counts.sections[row.state.status, default: 0] += 1 }
    let enrollments = Enrollment.folding(
      tables.assertions.keys.compactMap(tables.assertion),
      accounts: tables.links.mapValues(\.state.account))
    for enrollment in enrollments { counts.enrollments[enrollment.status, default: 0] += 1 }
    counts.journalEntries = journal.count
    return counts
  }

  public func entry(_ reference: JournalEntry.Reference) -> JournalEntry? {
    switch reference {
    case .id(let id): places[id].map(entry(at:))
    case .revision(let revision):
      (1...Int64(max(1, journal.count))).contains(revision.number) && !journal.isEmpty
        ? entry(at: Int(revision.number) - 1) : nil
    }
  }

  public func entries(
    _ filter: JournalFilter, before revision: Revision?, limit: Int
  ) -> [JournalEntry] {
    let places = journal.indices.reversed().filter { place in
      let (entry, _, touched) = journal[place]
      guard revision.map({ entry.revision < $0 }) ?? true else { return false }
      switch filter {
      case .all: return true
      case .account(let id): return touched.contains(id)
      case .run(let run): return entry.header.run == run
      }
    }
    return places.prefix(limit).map(entry(at:))
  }

  public func changes(of id: JournalEntry.ID) -> [JournaledChange] {
    places[id].map { journal[$0].changes } ?? []
  }
}

extension InMemoryStore {
  public func record(_ key: Record.Key) -> Record? { records[key] }

  public func records(of kind: Record.Kind, after name: String?, limit: Int) -> [Record] {
    let found = records.values.filter { record in
      record.key.kind == kind && (name.map { record.key.name > $0 } ?? true)
    }
    return Array(found.sorted { $0.key.name < $1.key.name }.prefix(limit))
  }

  public func write(_ changes: [RecordChange]) throws(ProvisioningError) {
    records = try applied(changes)
  }

  public func expireRecords(before moment: Timestamp) -> Int {
    let expired = records.values.filter { $0.expires.map { $0 < moment } ?? false }
    for record in expired { records[record.key] = nil }
    return expired.count
  }

  private func applied(
    _ changes: [RecordChange]
  ) throws(ProvisioningError) -> [Record.Key: Record] {
    var kept = records
    for change in changes {
      switch change {
      case .put(let key, let value, let expires, let version):
        guard kept[key]?.version ?? 0 == version else { throw .conflict("a record") }
        kept[key] = Record(key: key, value: value, expires: expires, version: version + 1)
      case .take(let key, let version):
        guard kept[key]?.version == version else { throw .conflict("a record") }
        kept[key] = nil
      }
    }
    return kept
  }

  private func page<Key: Comparable>(
    of keys: some Sequence<Key>, after key: Key?, limit: Int
  ) -> ArraySlice<Key> {
    keys.filter { candidate in key.map { candidate > $0 } ?? true }.sorted().prefix(limit)
  }

  private func entry(at place: Int) -> JournalEntry {
    let entry = journal[place].entry
    return JournalEntry(
      header: entry.header, revision: entry.revision, changes: entry.changes,
      revertedBy: reversal(of: entry.id))
  }

  private func reversal(of id: JournalEntry.ID) -> JournalEntry.ID? {
    journal.last { $0.entry.header.reverts == id && reversal(of: $0.entry.id) == nil }?.entry.id
  }

  private var liveAccounts: [Account] {
    tables.accounts.keys.compactMap(tables.account).filter(\.status.isLive)
  }

  private func emails(of account: Account) -> [String] {
    let asserted = (tables.keysOfAccount[account.id] ?? []).compactMap {
      tables.links[$0]?.state.profile.email
    }
    return asserted + (account.state.local.values[.email] ?? [])
  }

  private func searchable(_ account: Account) -> [String] {
    let keys = tables.keysOfAccount[account.id] ?? []
    let profiles = keys.compactMap { tables.links[$0]?.state.profile } + [account.profile]
    return [account.id.rawValue] + keys.map(\.subject.rawValue)
      + profiles.flatMap { [$0.sisID, $0.email, $0.given, $0.family].compactMap { $0 } }
  }
}

extension Tables {
  func account(_ id: Account.ID) -> Account? {
    accounts[id].map { row in
      let asserted = row.state.primary.flatMap { links[$0]?.state.profile } ?? Profile()
      return Account(id: id, state: row.state, asserted: asserted, revision: row.revision)
    }
  }

  func link(_ key: Identity.Key) -> Link? {
    links[key].map { Link(key: key, state: $0.state, revision: $0.revision) }
  }

  func section(_ key: Section.Key) -> Section? {
    sections[key].map { Section(key: key, state: $0.state, revision: $0.revision) }
  }

  func assertion(_ key: EnrollmentKey) -> Enrollment.Assertion? {
    assertions[key].map {
      Enrollment.Assertion(
        section: key.section, key: key.key, state: $0.state, revision: $0.revision)
    }
  }
}
