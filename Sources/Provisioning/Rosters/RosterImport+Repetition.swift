/// A listing that was brought in before, into a store where nothing of its provider's has changed
/// since, is not compared row by row: what was equal then is equal now.
extension RosterImport {
  /// How many entries of others are looked into before comparing is cheaper.
  private static let entriesAtMost = 1000

  /// Ends the run at once if it repeats the one before; `nil` if it must compare.
  func repetition(_ log: inout RunLog) async throws(ProvisioningError) -> RosterOutcome? {
    // What changes come to may hang on what was there before them.
    guard !importer.scope.isOfChanges else { return nil }
    let newest = try await store.entries(.all, before: nil, limit: 1).first?.revision
    log.compare(from: newest ?? Revision(0))
    guard let last = log.repeated, approved == nil,
      try await RosterPlanner.heldSections(of: importer.provider, in: store).isEmpty,
      let notes = try await importer.allNotes(),
      try await !isTouched(since: last.compared, butBy: last.run)
    else { return nil }
    let report = try await log.finish(last.report, settling: [])
    return RosterOutcome(run: log.id, report: report, notes: notes)
  }

  /// Whether an entry after `revision` that is not of that run has changed a row of the provider's.
  ///
  /// An account's own row has no say in what a listing changes of people whose keys are linked.
  private func isTouched(
    since revision: Revision, butBy run: String
  ) async throws(ProvisioningError) -> Bool {
    var before: Revision?
    var count = 0
    while true {
      let page = try await store.entries(.all, before: before, limit: 200)
      guard let end = page.last else { return false }
      for entry in page {
        guard entry.revision > revision else { return false }
        guard entry.header.run?.rawValue != run else { continue }
        count += 1
        guard count <= Self.entriesAtMost else { return true }
        let changes = try await store.changes(of: entry.id)
        if changes.contains(where: { isOfProvider($0.row) }) { return true }
      }
      before = end.revision
    }
  }

  private func isOfProvider(_ row: JournaledChange.Row) -> Bool {
    switch row {
    case .account: false
    case .section(let key): key.provider == importer.provider
    case .link(let key): key.provider == importer.provider
    case .enrollment(let key):
      key.section.provider == importer.provider || key.key.provider == importer.provider
    }
  }
}
