import Provisioning

private let target = Option<String>(
  "to", value: "URL",
  "Where to, as --store: a file that is not there yet, or a folder that is empty or not there.",
  as: .location(schemes: ["files", "sqlite"], .folder).withheld
).required()
private let stateOnly = Flag(
  "state-only", "Leave out the journal, runs and records: the canonical form of the state.")

extension Command<Tool> {
  /// `store …`: the store as a whole.
  static let store = Command(
    "store", "Make, count, check, back up and restore the store.", heading: "The store",
    subcommands: [
      storeInit, storeStatus, storeVerify, storeCopy, storeBackup, storeRestore, storeMigrate,
    ])

  private static let storeInit = Command(
    "init", "Make the store, if it is not there yet.", parameters: []
  ) { _, tool in
    let wasCreated = try await tool.withStore(.createIfMissing) { opened, _ in opened.wasCreated }
    try tool.answer(
      ["created": .bool(wasCreated)], [wasCreated ? "The store is ready." : "It was there already."]
    )
    return .done
  }

  private static let storeStatus = Command(
    "status", "Count what the store holds.", parameters: []
  ) { _, tool in
    let kind = try tool.storeKind()
    let counts = try await tool.withStore(.existing) { opened, _ in
      try await opened.store.counts()
    }
    try tool.answer(counts.json(kind: kind), counts.lines)
    return .done
  }

  private static let storeVerify = Command(
    "verify", "Check that every rule holds.",
    discussion: "Reads everything. Exits 2 if it finds a problem.",
    parameters: []
  ) { _, tool in
    let progress = tool.progress("Checking", unit: "rows")
    defer { progress.finish() }
    let report = try await tool.withStore(.existing) { opened, _ in
      // A store that cannot be counted is checked all the same.
      let total = try? await opened.store.counts().rows
      let verifier = StoreVerifier(opened.store) { progress.update(done: $0, total: total) }
      var report = try await verifier.verify()
      report.problems += try await opened.integrityProblems().map { detail in
        StoreVerifier.Problem(rule: 0, subject: "store", detail: detail)
      }
      return report
    }
    progress.finish()
    try tool.answer(report.json, report.lines)
    return report.problems.isEmpty ? .done : .problemsFound
  }

  private static let storeCopy = Command(
    "copy", "Copy the store, or its state alone, to another place.",
    discussion: """
      The copy holds what the store held when the command began: revisions, journal and records \
      too, so an undo in it comes to the same. It is compared with the store, and appears when it \
      is complete. Stopped, the same command goes on, unless the store has changed. A copy in \
      files is a canonical form: equal content gives equal bytes. Examples:

        linkctl store copy --to sqlite:provisioning.db
        linkctl store copy --state-only --to files:before
      """,
    parameters: [target, stateOnly]
  ) { arguments, tool in
    let rows = try await tool.withStore(.existing) { opened, _ in
      guard !arguments[stateOnly] else {
        try await tool.catalog.copyState(of: opened.store, to: arguments[target])
        return nil as Int?
      }
      return try await copyAll(of: opened.store, to: arguments[target], tool)
    }
    try tool.answer(
      ["copied": true, "rows": JSONValue(rows)],
      [rows.map { "Copied \($0) rows, and compared them." } ?? "Copied."])
    return .done
  }

  /// Copies everything, and returns how many rows that are.
  private static func copyAll(
    of store: any AccountStore, to address: String, _ tool: Tool
  ) async throws -> Int {
    guard let source = store as? any CopyableStore else {
      throw ProvisioningError(
        .refused, "Stores of this kind are not copied as a whole.",
        remedy: "Copy the state: linkctl store copy --state-only --to files:FOLDER")
    }
    let filling = try await tool.catalog.fillStore(at: address)
    let progress = tool.progress("Copying", unit: "rows")
    defer { progress.finish() }
    return try await StoreCopy(of: source).run(into: filling) { progress.update(done: $0) }
  }
}

extension StoreCounts {
  /// The rows of everything that is counted.
  var rows: Int {
    accounts.values.reduce(0, +) + links + sections.values.reduce(0, +)
      + enrollments.values.reduce(0, +) + journalEntries
  }

  /// The counts as a document.
  func json(kind: String) -> JSONValue {
    let statuses = ["active", "unclaimed", "disabled", "merged", "erased"]
    return [
      "accounts": .object(
        Dictionary(
          statuses.map { ($0, .int(accounts[$0] ?? 0)) }, uniquingKeysWith: { $1 })),
      "links": .int(links),
      "sections": [
        "active": .int(sections[.active] ?? 0), "archived": .int(sections[.archived] ?? 0),
      ],
      "enrollments": [
        "active": .int(enrollments[.active] ?? 0), "ended": .int(enrollments[.ended] ?? 0),
      ],
      "journal_entries": .int(journalEntries), "schema_version": .int(schemaVersion),
      "store": .string(kind),
    ]
  }

  fileprivate var lines: [String] {
    let people = accounts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    return [
      "accounts     " + (people.isEmpty ? "none" : people.joined(separator: ", ")),
      "links        \(links)",
      "sections     \(sections[.active] ?? 0) active, \(sections[.archived] ?? 0) archived",
      "enrollments  \(enrollments[.active] ?? 0) active, \(enrollments[.ended] ?? 0) ended",
      "journal      \(journalEntries) entries",
    ]
  }
}

extension StoreVerifier.Report {
  fileprivate var json: JSONValue {
    [
      "checked": [
        "accounts": .int(accounts), "links": .int(links), "sections": .int(sections),
        "enrollments": .int(enrollments), "journal_entries": .int(journalEntries),
      ],
      "problems": .array(
        problems.map { problem in
          [
            "rule": .int(problem.rule), "subject": .string(problem.subject),
            "detail": .string(problem.detail),
          ]
        }),
    ]
  }

  fileprivate var lines: [String] {
    let checked =
      "checked \(accounts) accounts, \(links) links, \(sections) sections, "
      + "\(enrollments) enrollments, \(journalEntries) journal entries"
    if problems.isEmpty { return [checked, "Every rule holds."] }
    return [checked] + problems.map { "rule \($0.rule): \($0.subject) \($0.detail)" }
  }
}
