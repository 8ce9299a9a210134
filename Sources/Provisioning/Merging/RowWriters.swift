/// Finds out who wrote a row before someone whose change was taken back.
struct RowWriters {
  let reader: any AccountReader
  private var previous: [JournalEntry.ID: [JournaledChange.Row: Revision]] = [:]

  init(reader: any AccountReader) { self.reader = reader }

  /// The entry whose state the row has after `undo`, an undo, took the change right before it back;
  /// `nil` if `undo` is no undo, or undid something that others had changed since.
  mutating func writer(
    before undo: Revision, of row: JournaledChange.Row
  ) async throws(ProvisioningError) -> Revision? {
    guard let entry = try await reader.entry(.revision(undo)),
      let revertedID = entry.header.reverts,
      let reverted = try await reader.entry(.id(revertedID))
    else { return nil }
    // A row that the undo made again has what was removed. Else, where more than one was undone, the
    // newest first, undos lie between.
    if var between = try await previous(row, in: entry.id) {
      while between != reverted.revision {
        guard let before = try await writer(before: between, of: row) else { return nil }
        between = before
      }
    }
    return try await previous(row, in: reverted.id)
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
