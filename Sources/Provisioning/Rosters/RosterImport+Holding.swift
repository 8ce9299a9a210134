extension RosterImport {
  /// The item for a listing that would end too much; `nil` for one that may go on.
  func held(
    _ pass: RosterPass, _ run: Run.ID?, at moment: Timestamp
  ) async throws(ProvisioningError) -> HeldItem? {
    let ends = pass.report.enrollments.ended
    let reason: String
    if case .upTo(let approved) = limit {
      guard ends > approved else { return nil }
      reason = "\(ends) enrollments would end now; \(approved) were approved."
    } else if limit != .none, ends > 0, importer.scope != .changes, let missing = pass.missing {
      reason = "The listing has no \(missing), and \(ends) enrollments would end."
    } else {
      let scope = importer.scope == .changes && pass.ends > 0 ? try await activeCount() : pass.scope
      guard limit.holds(ends: pass.ends, of: scope) else { return nil }
      reason =
        "\(pass.ends) of \(scope) enrollments (\(pass.ends * 100 / max(1, scope)) %) would end, "
        + "which is over the limit\(limit.words)."
    }
    var item = HeldItem(.removals, reason, at: moment)
    item.listing = RunLog.name(of: importer)
    item.namesChangesOnly = importer.scope == .changes ? true : nil
    item.run = run?.rawValue
    item.ends = ends
    return item
  }

  /// How many enrollments the provider has: the scope of a listing of changes.
  private func activeCount() async throws(ProvisioningError) -> Int {
    var count = 0
    var last: Section.Key?
    while true {
      let page = try await store.sections(of: importer.provider, after: last, limit: 200)
      guard let end = page.last else { return count }
      count += try await store.assertions(in: page.map(\.key)).count {
        $0.state.status == .active && $0.key.provider == importer.provider
      }
      last = end.key
    }
  }

  /// Keeps the listing until it is decided, unless it is kept already, and returns its pages.
  func pages(of item: HeldItem) async throws(ProvisioningError) -> Int {
    if let pages = approved?.pages { return pages }
    let staging = Staging(of: item, in: store)
    try await staging.clear()
    return try await staging.keep(importer)
  }
  /// The held listings that a run settles when it ends: its own, and where it lists everything, all
  /// earlier ones.
  func settled(
    by run: Run.ID
  ) async throws(ProvisioningError) -> [(item: HeldItem, record: Record)] {
    let listing = RunLog.name(of: importer)
    var settled: [(item: HeldItem, record: Record)] = []
    var last: String?
    while true {
      let page = try await store.records(of: .held, after: last, limit: 500)
      guard let end = page.last else { return settled }
      for record in page {
        let item = try recordValue(HeldItem.self, in: record)
        guard item.kind == .removals, item.listing == listing else { continue }
        if importer.scope != .changes || item.run == run.rawValue { settled.append((item, record)) }
      }
      last = end.key.name
    }
  }
}

extension RemovalLimit {
  /// The numbers, where there are two: " of 25 and 20 %".
  fileprivate var words: String {
    guard case .over(let count, let percent) = self else { return "" }
    return " of \(count) and \(percent) %"
  }
}
