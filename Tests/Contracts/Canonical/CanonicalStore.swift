import Provisioning

extension AccountStore {
  /// All that the store holds, journal and records included, as a text: two stores on which the same
  /// was done have the same text, byte for byte.
  ///
  /// Revisions stand as the entries that they are, in their order; the rows of an entry are sorted,
  /// for their order is the plan's. Complexity: reads everything, and holds it in memory.
  public func canonicalText() async throws(ProvisioningError) -> String {
    var journal: [JournalEntry] = []
    while case let page = try await entries(.all, before: journal.last?.revision, limit: 500),
      !page.isEmpty
    { journal += page }
    let names = Dictionary(journal.map { ($0.revision, $0.id) }, uniquingKeysWith: { $1 })
    let all = try await Snapshot(of: self)
    var lines = all.lines(writers: names)
    for entry in journal.reversed() {
      lines.append(entry.line)
      lines += try await changes(of: entry.id).map { change in
        let writer = change.previous.map { names[$0]?.rawValue ?? "?" } ?? "-"
        return "  \(EscapedText.line(change)) after \(writer)"
      }.sorted()
    }
    return lines.joined(separator: "\n")
  }
}

extension Snapshot {
  fileprivate func lines(writers: [Revision: JournalEntry.ID]) -> [String] {
    let name = { (revision: Revision) in writers[revision]?.rawValue ?? "?" }
    var lines = accounts.map {
      "account \($0.id) \(EscapedText.columns($0.state.columns)) by \(name($0.revision))"
    }
    lines += links.map {
      "link \($0.key) \(EscapedText.columns($0.state.columns)) by \(name($0.revision))"
    }
    lines += sections.map {
      "section \($0.key) \(EscapedText.columns($0.state.columns)) by \(name($0.revision))"
    }
    lines += assertions.map {
      "assertion \($0.section) \($0.key) \(EscapedText.columns($0.state.columns))"
        + " by \(name($0.revision))"
    }
    lines += records.map { record in
      "record \(record.key.kind.rawValue) \(EscapedText.quoted(record.key.name))"
        + " \(EscapedText.quoted(record.value)) version \(record.version)"
        + " until \(record.expires.map(\.description) ?? "-")"
    }
    return lines
  }
}

extension JournalEntry {
  fileprivate var line: String {
    let words = [
      header.at.description, EscapedText.quoted(header.actor), header.action.rawValue,
      header.reason.map(EscapedText.quoted) ?? "-", header.run?.rawValue ?? "-",
      header.reverts?.rawValue ?? "-", String(changes),
    ]
    return "entry \(id) \(words.joined(separator: " "))"
  }
}
