/// How far an import has come.
public struct RosterProgress: Hashable, Sendable {
  /// What is being done.
  public enum Stage: Hashable, Sendable {
    /// Getting the listing, where its pages may fail to arrive.
    case listing
    /// Comparing the listing with the store.
    case comparing
    /// Writing what differs.
    case writing
  }

  /// What is being done.
  public var stage: Stage
  /// People and members handled so far.
  public var rows: Int
  /// How many there are in all; `nil` where that is not known.
  public var total: Int?
}

/// What an import came to.
public struct RosterOutcome: Sendable {
  /// The run; `nil` in a dry run.
  public var run: Run.ID?
  /// What it did, or would do.
  public var report: RosterReport
  /// What could not be taken, or only in part.
  public var notes: RosterNotes
  /// What holds the whole listing for a person; then nothing was written.
  public var held: HeldItem?
  /// Sections that wait for a person, each by itself; the rest was written.
  public var heldSections: [HeldItem] = []
  /// How many enrollments ended, or would end, by section.
  public var endings: [Section.Key: Int] = [:]

  init(run: Run.ID?, report: RosterReport, notes: RosterNotes) {
    (self.run, self.report, self.notes) = (run, report, notes)
  }
}
