#if PostgreSQL
import Provisioning

extension Read where Answer == [JournalEntry] {
  static func entry(_ reference: JournalEntry.Reference) -> Read {
    switch reference {
    case .id(let id): journal(.entryByID) { $0.add(id.rawValue) }
    case .revision(let revision): journal(.entryByRevision) { $0.add(revision.number) }
    }
  }

  /// Entries, the newest first.
  static func entries(
    _ filter: JournalFilter, before revision: Revision?, limit: Int
  ) -> Read {
    let query: Query =
      switch filter {
      case .all: .entries
      case .account: .entriesOfAccount
      case .run: .entriesOfRun
      }
    return journal(query) {
      $0.add(revision?.number ?? .max)
      $0.add(Int64(max(0, limit)))
      switch filter {
      case .all: break
      case .account(let id): $0.add(id.rawValue)
      case .run(let run): $0.add(run.rawValue)
      }
    }
  }

  private static func journal(_ query: Query, _ fill: (inout Parameters) -> Void) -> Read {
    Read(request: Request(query, fill)) { rows throws(ProvisioningError) in
      let stored = try rows.map { row throws(ProvisioningError) in try StoredEntry(&row) }
      let reverters = Dictionary(grouping: stored.filter { $0.header.reverts != nil }) {
        $0.header.reverts!
      }
      return stored.filter(\.isAsked).map { entry in
        JournalEntry(
          header: entry.header, revision: entry.revision, changes: entry.changes,
          revertedBy: reverter(of: entry.header.id, among: reverters))
      }
    }
  }

  /// The newest entry that took back the entry called `id` and was not taken back itself.
  private static func reverter(
    of id: JournalEntry.ID, among reverters: [JournalEntry.ID: [StoredEntry]]
  ) -> JournalEntry.ID? {
    let candidates = reverters[id, default: []].sorted { $0.revision > $1.revision }
    return candidates.first { reverter(of: $0.header.id, among: reverters) == nil }?.header.id
  }
}

extension Read where Answer == [KeptEntry] {
  /// Entries with all that is kept of them, the oldest first.
  static func keptEntries(after revision: Revision?, limit: Int) -> Read {
    Read(
      each: .keptEntries,
      {
        $0.add(revision?.number ?? 0)
        $0.add(Int64(max(0, limit)))
      }
    ) { row throws(ProvisioningError) in
      let revision = try row.revision()
      let header = try row.header()
      let count = Int(try row.number())
      let changes = try JournalText.decode(row.bytes())
      var accounts: [Account.ID] = []
      for name in (row.optionalText() ?? "").split(separator: " ") {
        guard let id = Account.ID(String(name)) else { throw .unreadable("an identifier") }
        accounts.append(id)
      }
      return KeptEntry(
        header: header, revision: revision, count: count, changes: changes, accounts: accounts)
    }
  }
}

extension Read where Answer == StoreMoment {
  static var moment: Read {
    Read(request: Request(.moment)) { rows throws(ProvisioningError) in
      try rows.map { row throws(ProvisioningError) in
        StoreMoment(revision: try row.revision(), entry: try row.identifier())
      }.first ?? StoreMoment()
    }
  }
}

extension Read where Answer == Set<JournalEntry.ID> {
  /// Which of `ids` are in the journal.
  static func known(_ ids: [JournalEntry.ID]) -> Read {
    Read(request: Request(.knownEntries) { $0.addTexts(ids, \.rawValue) }) {
      rows throws(ProvisioningError) in
      Set(try rows.map { row throws(ProvisioningError) in try row.identifier() })
    }
  }
}

extension Read where Answer == [UInt8] {
  static func changes(of id: JournalEntry.ID) -> Read {
    Read(request: Request(.changesOfEntry) { $0.add(id.rawValue) }) {
      rows throws(ProvisioningError) in
      try rows.map { row in row.bytes() }.first ?? []
    }
  }
}

/// An entry as its row holds it. Behind those that were asked for come those that took them back.
private struct StoredEntry {
  let isAsked: Bool
  let header: JournalEntry.Header
  let revision: Revision
  let changes: Int

  init(_ row: inout Row) throws(ProvisioningError) {
    isAsked = try row.number() == 1
    revision = try row.revision()
    header = try row.header()
    changes = Int(try row.number())
  }
}

extension Row {
  /// Reads an entry's columns from its identifier to what it reverts.
  fileprivate mutating func header() throws(ProvisioningError) -> JournalEntry.Header {
    JournalEntry.Header(
      id: try identifier(), at: Timestamp(milliseconds: try number()), actor: try text(),
      action: Action(rawValue: try text()), reason: optionalText(), run: try optionalIdentifier(),
      reverts: try optionalIdentifier())
  }
}

extension Query {
  static let entryReads: [Query] = [
    entryByID, entryByRevision, entries, entriesOfAccount, entriesOfRun, knownEntries,
    changesOfEntry, keptEntries, moment,
  ]

  /// No identifier holds a space.
  static let keptEntries = Query(
    "kept_entries",
    """
    SELECT e.revision, e.id, e.at, e.actor, e.action, e.reason, e.run, e.reverts, e.changes, e.body,
      (SELECT string_agg(t.account, ' ' ORDER BY t.account) FROM entry_account t
        WHERE t.revision = e.revision)
    FROM entry e WHERE e.revision > $1::int8 ORDER BY e.revision LIMIT $2::int8
    """)
  static let moment = Query(
    "moment", "SELECT revision, id FROM entry ORDER BY revision DESC LIMIT 1")

  static let entryByID = journal("entry_by_id", "FROM entry e WHERE e.id = $1::text")
  static let entryByRevision = journal(
    "entry_by_revision", "FROM entry e WHERE e.revision = $1::int8")
  private static let newestFirst = "ORDER BY e.revision DESC LIMIT $2::int8"
  static let entries = journal(
    "entries", "FROM entry e WHERE e.revision < $1::int8 \(newestFirst)")
  static let entriesOfRun = journal(
    "entries_of_run",
    "FROM entry e WHERE e.revision < $1::int8 AND e.run = $3::text \(newestFirst)")
  static let entriesOfAccount = journal(
    "entries_of_account",
    """
    FROM entry_account t JOIN entry e ON e.revision = t.revision
      WHERE t.revision < $1::int8 AND t.account = $3::text ORDER BY t.revision DESC LIMIT $2::int8
    """)
  static let knownEntries = Query(
    "known_entries", "SELECT id FROM entry WHERE id = ANY($1::text[])")
  static let changesOfEntry = Query(
    "changes_of_entry", "SELECT body FROM entry WHERE id = $1::text")

  /// The entries of `source`, and with them those that took one of them back, and those that took
  /// back these.
  private static func journal(_ name: String, _ source: String) -> Query {
    let columns = [
      "revision", "id", "at", "actor", "action", "reason", "run", "reverts", "changes",
    ]
    let (plain, ofEntry) = (
      columns.joined(separator: ", "), columns.map { "e.\($0)" }.joined(separator: ", ")
    )
    return Query(
      name,
      """
      WITH RECURSIVE asked AS (SELECT \(ofEntry) \(source)), later AS (
        SELECT \(ofEntry) FROM entry e JOIN asked a ON e.reverts = a.id
        UNION SELECT \(ofEntry) FROM entry e JOIN later l ON e.reverts = l.id)
      SELECT 1::int8 AS part, \(plain) FROM asked
      UNION ALL SELECT 2::int8, \(plain) FROM later ORDER BY part, revision DESC
      """)
  }
}
#endif
