import Provisioning

private let oneAccount = Option<String>(
  "account", value: "ACCOUNT", "Only what changed this account: its ID, or a KEY of it.")
private let oneEntry = Option<String>("entry", value: "ID", "Only this entry, with its changes.")
private let run = Option<String>("run", value: "ID", "Only the entries of this run.")

extension Command<Tool> {
  /// `history`: the journal.
  static let history = Command(
    "history", "Show the journal, the newest entry first.", heading: "Merging",
    parameters: [oneAccount, oneEntry, run]
  ) { arguments, tool in
    try await tool.withStore(.existing) { opened, _ in
      if let id = arguments[oneEntry] {
        return try await show(id, tool, opened.store)
      }
      let filter = try await filter(arguments, in: opened.store)
      var before: Revision?
      while true {
        try Task.checkCancellation()
        let page = try await opened.store.entries(filter, before: before, limit: 200)
        guard let end = page.last else { return }
        for entry in page { try tool.answer(entry.json, [entry.line]) }
        before = end.revision
      }
    }
    return .done
  }

  private static func filter(
    _ arguments: Arguments, in reader: any AccountReader
  ) async throws -> JournalFilter {
    if let text = arguments[oneAccount] { return .account(try await accountID(text, in: reader)) }
    if let text = arguments[run] {
      guard let id = Run.ID(text) else { throw Failure.usage("This is no run's ID.") }
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
        changes == 1 ? "1 change" : "\(changes) changes",
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
