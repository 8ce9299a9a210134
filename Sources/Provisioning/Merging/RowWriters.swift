/// Finds out whose state a row holds, when changes since were taken back.
struct RowWriters {
  let reader: any AccountReader
  /// Entries that count as taken back already.
  let assumed: Set<Revision>
  private var previous: [JournalEntry.ID: [JournaledChange.Row: Revision]] = [:]

  init(reader: any AccountReader, assuming assumed: Set<Revision>) {
    self.reader = reader
    self.assumed = assumed
  }

  /// The entry whose state the row has that `revision` wrote last: that entry itself, or, if it is
  /// an undo of what was written right before, the one before that. Looks no further back than
  /// `floor`.
  mutating func origin(
    of row: JournaledChange.Row, at revision: Revision, notBefore floor: Revision
  ) async throws(ProvisioningError) -> Revision {
    guard revision > floor, let entry = try await reader.entry(.revision(revision)) else {
      return revision
    }
    let before = try await previous(row, in: entry.id)
    if let before, assumed.contains(revision) {
      return try await origin(of: row, at: before, notBefore: floor)
    }
    guard let id = entry.header.reverts, let reverted = try await reader.entry(.id(id)),
      let standing = try await previous(row, in: id)
    else { return revision }
    // Without a row before, the undo brought back one that had been removed, as it had been.
    if let before {
      let undone = try await origin(of: row, at: reverted.revision, notBefore: floor)
      let found = try await origin(of: row, at: before, notBefore: floor)
      guard found == undone else { return revision }
    }
    return try await origin(of: row, at: standing, notBefore: floor)
  }

  private mutating func previous(
    _ row: JournaledChange.Row, in id: JournalEntry.ID
  ) async throws(ProvisioningError) -> Revision? {
    if previous[id] == nil {
      var rows: [JournaledChange.Row: Revision] = [:]
      for change in try await reader.changes(of: id) { rows[change.row] = change.previous }
      previous[id] = rows
    }
    return previous[id]?[row]
  }
}
