import Provisioning

private let target = Option<String>(
  "to", value: "URL", "Where to: files:DIRECTORY, a folder that is empty or not there yet.",
  as: .location(schemes: ["files"], .folder)
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
    discussion: "Reads everything and changes nothing. Exits 2 if it finds a problem.",
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
    "copy", "Write the store's state in its canonical form.",
    discussion: """
      Equal content gives equal bytes. Example:

        linkctl store copy --state-only --to files:before
      """,
    parameters: [target, stateOnly]
  ) { arguments, tool in
    guard arguments[stateOnly] else {
      throw Failure.usage(
        "This version copies the state alone.", remedy: "Add --state-only.")
    }
    try await tool.withStore(.existing) { opened, _ in
      try await tool.catalog.copyState(of: opened.store, to: arguments[target])
    }
    try tool.answer(["copied": true], ["Copied."])
    return .done
  }
}

extension StoreCounts {
  fileprivate var rows: Int {
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
