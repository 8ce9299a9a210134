import CSQLite
import Provisioning

/// What a change set's entry is made of beside the header, worked out before the write.
struct EntryDraft: Sendable {
  let text: [UInt8]
  let accounts: [Account.ID]

  init(_ changes: ChangeSet) {
    text = JournalText.encode(changes)
    accounts = Array(changes.touchedAccounts)
  }
}

extension Session {
  /// Applies `changes` in the open transaction, as ``AccountStore/commit(_:)`` promises. If it
  /// throws, the transaction or its savepoint must be rolled back.
  func apply(
    _ changes: ChangeSet, _ draft: EntryDraft
  ) throws(ProvisioningError) -> JournalEntry {
    if let entry = try entry(.id(changes.header.id)) { return entry }
    for expectation in changes.expectations { try check(expectation) }

    let newest = try firstRow(.newestRevision) { $0.integer() } ?? 0
    let revision = Revision(newest + 1)
    let writing = try ChangeWriting(changes, at: revision, in: self)
    try writing.write(draft)
    try apply(changes.records)
    try requireReferences()
    return JournalEntry(
      header: changes.header, revision: revision, changes: changes.count, revertedBy: nil)
  }

  /// An account may name a link that comes after it, so SQLite checks these references at the end
  /// of the transaction; here it must be known which change set is at fault.
  private func requireReferences() throws(ProvisioningError) {
    var (open, highest): (Int32, Int32) = (0, 0)
    sqlite3_db_status(handle, SQLITE_DBSTATUS_DEFERRED_FKS, &open, &highest, 0)
    guard open == 0 else { throw .changed("An account's primary link is missing.") }
  }

  private func check(_ expectation: Expectation) throws(ProvisioningError) {
    let holds: Bool =
      switch expectation {
      case .account(let id, let revision): try self.revision(of: id) == revision
      case .link(let key, let revision): try self.revision(of: key, .linkRevision) == revision
      case .section(let key, let revision): try self.revision(of: key, .sectionRevision) == revision
      case .links(let id, let keys): try links(of: [id]).map(\.key).sorted() == keys
      case .linksMatching(let key, let keys): try links(matching: [key]).map(\.key).sorted() == keys
      }
    guard holds else { throw .changed("A read that decided the plan gives another answer.") }
  }

  private func revision(of id: Account.ID) throws(ProvisioningError) -> Revision? {
    try firstRow(.accountRevision, bind: { $0.bind(id.rawValue) }) { Revision($0.integer()) }
  }

  private func revision<Owner>(
    of key: ProviderKey<Owner>, _ query: Query
  ) throws(ProvisioningError) -> Revision? {
    guard let provider = try number(of: key.provider) else { return nil }
    return try firstRow(
      query,
      bind: {
        $0.bind(provider)
        $0.bind(key.subject.rawValue)
      }
    ) { Revision($0.integer()) }
  }
}

extension Query {
  static let accountRevision = Query("SELECT revision FROM account WHERE id = ?")
  static let linkRevision = Query("SELECT revision FROM link WHERE provider = ? AND subject = ?")
  static let sectionRevision = Query("SELECT revision FROM section WHERE provider = ? AND id = ?")
  static let newestRevision = Query("SELECT max(revision) FROM entry")
}
