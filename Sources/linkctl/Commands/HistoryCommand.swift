import Provisioning

private let oneAccount = Option<String>(
  "account", value: "ACCOUNT", "Only what changed this account: its ID, or a KEY of it.")
private let oneEntry = Option<String>("entry", value: "ID", "Only this entry, with its changes.")
private let run = Option<String>("run", value: "ID", "Only the entries of this run.")
private let rowLimit = Option<Int>(
  "limit", value: "N", "At most N rows, the newest.", as: .number(in: 1...Int.max))

extension Command<Tool> {
  /// `history`: the journal.
  static let history = Command(
    "history", "Show the journal, the newest entry first.",
    discussion: """
      A row is an entry, or those of one run that follow each other; --run tells them apart. \
      'linkctl undo' takes the ID at the beginning of a row. With --format json every entry is a \
      row.
      """, heading: "Merging",
    parameters: [oneAccount, oneEntry, run, rowLimit]
  ) { arguments, tool in
    try await tool.withStore(.existing) { opened, _ in
      if let id = arguments[oneEntry] {
        return try await show(id, tool, opened.store)
      }
      try await list(
        try await filter(arguments, in: opened.store), atMost: arguments[rowLimit] ?? .max, tool,
        opened.store)
    }
    return .done
  }

  private static func list(
    _ filter: JournalFilter, atMost limit: Int, _ tool: Tool, _ reader: any AccountReader
  ) async throws {
    var rows = HistoryRows(tool.format == .text && !filter.isOfRun ? .byRun : .single)
    var left = limit
    var before: Revision?
    while left > 0 {
      try Task.checkCancellation()
      let page = try await reader.entries(filter, before: before, limit: 200)
      var done = page.compactMap { rows.append($0) }
      if page.isEmpty, let last = rows.last { done.append(last) }
      for row in done.prefix(left) { try tool.answer(row.newest.json, [row.line]) }
      left -= done.count
      guard let end = page.last else { return }
      before = end.revision
    }
  }

  private static func filter(
    _ arguments: Arguments, in reader: any AccountReader
  ) async throws -> JournalFilter {
    if let text = arguments[oneAccount] { return .account(try await accountID(text, in: reader)) }
    if let text = arguments[run] {
      guard let id = Run.ID(text) else { throw Failure.usage("This is no run's ID.") }
      guard try await !reader.entries(.run(id), before: nil, limit: 1).isEmpty else {
        throw ProvisioningError(
          .notFound, "There is no entry of that run.",
          reason: "No run has this ID, or it had nothing to change.",
          remedy: "List runs with 'linkctl history'.")
      }
      return .run(id)
    }
    return .all
  }

  private static func show(
    _ text: String, _ tool: Tool, _ reader: any AccountReader
  ) async throws {
    guard let id = JournalEntry.ID(text), let entry = try await reader.entry(.id(id)) else {
      throw ProvisioningError(
        .notFound, "There is no such entry.", remedy: "List entries with 'linkctl history'.")
    }
    let changes = tool.format == .text ? try await reader.changes(of: id) : []
    try tool.answer(entry.json, [entry.line] + changes.map(\.line))
  }
}

extension JournalFilter {
  fileprivate var isOfRun: Bool { if case .run = self { true } else { false } }
}

/// Entries that follow each other, in rows.
private struct HistoryRows {
  /// An entry, or some that one run has written.
  struct Row {
    let newest: JournalEntry
    var count = 1
    var changes: Int
    var takenBack: Int
  }

  enum Grouping {
    /// What one run has written is one row.
    case byRun
    /// Each entry is a row.
    case single
  }

  /// The row that may still grow.
  private(set) var last: Row?
  private let grouping: Grouping

  init(_ grouping: Grouping) { self.grouping = grouping }

  /// Takes the next older entry, and returns the row that is complete with it.
  mutating func append(_ entry: JournalEntry) -> Row? {
    let takenBack = entry.revertedBy == nil ? 0 : 1
    if grouping == .byRun, let run = entry.header.run, run == last?.newest.header.run {
      last?.count += 1
      last?.changes += entry.changes
      last?.takenBack += takenBack
      return nil
    }
    defer { last = Row(newest: entry, changes: entry.changes, takenBack: takenBack) }
    return last
  }
}

extension HistoryRows.Row {
  /// The row for people.
  var line: String {
    guard count > 1, let run = newest.header.run else { return newest.line }
    let notes = [
      newest.header.reason.map { "\"\($0)\"" },
      takenBack == 0 ? nil : takenBack == count ? "taken back" : "\(takenBack) taken back",
    ].compactMap { $0 }
    return
      ([
        "\(run)", "\(newest.header.at)", newest.header.actor, newest.header.action.rawValue,
        "\(count.grouped) entries, \(changes.grouped) changes",
      ]
      + notes).joined(separator: "  ")
  }
}

extension JournalEntry {
  fileprivate var json: JSONValue {
    [
      "entry": .string(id.rawValue), "at": .string(header.at.description),
      "actor": .string(header.actor), "action": .string(header.action.rawValue),
      "reason": JSONValue(header.reason), "changes": .int(changes),
      "reverts": JSONValue(header.reverts?.rawValue),
      "reverted_by": JSONValue(revertedBy?.rawValue), "run": JSONValue(header.run?.rawValue),
    ]
  }

  fileprivate var line: String {
    let notes = [
      header.reason.map { "\"\($0)\"" }, header.reverts.map { "takes back \($0)" },
      revertedBy.map { "taken back by \($0)" }, header.run.map { "run \($0)" },
    ].compactMap { $0 }
    return
      ([
        "\(id)", "\(header.at)", header.actor, header.action.rawValue,
        changes == 1 ? "1 change" : "\(changes.grouped) changes",
      ]
      + notes).joined(separator: "  ")
  }
}

extension JournaledChange {
  /// The change in a line, without what fields held: that is for an undo, not for reading.
  fileprivate var line: String {
    let row =
      switch row {
      case .account(let id): "account \(id)"
      case .link(let key): "link \(key)"
      case .section(let key): "section \(key)"
      case .enrollment(let key): "enrollment \(key.section) \(key.key)"
      }
    switch edit {
    case .created: return "  + \(row)"
    case .removed: return "  - \(row)"
    case .updated(let columns):
      return "  ~ \(row): \(columns.keys.sorted().joined(separator: ", "))"
    }
  }
}
