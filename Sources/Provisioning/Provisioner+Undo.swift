extension Provisioner {
  /// Takes an entry back by committing its inverse.
  ///
  /// With conflicts and ``UndoPolicy/refuse``, or in a dry run, nothing is committed. Throws
  /// `refused` for an entry that was taken back already.
  public func undo(
    _ id: JournalEntry.ID, policy: UndoPolicy = .refuse, by: Attribution, _ mode: Mode = .commit
  ) async throws(ProvisioningError) -> UndoReport {
    try await undo(id, policy, by, mode, in: nil)
  }

  private func undo(
    _ id: JournalEntry.ID, _ policy: UndoPolicy, _ by: Attribution, _ mode: Mode, in run: Run.ID?
  ) async throws(ProvisioningError) -> UndoReport {
    try await settle { () throws(ProvisioningError) in
      let entry = try await undoable(id)
      var planner = UndoPlanner(reader: store, policy: policy)
      let plan = try await planner.plan(entry)
      var report = try await report(on: entry, plan, by)
      guard plan.conflicts.isEmpty || policy != .refuse else { return report }
      report.entry = try await commit(plan.draft, .undo, by, mode, reverting: id, in: run)
      if report.entry != nil { report.run = run }
      return report
    }
  }

  private func report(
    on entry: JournalEntry, _ plan: (draft: Draft, conflicts: [UndoConflict]), _ by: Attribution
  ) async throws(ProvisioningError) -> UndoReport {
    try await UndoReport(
      undone: entry, conflicts: plan.conflicts, changes: plan.draft.changeSet(header(.undo, by)),
      in: store)
  }

  /// Takes a run back: the inverses of its entries, the newest first, a commit each.
  ///
  /// Everything is checked before the first commit; `progress` counts both. The inverses are a run
  /// of their own, so that it can be taken back in turn. Stopped on the way, the same call goes on
  /// with the entries that are left, under the same run. Throws `notFound` if the run has no
  /// entries.
  public func undo(
    run: Run.ID, policy: UndoPolicy = .refuse, by: Attribution, _ mode: Mode = .commit,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws(ProvisioningError) -> [UndoReport] {
    let entries = try await entries(of: run)
    var planner = UndoPlanner(
      reader: store, policy: policy, assumingUndone: Set(entries.map(\.revision)))
    var forecast: [UndoReport] = []
    let standing = entries.filter { $0.revertedBy == nil }
    let steps = mode == .commit ? standing.count * 2 : standing.count
    for entry in standing {
      if Task.isCancelled { throw .cancelled }
      forecast.append(try await report(on: entry, planner.plan(entry), by))
      progress(forecast.count, steps)
    }
    let isFree = policy != .refuse || forecast.allSatisfy(\.conflicts.isEmpty)
    guard mode == .commit, isFree else { return forecast }
    let inverse =
      try await runTakingBack(entries) ?? environment.identifier(for: .run)
    var reports: [UndoReport] = []
    for report in forecast {
      if Task.isCancelled { throw .cancelled }
      let next = try await undo(report.undone.id, policy, by, .commit, in: inverse)
      reports.append(next)
      // Someone changed something since the check: what is left must not go before it is settled.
      guard policy != .refuse || next.conflicts.isEmpty else { break }
      progress(forecast.count + reports.count, steps)
    }
    return reports
  }

  /// The run that has taken back some of `entries`; `nil` if none has.
  private func runTakingBack(
    _ entries: [JournalEntry]
  ) async throws(ProvisioningError) -> Run.ID? {
    for case let id? in entries.map(\.revertedBy) {
      if let run = try await store.entry(.id(id))?.header.run { return run }
    }
    return nil
  }

  private func entries(of run: Run.ID) async throws(ProvisioningError) -> [JournalEntry] {
    var entries: [JournalEntry] = []
    while true {
      let page = try await store.entries(.run(run), before: entries.last?.revision, limit: 500)
      guard !page.isEmpty else { break }
      entries += page
    }
    guard !entries.isEmpty else {
      throw ProvisioningError(
        .notFound, "The run has no entries.", reason: "It changed nothing, or is not there.",
        remedy: "List entries with 'linkctl history'.", detail: run.rawValue)
    }
    if entries.allSatisfy({ $0.revertedBy != nil }) {
      let inverse = try await runTakingBack(entries)
      throw ProvisioningError(
        .refused, "The run cannot be taken back.", reason: "All of it was taken back already.",
        remedy: inverse.map { "To bring it back: linkctl undo \($0)" }
          ?? "To bring it back, take back the undo of each entry: see 'linkctl history'.")
    }
    return entries
  }

  private func undoable(
    _ id: JournalEntry.ID
  ) async throws(ProvisioningError) -> JournalEntry {
    guard let entry = try await store.entry(.id(id)) else {
      throw ProvisioningError(
        .notFound, "There is no such entry.",
        reason: "It is no entry's ID, nor that of a run that changed something.",
        remedy: "List entries with 'linkctl history'.", detail: id.rawValue)
    }
    if let later = entry.revertedBy {
      throw ProvisioningError(
        .refused, "Entry \(id) cannot be taken back.",
        reason: "Entry \(later) took it back already.",
        remedy: "To bring it back: linkctl undo \(later)")
    }
    return entry
  }
}
