import FoundationEssentials
import Provisioning

private let backup = Argument<String>("FILE", "The file that is to hold the backup.", as: .file)
private let source = Argument<String>(
  "FILE", "A file that 'linkctl store backup' wrote.", as: .file)

extension Command<Tool> {
  static let storeBackup = Command(
    "backup", "Copy the whole store to a file, while it is in use.",
    discussion: """
      Everything is in it, the journal too, as it stood at one moment. It is checked, belongs to \
      its owner alone, and is a store itself. Example:

        linkctl store backup backups/monday.db
        linkctl --store sqlite:backups/monday.db store verify
      """, parameters: [backup, WriteOptions.yes]
  ) { arguments, tool in
    let file = arguments[backup]
    let (upkeep, location) = try tool.upkeep()
    let isThere = FileManager.default.fileExists(atPath: file)
    if isThere, !arguments[WriteOptions.yes] {
      try await tool.ask("Replace the file \(file)?")
    }
    let progress = tool.progress("Backing up", unit: "pages")
    defer { progress.finish() }
    try await upkeep.backUp(location, file, isThere ? .replace : .keep) {
      progress.update(done: $0, total: $1)
    }
    progress.finish()
    try tool.answer(["file": .string(file)], ["backed up to \(file)"])
    return .done
  }

  static let storeRestore = Command(
    "restore", "Put a backup in place of what the store holds.",
    discussion: """
      The backup is checked first, and the plan is shown. What the store held is kept in a file \
      beside it, which is named in the answer and is a backup itself. Programs that have the store \
      open see the new content from their next read on. A missing store is made. Example:

        linkctl store restore backups/monday.db --dry-run
      """, parameters: [source, WriteOptions.dryRun, WriteOptions.yes]
  ) { arguments, tool in
    let (upkeep, location) = try tool.upkeep()
    let reading = tool.progress("Reading the backup", unit: "pages")
    defer { reading.finish() }
    let pending = try await upkeep.prepareRestore(location, arguments[source]) {
      reading.update(done: $0, total: $1)
    }
    reading.finish()
    do {
      let code = try await carryOut(pending, arguments, tool)
      await pending.discard()
      return code
    } catch {
      await pending.discard()
      throw error
    }
  }

  private static func carryOut(
    _ pending: PendingRestore, _ arguments: Arguments, _ tool: Tool
  ) async throws -> ExitCode {
    guard arguments.mode == .commit else {
      try tool.answer(
        try pending.json(kept: nil, isRestored: false, tool),
        pending.plan + ["nothing was written"])
      return .done
    }
    if !arguments[WriteOptions.yes] {
      for line in pending.plan { tool.console.note(line) }
      try await tool.ask("Replace what the store holds?")
    }
    let progress = tool.progress("Restoring", unit: "pages")
    defer { progress.finish() }
    let kept = try await pending.carryOut { progress.update(done: $0, total: $1) }
    progress.finish()
    try tool.answer(
      try pending.json(kept: kept, isRestored: true, tool),
      pending.plan + [
        "restored",
        kept.map { "what the store held is in \($0)" } ?? "there was no store: nothing to keep",
      ])
    return .done
  }

  static let storeMigrate = Command(
    "migrate", "Bring the store of an older version up to this one.",
    discussion: """
      Other commands refuse such a store, for programs of the older version that share it could not \
      open it any more. Update them all first. The store as it was is kept in a file beside it, \
      which is named in the answer. Where there is nothing to do, nothing is done.
      """, parameters: [WriteOptions.dryRun]
  ) { arguments, tool in
    let (upkeep, location) = try tool.upkeep()
    let progress = tool.progress("Keeping a copy", unit: "pages")
    defer { progress.finish() }
    let change = try await upkeep.migrate(location, arguments.mode) {
      progress.update(done: $0, total: $1)
    }
    progress.finish()
    try tool.answer(change.json, change.lines)
    return .done
  }
}

extension PendingRestore {
  fileprivate var plan: [String] {
    let now = present.map { "\($0.words)" } ?? "nothing that can be counted"
    return ["the backup brings  \(coming.words)", "the store holds    \(now)"]
  }

  fileprivate func json(kept: String?, isRestored: Bool, _ tool: Tool) throws -> JSONValue {
    let kind = try tool.storeKind()
    return [
      "coming": coming.json(kind: kind), "present": present?.json(kind: kind) ?? .null,
      "kept": JSONValue(kept), "restored": .bool(isRestored),
    ]
  }
}

extension StoreCounts {
  /// What there is, in a line.
  fileprivate var words: String {
    let counts: [(Int, String, String)] = [
      (accounts.values.reduce(0, +), "account", "accounts"), (links, "link", "links"),
      (sections.values.reduce(0, +), "section", "sections"),
      (enrollments.values.reduce(0, +), "enrollment", "enrollments"),
      (journalEntries, "journal entry", "journal entries"),
    ]
    return counts.map { "\($0) \($0 == 1 ? $1 : $2)" }.joined(separator: ", ")
  }
}

extension LayoutChange {
  fileprivate var json: JSONValue {
    ["from": .int(from), "to": .int(to), "kept": JSONValue(kept)]
  }

  fileprivate var lines: [String] {
    if from == to { return ["layout \(to) is the present one: nothing was written"] }
    guard let kept else { return ["layout \(from) would become layout \(to)"] }
    return ["layout \(from) is now layout \(to)", "the store as it was is in \(kept)"]
  }
}
