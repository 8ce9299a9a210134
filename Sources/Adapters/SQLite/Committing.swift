import CSQLite
import Provisioning

/// What a change set's entry is made of beside the header, worked out before the write.
struct EntryDraft: Sendable {
  let text: [UInt8]
  let accounts: Set<Account.ID>

  init(_ changes: ChangeSet) {
    text = JournalText.encode(changes)
    accounts = changes.touchedAccounts
  }
}

extension Session {
  /// Applies `changes` in the open transaction, as ``AccountStore/commit(_:)`` promises. If it
  /// throws, the transaction or its savepoint must be rolled back.
  func apply(
    _ changes: ChangeSet, _ draft: EntryDraft
  ) throws(ProvisioningError) -> JournalEntry {
    if let entry = try entry(.id(changes.header.id)) { return entry }
    let revision = Revision(try number(.newestRevision) + 1)
    var writing = try ChangeWriting(changes, at: revision, in: self)
    try writing.write(draft)
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
}

extension Query {
  static let newestRevision = Query("SELECT ifnull(max(revision), 0) FROM entry")
}
