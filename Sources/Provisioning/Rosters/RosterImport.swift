/// Brings a whole listing in: lists first, writes later.
///
/// First the whole listing arrives. Then a pass only compares, so that limits are judged before the
/// first commit; it is left out where nothing can end, in a provider's first listing. Then change
/// sets stream, each atomic and valid by itself.
struct RosterImport: Sendable {
  let store: any AccountStore
  var importer: any SectionImporter
  let linkers: [any IdentityLinker]
  let environment: Environment
  let limit: RemovalLimit
  let by: Attribution
  /// The held item that an administrator approved, with its record: its run goes on.
  var approved: (item: HeldItem, record: Record)?
  let progress: @Sendable (RosterProgress) -> Void

  /// Compares the listing with the store and writes nothing.
  func forecast() async throws(ProvisioningError) -> RosterOutcome {
    let run = Run(id: nil, began: environment.now())
    let pass = try await pass(as: run, .comparing) { _ throws(ProvisioningError) in }
    return RosterOutcome(
      of: pass, run: nil, pass.report, held: try await held(pass, nil, at: run.began))
  }

  /// Brings the listing in.
  func run() async throws(ProvisioningError) -> RosterOutcome {
    guard importer.arrival != .whole else { return try await bringIn() }
    var arrival = try await Arrival(of: importer, in: store, environment)
    do {
      var work = self
      work.importer = try await arrival.listing(progress)
      let outcome = try await work.bringIn()
      try await arrival.forget()
      return outcome
    } catch {
      if importer.arrival != .resumable || !error.isPassing { try? await arrival.forget() }
      throw error
    }
  }

  private func bringIn() async throws(ProvisioningError) -> RosterOutcome {
    var log = try await RunLog(
      store: store, importer: importer, approving: approved, environment: environment)
    try await requireTurn(of: log.id)
    if let outcome = try await repetition(&log) { return outcome }
    let isKnown = try await !store.sections(of: importer.provider, after: nil, limit: 1).isEmpty
    var judged: RosterPass?
    if isKnown {
      var plan = KeptPlan()
      let pass = try await pass(as: log.run, .comparing) { part throws(ProvisioningError) in
        plan.keep(part)
      }
      if var item = try await held(pass, log.id, at: environment.now()) {
        try await hold(&item, pass.report, &log)
        return RosterOutcome(of: pass, run: log.id, pass.report, held: item)
      }
      if pass.report.changesNothing && !pass.hasRecords {
        return try await end(pass, &log)
      } else if let parts = plan.parts, try await commit(parts, &log) {
        return try await end(pass, &log)
      }
      judged = pass
    }
    var ends = 0
    let pass = try await pass(as: log.run, .writing) { part throws(ProvisioningError) in
      let after = ends + limit.counted(part.ends, of: part.report)
      try requireAllowed(after, judged)
      try await commit(&part, &log)
      ends = after
    }
    return try await end(pass, &log)
  }

  private func pass(
    as run: Run, _ stage: RosterProgress.Stage, taking take: RosterPass.Taking
  ) async throws(ProvisioningError) -> RosterPass {
    let planner = RosterPlanner(
      store: store, provider: importer.provider, scope: importer.scope, blanks: importer.blanks,
      linkers: linkers, run: run)
    return try await RosterPass(
      over: importer, planning: planner, naming: environment, stage: stage, progress: progress,
      taking: take)
  }

  private func end(
    _ pass: RosterPass, _ log: inout RunLog
  ) async throws(ProvisioningError) -> RosterOutcome {
    while true {
      let (settled, kept) = try await heldListings(as: log.id)
      let stale = try await Staging.pages(of: RunLog.name(of: importer), but: kept, in: store)
      do {
        let report = try await log.finish(pass.report, settling: settled)
        try await Staging.forget(stale, in: store)
        return RosterOutcome(of: pass, run: log.id, report, held: nil)
      } catch {
        // Somebody has decided about one of them just now.
        guard error.code == .conflict else { throw error }
      }
    }
  }

  /// Commits a plan that was made in the comparing pass already; `false` if part of it no longer
  /// holds and the rest must be planned again.
  private func commit(
    _ plan: [RosterPart], _ log: inout RunLog
  ) async throws(ProvisioningError) -> Bool {
    for var part in plan {
      if Task.isCancelled { throw .cancelled }
      do {
        try await commit(&part, &log)
      } catch {
        guard error.code == .conflict else { throw error }
        return false
      }
    }
    return true
  }

  private func commit(
    _ part: inout RosterPart, _ log: inout RunLog
  ) async throws(ProvisioningError) {
    guard !part.draft.isEmpty else { return }
    let header = JournalEntry.Header(
      id: environment.identifier(for: .entry), at: environment.now(), actor: by.actor,
      action: .import, reason: by.reason, run: log.id)
    part.report.entries = part.draft.hasRows ? 1 : 0
    var draft = part.draft
    for change in try log.changes(adding: part.report) { draft.change(change) }
    do {
      try await store.apply(draft.changeSet(header))
    } catch {
      if error.code == .conflict { try await log.requireOurs() }
      throw error
    }
    log.advance(part.report)
  }
}

extension ProvisioningError {
  /// Whether the same work may go on where it was stopped.
  fileprivate var isPassing: Bool {
    switch code {
    case .busy, .cancelled, .conflict, .unavailable: true
    default: false
    }
  }
}

/// The plan of a comparing pass, kept as long as it changes little: then it is committed as it is,
/// and nothing need be planned twice.
private struct KeptPlan {
  /// How many rows a kept plan changes at most: what a day changes of some hundred schools, in some
  /// 50 MB.
  private static let rowsAtMost = 50_000

  /// The parts that change something; `nil` if they were too many to keep.
  private(set) var parts: [RosterPart]? = []
  private var rows = 0

  mutating func keep(_ part: RosterPart) {
    guard !part.draft.isEmpty else { return }
    rows += part.draft.changeCount
    if rows <= Self.rowsAtMost { parts?.append(part) } else { parts = nil }
  }
}
