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
    /// Whether there was no such row before the batch.
    let isNew: Bool
  }

  /// Whether there is nothing to write.
  var isEmpty: Bool { entries.isEmpty && records.isEmpty }

  /// Takes in what `entry` does. Later ones stand over earlier ones.
  mutating func add(_ draft: Draft, as entry: JournalEntry) {
    let revision = entry.revision.number
    func note<Key, State>(
      _ changes: [RowChange<Key, State>], in rows: inout [Key: Written<State>]
    ) {
      for change in changes {
        let isNew = rows[change.key]?.isNew ?? (change.before == nil)
        rows[change.key] = Written(state: change.after, revision: revision, isNew: isNew)
      }
    }
    note(draft.changes.accounts, in: &accounts)
    note(draft.changes.links, in: &links)
    note(draft.changes.sections, in: &sections)
    note(draft.changes.enrollments, in: &enrollments)
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
    var requests = kept(accounts) { .put(accounts: $0, areNew: $1) }
    requests += kept(links) { .put(links: $0, areNew: $1) }
    requests += kept(sections) { .put(sections: $0, areNew: $1) }
    requests += kept(enrollments) { .put(enrollments: $0, areNew: $1) }
    requests += removals
    if !entries.isEmpty {
      requests += journaling
      requests.append(Request(.setRevision) { $0.add(trial.revision.number) })
    }
    return requests + writing(records.map { ($0, trial.records[$0]) })
  }

  /// The rows that stay, in the order of their keys: the new ones, and the others.
  private func kept<Key: Comparable, State>(
    _ rows: [Key: Written<State>], _ put: ([(Key, State, Int64)], Bool) -> Request
  ) -> [Request] {
    [true, false].compactMap { areNew in
      let kept = rows.compactMap { key, row in
        row.isNew == areNew ? row.state.map { (key, $0, row.revision) } : nil
      }
      return kept.isEmpty ? nil : put(kept.sorted { $0.0 < $1.0 }, areNew)
    }
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
