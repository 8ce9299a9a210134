import Provisioning

private let what = Argument<String>(
  "ENTRY", "The entry or run to take back: see 'linkctl history'.")
private let keepLater = Flag("keep-later", "Where something changed since, leave it as it is.")
private let revertLater = Flag("revert-later", "Where something changed since, take that back too.")

extension Command<Tool> {
  /// `undo`: the inverse of an entry.
  static let undo = Command(
    "undo", "Take an entry, or a whole import, back.",
    discussion: """
      Commits the inverse of the entry (of a run: of each of its entries, the newest first, as a \
      run of its own), which then stands in the journal as well and can be taken back in turn. \
      Where something changed since, nothing is written, the conflicts are listed and the exit \
      code is 3; say then how to go on.

      For a run, the plan is shown on a terminal, and a question asked. Elsewhere only \
      --revert-later wants --yes: all else can be taken back exactly.
      """, heading: "Merging",
    parameters: [what, keepLater, revertLater, WriteOptions.yes] + WriteOptions.all
  ) { arguments, tool in
    let policy = try policy(arguments)
    if policy == .revertLater {
      try await tool.confirm("Take back what changed since as well?", arguments)
    }
    let reports = try await tool.withProvisioner { provisioner, _ in
      try await undo(arguments, policy, provisioner, tool)
    }
    try tool.answer(.undoReport(reports), reports.flatMap(\.lines) + ending(of: reports, policy))
    return policy.allows(reports) ? .done : .personMustDecide
  }

  private static func undo(
    _ arguments: Arguments, _ policy: UndoPolicy, _ provisioner: Provisioner, _ tool: Tool
  ) async throws -> [UndoReport] {
    guard let id = JournalEntry.ID(arguments[what]) else {
      throw Failure.usage("This is no entry's ID.")
    }
    if let run = Run.ID(arguments[what]), try await provisioner.store.entry(.id(id)) == nil,
      try await !provisioner.store.entries(.run(run), before: nil, limit: 1).isEmpty
    {
      return try await undo(run, arguments, policy, provisioner, tool)
    }
    return [
      try await provisioner.undo(id, policy: policy, by: arguments.attribution, arguments.mode)
    ]
  }

  private static func undo(
    _ run: Run.ID, _ arguments: Arguments, _ policy: UndoPolicy, _ provisioner: Provisioner,
    _ tool: Tool
  ) async throws -> [UndoReport] {
    func work(_ mode: Provisioner.Mode) async throws -> [UndoReport] {
      let progress = tool.progress(mode == .dryRun ? "Checking" : "Taking back", unit: "steps")
      defer { progress.finish() }
      return try await provisioner.undo(
        run: run, policy: policy, by: arguments.attribution, mode
      ) { progress.update(done: $0, total: $1) }
    }
    // What goes with --revert-later was asked already.
    if tool.canAsk, arguments.mode == .commit, !arguments[WriteOptions.yes], policy != .revertLater
    {
      let plan = try await work(.dryRun)
      guard policy.allows(plan) else { return plan }
      let rows = plan.reduce(0) { $0 + $1.changes }
      let entries = plan.count == 1 ? "1 entry" : "\(plan.count.grouped) entries"
      try await tool.ask("Take back \(entries) of the run, \(rows.grouped) rows in all?")
    }
    return try await work(arguments.mode)
  }

  /// What to know of an undo as a whole.
  private static func ending(of reports: [UndoReport], _ policy: UndoPolicy) -> [String] {
    let isWritten = reports.contains { $0.entry != nil }
    let run = reports.compactMap(\.run).first.map {
      "taken back as run \($0); 'linkctl undo \($0)' brings it back"
    }
    guard policy.allows(reports) else {
      let start = isWritten ? "The rest was not written." : "Nothing was written."
      return [run, "\(start) Go on with --keep-later or --revert-later."].compactMap { $0 }
    }
    return isWritten ? [run].compactMap { $0 } : ["nothing was written"]
  }

  private static func policy(_ arguments: Arguments) throws -> UndoPolicy {
    switch (arguments[keepLater], arguments[revertLater]) {
    case (true, true): throw Failure.usage("--keep-later and --revert-later exclude each other.")
    case (true, false): return .keepLater
    case (false, true): return .revertLater
    case (false, false): return .refuse
    }
  }
}

extension UndoPolicy {
  /// Whether an undo with these reports is carried out.
  fileprivate func allows(_ reports: [UndoReport]) -> Bool {
    self != .refuse || reports.allSatisfy(\.conflicts.isEmpty)
  }
}

extension JSONValue {
  /// One document for all entries that an undo took back; it names the last entry written.
  fileprivate static func undoReport(_ reports: [UndoReport]) -> JSONValue {
    .mergeReport(
      entry: reports.compactMap(\.entry).last, source: reports.last?.source,
      target: reports.last?.target,
      moved: (
        reports.reduce(0) { $0 + $1.movedLinks.count },
        reports.reduce(0) { $0 + $1.movedSections.count }
      ),
      duplicates: reports.reduce(0) { $0 + $1.sharedSections.count },
      conflicts: reports.flatMap(\.conflicts).map(\.json))
  }
}

extension UndoReport {
  fileprivate var lines: [String] {
    let verb = entry == nil ? "would go" : "go"
    var lines = [
      "entry \(undone.id) (\(undone.header.action.rawValue)): \(changes) rows \(verb) back"
    ]
    lines += conflicts.prefix(20).map { "conflict: \($0.text)" }
    if conflicts.count > 20 { lines.append("… and \(conflicts.count - 20) more conflicts") }
    if let entry { lines.append("taken back: entry \(entry)") }
    return lines
  }
}

extension UndoConflict {
  fileprivate var json: JSONValue {
    [
      "row": .string(name), "column": JSONValue(column),
      "entry": JSONValue(laterEntry?.rawValue),
    ]
  }

  fileprivate var text: String {
    let place = column.map { "\(name), \($0)," } ?? name
    return "\(place) was changed since" + (laterEntry.map { " by entry \($0)" } ?? "")
  }

  private var name: String {
    switch row {
    case .account(let id): "account \(id)"
    case .link(let key): "link \(key)"
    case .section(let key): "section \(key)"
    case .enrollment(let key): "enrollment \(key.section) \(key.key)"
    }
  }
}
