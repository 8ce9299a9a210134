import Provisioning

extension Session {
  func entry(_ reference: JournalEntry.Reference) throws(ProvisioningError) -> JournalEntry? {
    try reading { () throws(ProvisioningError) in
      let stored: StoredEntry? =
        switch reference {
        case .id(let id):
          try firstRow(.entryByID, bind: { $0.bind(id.rawValue) }, read: StoredEntry.init)
        case .revision(let revision):
          try firstRow(
            .entryByRevision, bind: { $0.bind(revision.number) }, read: StoredEntry.init)
        }
      guard let stored else { return nil }
      return stored.entry(revertedBy: try reverter(of: stored.header.id))
    }
  }

  func entries(
    _ filter: JournalFilter, before revision: Revision?, limit: Int
  ) throws(ProvisioningError) -> [JournalEntry] {
    try reading { () throws(ProvisioningError) in
      let end = revision?.number ?? .max
      let limit = Int64(max(0, limit))
      let stored: [StoredEntry] =
        switch filter {
        case .all:
          try rows(
            .entries,
            bind: {
              $0.bind(end)
              $0.bind(limit)
            }, read: StoredEntry.init)
        case .account(let id):
          try rows(
            .entriesOfAccount,
            bind: {
              $0.bind(id.rawValue)
              $0.bind(id.rawValue)
              $0.bind(end)
              $0.bind(limit)
            }, read: StoredEntry.init)
        case .run(let run):
          try rows(
            .entriesOfRun,
            bind: {
              $0.bind(run.rawValue)
              $0.bind(end)
              $0.bind(limit)
            }, read: StoredEntry.init)
        }
      var entries: [JournalEntry] = []
      for entry in stored {
        entries.append(entry.entry(revertedBy: try reverter(of: entry.header.id)))
      }
      return entries
    }
  }

  func changes(of id: JournalEntry.ID) throws(ProvisioningError) -> [UInt8] {
    try firstRow(.changesOfEntry, bind: { $0.bind(id.rawValue) }) { $0.bytes() } ?? []
  }

  /// The next entries with all that is kept of them, the oldest first. Needs what
  /// ``prepareContents()`` makes.
  func keptEntries(
    after revision: Revision?, limit: Int
  ) throws(ProvisioningError) -> [KeptEntry] {
    let stored = try rows(
      .entriesAfter,
      bind: {
        $0.bind(revision?.number ?? 0)
        $0.bind(Int64(max(0, limit)))
      }, read: StoredEntry.init)
    var entries: [KeptEntry] = []
    for entry in stored {
      let accounts: [Account.ID] = try rows(
        .touchedAccounts, bind: { $0.bind(entry.revision.number) }
      ) { row throws(ProvisioningError) in try row.identifier() }
      entries.append(
        KeptEntry(
          header: entry.header, revision: entry.revision, count: entry.changes,
          changes: try JournalText.decode(try changes(of: entry.header.id)),
          accounts: accounts.sorted()))
    }
    return entries
  }

  /// Writes an entry's header.
  func insert(
    _ header: JournalEntry.Header, at revision: Revision, changes: Int
  ) throws(ProvisioningError) {
    let entry = try prepared(.insertEntry)
    entry.bind(revision.number)
    entry.bind(header.id.rawValue)
    entry.bind(header.at.milliseconds)
    entry.bind(header.actor)
    entry.bind(header.action.rawValue)
    entry.bind(header.reason)
    entry.bind(header.run?.rawValue)
    entry.bind(header.reverts?.rawValue)
    entry.bind(Int64(changes))
    try entry.run()
  }

  /// Writes what an entry changed, in the form of `JournalText`.
  func insertChanges(_ text: [UInt8], at revision: Revision) throws(ProvisioningError) {
    let statement = try prepared(.insertEntryChanges)
    statement.bind(revision.number)
    statement.bind(text)
    try statement.run()
  }

  /// Writes which accounts an entry touched, by their numbers.
  func insertTouched(_ accounts: [Int64], at revision: Revision) throws(ProvisioningError) {
    // In the order of the index, where each is found beside the last.
    for account in accounts.sorted() {
      let statement = try prepared(.insertEntryAccount)
      statement.bind(account)
      statement.bind(revision.number)
      try statement.run()
    }
  }

  /// The newest entry that took back the entry called `id` and was not taken back itself.
  private func reverter(
    of id: JournalEntry.ID
  ) throws(ProvisioningError) -> JournalEntry.ID? {
    let reverting: [JournalEntry.ID] = try rows(.reverting, bind: { $0.bind(id.rawValue) }) {
      row throws(ProvisioningError) in try row.identifier()
    }
    for candidate in reverting where try reverter(of: candidate) == nil { return candidate }
    return nil
  }
}

/// An entry as its row holds it.
private struct StoredEntry {
  let header: JournalEntry.Header
  let revision: Revision
  let changes: Int

  init(from row: inout Row) throws(ProvisioningError) {
    revision = Revision(row.integer())
    header = JournalEntry.Header(
      id: try row.identifier(), at: Timestamp(milliseconds: row.integer()), actor: row.text(),
      action: Action(rawValue: row.text()), reason: row.optionalText(),
      run: try row.optionalIdentifier(), reverts: try row.optionalIdentifier())
    changes = Int(row.integer())
  }

  func entry(revertedBy reverter: JournalEntry.ID?) -> JournalEntry {
    JournalEntry(header: header, revision: revision, changes: changes, revertedBy: reverter)
  }
}

extension Query {
  private static let entryColumns =
    "SELECT e.revision, e.id, e.at, e.actor, e.action, e.reason, e.run, e.reverts, e.changes "
    + "FROM entry e"
  private static let newestFirst = "AND e.revision < ? ORDER BY e.revision DESC LIMIT ?"

  static let entryByID = Query("\(entryColumns) WHERE e.id = ?")
  static let entryByRevision = Query("\(entryColumns) WHERE e.revision = ?")
  static let entries = Query("\(entryColumns) WHERE true \(newestFirst)")
  static let entriesAfter = Query(
    "\(entryColumns) WHERE e.revision > ? ORDER BY e.revision LIMIT ?")
  static let touchedAccounts = Query(
    """
    SELECT ifnull(a.id, f.id) FROM touched t LEFT JOIN account a ON a.number = t.account
    LEFT JOIN former_account f ON f.number = t.account WHERE t.revision = ?
    """)
  static let entriesOfRun = Query("\(entryColumns) WHERE e.run = ? \(newestFirst)")
  static let entriesOfAccount = Query(
    """
    \(entryColumns) JOIN entry_account t ON t.revision = e.revision WHERE t.account =
      ifnull((SELECT number FROM account WHERE id = ?),
        (SELECT number FROM former_account WHERE id = ?))
    AND t.revision < ? ORDER BY t.revision DESC LIMIT ?
    """)
  static let reverting = Query("SELECT id FROM entry WHERE reverts = ? ORDER BY revision DESC")
  static let changesOfEntry = Query(
    "SELECT c.changes FROM entry e JOIN entry_changes c USING (revision) WHERE e.id = ?")
}
