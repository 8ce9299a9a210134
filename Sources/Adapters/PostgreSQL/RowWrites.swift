#if PostgreSQL
import Provisioning

/// The rows that a batch of writes leaves, each once: what stands after, or nothing.
struct RowWrites {
  private var accounts: [Account.ID: Written<Account.State>] = [:]
  private var links: [Identity.Key: Written<Link.State>] = [:]
  private var sections: [Section.Key: Written<Section.State>] = [:]
  private var enrollments: [EnrollmentKey: Written<Enrollment.State>] = [:]
  private var entries: [(entry: JournalEntry, draft: Draft)] = []
  private var records: Set<Record.Key> = []

  private struct Written<State> {
    let state: State?
    let revision: Int64
  }

  /// Whether there is nothing to write.
  var isEmpty: Bool { entries.isEmpty && records.isEmpty }

  /// Takes in what `entry` does. Later ones stand over earlier ones.
  mutating func add(_ draft: Draft, as entry: JournalEntry) {
    let revision = entry.revision.number
    func written<Key, State>(_ change: RowChange<Key, State>) -> Written<State> {
      Written(state: change.after, revision: revision)
    }
    for change in draft.changes.accounts { accounts[change.key] = written(change) }
    for change in draft.changes.links { links[change.key] = written(change) }
    for change in draft.changes.sections { sections[change.key] = written(change) }
    for change in draft.changes.enrollments { enrollments[change.key] = written(change) }
    entries.append((entry, draft))
    add(draft.changes.records)
  }

  /// The entry called `id`, if this is to write it.
  func entry(_ id: JournalEntry.ID) -> JournalEntry? {
    entries.first { $0.entry.id == id }?.entry
  }

  mutating func add(_ changes: [RecordChange]) { records.formUnion(changes.map(\.key)) }

  /// The statements that write it all. `trial` knows how the records and the revision came out.
  func requests(after trial: Trial) -> [Request] {
    var requests: [Request] = []
    let kept = accounts.compactMap { id, row in row.state.map { (id, $0, row.revision) } }
    if !kept.isEmpty { requests.append(.put(accounts: kept.sorted { $0.0 < $1.0 })) }
    let tied = links.compactMap { key, row in row.state.map { (key, $0, row.revision) } }
    if !tied.isEmpty { requests.append(.put(links: tied.sorted { $0.0 < $1.0 })) }
    let listed = sections.compactMap { key, row in row.state.map { (key, $0, row.revision) } }
    if !listed.isEmpty { requests.append(.put(sections: listed.sorted { $0.0 < $1.0 })) }
    let asserted = enrollments.compactMap { key, row in row.state.map { (key, $0, row.revision) } }
    if !asserted.isEmpty { requests.append(.put(enrollments: asserted.sorted { $0.0 < $1.0 })) }
    requests += removals
    if !entries.isEmpty {
      requests += journaling
      requests.append(Request(.setRevision) { $0.add(trial.revision.number) })
    }
    return requests + writing(records.map { ($0, trial.records[$0]) })
  }

  private var removals: [Request] {
    var requests: [Request] = []
    let ended = enrollments.compactMap { $1.state == nil ? $0 : nil }
    if !ended.isEmpty {
      requests.append(
        Request(.removeAssertions) {
          $0.addTexts(ended) { $0.section.stored }
          $0.addTexts(ended) { $0.key.stored }
        })
    }
    let gone: [(Query, [String])] = [
      (.removeLinks, links.compactMap { $1.state == nil ? $0.stored : nil }),
      (.removeSections, sections.compactMap { $1.state == nil ? $0.stored : nil }),
      (.removeAccounts, accounts.compactMap { $1.state == nil ? $0.rawValue : nil }),
    ]
    for (query, keys) in gone where !keys.isEmpty {
      requests.append(Request(query) { $0.addTexts(keys) { $0 } })
    }
    return requests
  }

  private var journaling: [Request] {
    Request.insert(
      entries: entries.map { entry, draft in
        WrittenEntry(
          header: entry.header, revision: entry.revision, count: entry.changes, body: draft.body,
          accounts: Array(draft.touched))
      })
  }

  private func writing(_ records: [(Record.Key, Record?)]) -> [Request] {
    var requests: [Request] = []
    let kept = records.compactMap { $1 }
    if !kept.isEmpty { requests.append(.put(records: kept)) }
    let taken = records.filter { $1 == nil }.map(\.0)
    if !taken.isEmpty {
      requests.append(
        Request(.removeRecords) {
          $0.addTexts(taken) { $0.kind.rawValue }
          $0.addTexts(taken) { $0.name }
        })
    }
    return requests
  }
}
#endif
