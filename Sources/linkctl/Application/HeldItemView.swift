import Provisioning

extension HeldItem {
  /// The day since which it is held.
  var day: String { String(moment(since).prefix(10)) }

  /// Why it is held, and what became of it, in a line.
  var words: String { discarded == nil ? reason : "discarded: " + reason }

  /// The item for programs.
  var json: JSONValue {
    [
      "id": .string(name), "kind": .string(kind.rawValue), "reason": .string(reason),
      "since": .string(moment(since)), "accounts": JSONValue(accounts.sorted()),
      "key": JSONValue(key), "roles": JSONValue(roles), "listing": JSONValue(listing),
      "run": JSONValue(run), "ends": JSONValue(ends), "section": JSONValue(section),
      "discarded": discarded.map { decision in
        [
          "actor": .string(decision.actor), "at": .string(moment(decision.at)),
          "reason": JSONValue(decision.reason),
        ]
      } ?? .null,
    ]
  }

  /// The item for people.
  var lines: [String] {
    var lines = ["\(name)", "  held since  \(moment(since))", "  because     \(reason)"]
    let facts = [
      ("account", accounts.isEmpty ? nil : accounts.joined(separator: ", ")), ("key", key),
      ("roles", roles.isEmpty ? nil : roles.joined(separator: ", ")), ("section", section),
      ("listing", listing), ("run", run), ("would end", ends.map(String.init)),
    ]
    for case (let label, let text?) in facts {
      lines.append("  \(label.padding(to: 10))  \(text)")
    }
    if let discarded {
      lines.append("  discarded   \(moment(discarded.at)) by \(discarded.actor)")
    }
    return lines
  }

  private func moment(_ milliseconds: Int64) -> String {
    Timestamp(milliseconds: milliseconds).description
  }
}

/// What came of approving a held item.
struct ApprovalView {
  let approval: Approval
  let item: HeldItem
  let mode: Provisioner.Mode
  let seconds: Double

  private var listing: RosterOutcomeView? {
    guard case .listing(let outcome) = approval else { return nil }
    return RosterOutcomeView(outcome: outcome, seconds: seconds)
  }

  /// The exit code: a listing may be held anew.
  var exitCode: ExitCode { listing?.exitCode ?? .done }

  /// The document of an import, or the entries that were written.
  var json: JSONValue {
    if let listing { return listing.json }
    return ["id": .string(item.name), "entries": JSONValue(entries.map(\.rawValue))]
  }

  var lines: [String] {
    switch approval {
    case .listing: return listing?.lines ?? []
    case .merges(let reports):
      return reports.isEmpty
        ? ["They are one account already."] : reports.flatMap(\.planLines) + ending
    case .role: return ["the role \(mode == .dryRun ? "would rise" : "has risen")"] + ending
    case .section(let report, _):
      let (enrollments, verb) = (report.enrollments, mode == .dryRun ? "would end" : "ended")
      return [
        "enrollments  \(enrollments.started) started, \(enrollments.restored) restored, "
          + "\(enrollments.ended) \(verb)"
      ] + ending
    }
  }

  private var entries: [JournalEntry.ID] {
    switch approval {
    case .listing: []
    case .merges(let reports): reports.compactMap(\.entry)
    case .role(let entry), .section(_, let entry): [entry].compactMap { $0 }
    }
  }

  private var ending: [String] {
    if mode == .dryRun { return ["nothing was written"] }
    return entries.map { "approved: entry \($0); 'linkctl undo \($0)' takes it back" }
  }
}
