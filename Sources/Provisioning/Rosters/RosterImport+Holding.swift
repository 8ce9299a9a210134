extension RosterImport {
  private static let strangersAreListed =
    " Most people whom the feed brought before are missing, or have other names: this looks like "
    + "another district's files."

  /// The item for a listing that would end too much; `nil` for one that may go on.
  func held(
    _ pass: RosterPass, _ run: Run.ID?, at moment: Timestamp
  ) async throws(ProvisioningError) -> HeldItem? {
    let ends = pass.report.enrollments.ended
    let reason: String
    if case .upTo(let approved) = limit {
      guard ends > approved else { return nil }
      reason = "\(ends) enrollments would end now; \(approved) were approved."
    } else if limit != .none, ends > 0, !importer.scope.isOfChanges, let missing = pass.missing {
      reason = "The listing has no \(missing), and \(ends) enrollments would end."
    } else if !pass.isBlank, let earlier = try await earlierChanges(than: run) {
      reason = "It came after changes of the same feed that are held: \(earlier.name)."
    } else {
      let scope = importer.scope.isOfChanges && pass.ends > 0 ? try await activeCount() : pass.scope
      guard limit.holds(ends: pass.ends, of: scope) else { return nil }
      reason =
        "\(pass.ends) of \(scope) enrollments (\(pass.ends * 100 / max(1, scope)) %) would end, "
        + "which is over the limit\(limit.words)."
        + (pass.isOfStrangers ? Self.strangersAreListed : "")
    }
    let since = approved.map { Timestamp(milliseconds: $0.item.since) }
    var item = HeldItem(.removals, reason, at: since ?? moment)
    item.listing = RunLog.name(of: importer)
    item.namesChangesOnly = importer.scope.isOfChanges ? true : nil
    item.keepsBlanks = importer.blanks == .untold ? true : nil
    item.run = run?.rawValue
    item.ends = ends
    return item
  }

  /// Throws `busy` if writing would end more than comparing has shown, and more than the limit
  /// allows: something else has changed the store since.
  func requireAllowed(_ ends: Int, _ judged: RosterPass?) throws(ProvisioningError) {
    let shown = judged.map { limit.counted($0.ends, of: $0.report) } ?? 0
    guard ends > shown, limit.holds(ends: ends, of: judged?.scope ?? 0) else { return }
    throw ProvisioningError(
      .busy, "The import was stopped.",
      reason: "More enrollments would end now than when it began, and that is over the limit.",
      remedy: "Import again: it goes on, or is held.")
  }

  /// How many enrollments the provider, or its district, has: the scope of a listing of changes.
  private func activeCount() async throws(ProvisioningError) -> Int {
    var count = 0
    var last: Section.Key?
    while true {
      let page = try await store.sections(of: importer.provider, after: last, limit: 200)
      guard let end = page.last else { return count }
      let own = page.filter { importer.scope.covers($0.state.asserted) }
      count += try await store.assertions(in: own.map(\.key)).count {
        $0.state.status == .active && $0.key.provider == importer.provider
      }
      last = end.key
    }
  }

  /// Holds the listing until it is decided. What was held before it is forgotten last, so that at
  /// any moment the listing that is held is one that is kept.
  func hold(
    _ item: inout HeldItem, _ report: RosterReport, _ log: inout RunLog
  ) async throws(ProvisioningError) {
    let staging = Staging(of: item, in: store)
    if let pages = approved?.item.pages {
      item.pages = pages
    } else {
      item.pages = try await staging.keep(importer)
    }
    // Earlier changes may be approved still: a listing settles them only when it goes through.
    let others = try await heldListings().map(\.item).filter { $0.name != item.name }
    let kept = others.map { Staging(of: $0, in: store) } + [staging]
    let stale = try await Staging.pages(of: RunLog.name(of: importer), but: kept, in: store)
    try await log.hold(item, report)
    try await Staging.forget(stale, in: store)
  }

  /// The held listings of this feed but that of a name: the records of those that a run settles
  /// when it ends, which are its own, and, where it lists everything, all earlier ones; and what is
  /// kept of the others.
  func heldListings(
    as run: Run.ID
  ) async throws(ProvisioningError) -> (settled: [Record], kept: [Staging]) {
    var (settled, kept): ([Record], [Staging]) = ([], [])
    for (item, record) in try await heldListings() {
      if item.run == run.rawValue || !importer.scope.isOfChanges && isEarlier(item) {
        settled.append(record)
      } else {
        kept.append(Staging(of: item, in: store))
      }
    }
    return (settled, kept)
  }

  private func heldListings() async throws(ProvisioningError) -> [(item: HeldItem, record: Record)]
  {
    let listing = RunLog.name(of: importer)
    var found: [(item: HeldItem, record: Record)] = []
    var last: String?
    while true {
      let page = try await store.records(of: .held, after: last, limit: 500)
      guard let end = page.last else { return found }
      for record in page {
        let item = try recordValue(HeldItem.self, in: record)
        if item.kind == .removals, item.listing == listing { found.append((item, record)) }
      }
      last = end.key.name
    }
  }

  /// Whether the held listing came before this one.
  private func isEarlier(_ held: HeldItem) -> Bool {
    approved.map { held.since <= $0.item.since } ?? true
  }
}

/// Changes are told once and in their order: a later one may take an earlier one back. So they wait
/// behind those of their feed that are held.
extension RosterImport {
  /// Throws `refused` if changes are held that came before those that were approved.
  func requireTurn(of run: Run.ID) async throws(ProvisioningError) {
    guard approved != nil, let earlier = try await earlierChanges(than: run) else { return }
    throw ProvisioningError(
      .refused, "The changes cannot be brought in yet.",
      reason: "They came after others of the same feed that are held.",
      remedy: "Decide about those first: linkctl held show \(earlier.name)")
  }

  /// The first of the changes of this feed that are held and came before these.
  private func earlierChanges(than run: Run.ID?) async throws(ProvisioningError) -> HeldItem? {
    guard importer.scope.isOfChanges else { return nil }
    return try await heldListings().map(\.item).filter {
      $0.namesChangesOnly == true && $0.run != run?.rawValue && isEarlier($0)
    }.min { $0.since < $1.since }
  }
}

extension RemovalLimit {
  /// Which endings are held against the limit: those in terms that are not over; all, where their
  /// number was approved.
  func counted(_ ends: Int, of report: RosterReport) -> Int {
    if case .upTo = self { report.enrollments.ended } else { ends }
  }

  /// The numbers, where there are two: " of 25 and 20 %".
  fileprivate var words: String {
    guard case .over(let count, let percent) = self else { return "" }
    return " of \(count) and \(percent) %"
  }
}
