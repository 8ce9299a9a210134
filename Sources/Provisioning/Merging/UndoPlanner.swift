/// Works out the inverses of journal entries. It only reads.
struct UndoPlanner: Sendable {
  let reader: any AccountReader
  let policy: UndoPolicy
  /// Later entries that will have been taken back before: what they wrote is not in the way.
  private(set) var assumed: Set<Revision> = []
  /// The rows others can hang on that come back with what was planned before.
  private(set) var returning: Set<JournaledChange.Row> = []

  /// A planner for entries that are planned one after the other, the newest first, before any of
  /// them is taken back.
  init(reader: any AccountReader, policy: UndoPolicy, assumingUndone assumed: Set<Revision> = []) {
    (self.reader, self.policy, self.assumed) = (reader, policy, assumed)
  }

  /// The inverse of `entry`, and the conflicts in its way.
  mutating func plan(
    _ entry: JournalEntry
  ) async throws(ProvisioningError) -> (draft: Draft, conflicts: [UndoConflict]) {
    var work = UndoWork(self, entry)
    let changes = try await reader.changes(of: entry.id)
    try await work.invert(changes)
    if !assumed.isEmpty {
      returning.formUnion(changes.filter { $0.isRemoval && $0.isGround }.map(\.row))
    }
    return (work.draft, work.conflicts)
  }
}

extension JournaledChange {
  /// Whether other rows hang on the row.
  fileprivate var isGround: Bool { if case .enrollment = row { false } else { true } }
}
