/// What an undo did, or would do.
public struct UndoReport: Hashable, Sendable {
  /// The entry that is taken back.
  public let undone: JournalEntry
  /// What changed since and stands in the way.
  public let conflicts: [UndoConflict]
  /// How many rows change.
  public let changes: Int
  /// For a merge: the account that comes back.
  public private(set) var source: Account.ID?
  /// For a merge: the account that links leave again.
  public private(set) var target: Account.ID?
  /// The links that go to another account, sorted.
  public private(set) var movedLinks: [Identity.Key] = []
  /// For a merge: the sections that only the source will be in.
  public private(set) var movedSections: [Section.Key] = []
  /// For a merge: the sections that both will be in.
  public private(set) var sharedSections: [Section.Key] = []
  /// The journal entry; `nil` in a dry run and with conflicts.
  public var entry: JournalEntry.ID?
  /// The run that the journal entry belongs to, where a whole run is taken back.
  public var run: Run.ID?

  init(
    undone: JournalEntry, conflicts: [UndoConflict], changes: ChangeSet,
    in reader: any AccountReader
  ) async throws(ProvisioningError) {
    self.undone = undone
    self.conflicts = conflicts
    self.changes = changes.count
    for change in changes.accounts {
      if case .merged(let target) = change.before?.status, change.after?.status.isLive ?? false {
        (source, self.target) = (change.key, target)
      }
    }
    let moves = changes.links.filter { change in
      change.before != nil && change.after != nil
        && change.before?.account != change.after?.account
    }
    movedLinks = moves.map(\.key).sorted()
    guard let target else { return }
    let leaving = Set(movedLinks)
    let staying = try await reader.links(of: [target]).map(\.key).filter { !leaving.contains($0) }
    let theirs = Set(try await reader.assertions(by: movedLinks).map(\.section))
    let ours = Set(try await reader.assertions(by: staying).map(\.section))
    movedSections = theirs.subtracting(ours).sorted()
    sharedSections = theirs.intersection(ours).sorted()
  }
}

/// What an undo meets that was changed since.
public struct UndoConflict: Hashable, Sendable {
  /// The row.
  public let row: JournaledChange.Row
  /// The column; `nil` where the whole row is meant.
  public let column: String?
  /// The entry that touched it last.
  public let laterEntry: JournalEntry.ID?
}

/// What to do where something changed since.
public enum UndoPolicy: Hashable, Sendable {
  /// Change nothing, and list the conflicts.
  case refuse
  /// Take back the rest, and leave what changed later as it is.
  case keepLater
  /// Take back everything, later changes of the same values included.
  case revertLater
}
