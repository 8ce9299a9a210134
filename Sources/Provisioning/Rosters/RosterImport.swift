/// Brings a whole listing in: lists first, writes later.
///
/// A first pass only compares, so that the whole listing has arrived and limits are judged before the
/// first commit. It is left out where nothing can fail or end: a provider's first listing, at hand
/// as a whole. Then change sets stream, each atomic and valid by itself.
struct RosterImport: Sendable {
  let store: any AccountStore
  let importer: any SectionImporter
  let linkers: [any IdentityLinker]
  let environment: Environment
  let limit: RemovalLimit
  let by: Attribution
  let progress: @Sendable (RosterProgress) -> Void

  /// How often a part is planned again when something else changed what it stood on.
  private static let attempts = 20
  /// How many parts of a plan are kept from comparing, so that a small sync is planned once.
  private static let smallPlan = 8

  /// Compares the listing with the store and writes nothing.
  func forecast() async throws(ProvisioningError) -> RosterOutcome {
    let pass = try await Pass(of: self, stage: .comparing) { _ throws(ProvisioningError) in }
    return RosterOutcome(
      run: nil, report: pass.report, notes: pass.notes, held: held(pass, run: nil))
  }

  /// Brings the listing in.
  func run() async throws(ProvisioningError) -> RosterOutcome {
    var log = try await RunLog(store: store, importer: importer, environment: environment)
    let isKnown = try await !store.sections(of: importer.provider, after: nil, limit: 1).isEmpty
    if isKnown || importer.arrival == .pageByPage {
      var plan: [RosterPart] = []
      let pass = try await Pass(of: self, stage: .comparing) { part throws(ProvisioningError) in
        if plan.count <= Self.smallPlan, !part.draft.isEmpty { plan.append(part) }
      }
      if let item = held(pass, run: log.id) {
        try await log.hold(item, pass.report)
        return RosterOutcome(run: log.id, report: pass.report, notes: pass.notes, held: item)
      }
      if pass.report.changesNothing && !pass.hasRecords {
        let report = try await log.finish(pass.report)
        return RosterOutcome(run: log.id, report: report, notes: pass.notes, held: nil)
      }
      if plan.count <= Self.smallPlan, try await commit(plan, &log) {
        let report = try await log.finish(pass.report)
        return RosterOutcome(run: log.id, report: report, notes: pass.notes, held: nil)
      }
    }
    let pass = try await Pass(of: self, stage: .writing) { part throws(ProvisioningError) in
      try await commit(&part, &log)
    }
    let report = try await log.finish(pass.report)
    return RosterOutcome(run: log.id, report: report, notes: pass.notes, held: nil)
  }

  /// Commits a plan that was made in the comparing pass already; `false` if part of it no longer
  /// holds and the rest must be planned again.
  private func commit(
    _ plan: [RosterPart], _ log: inout RunLog
  ) async throws(ProvisioningError) -> Bool {
    for var part in plan {
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
    draft.change(try log.change(adding: part.report))
    do {
      try await store.apply(draft.changeSet(header))
    } catch {
      if error.code == .conflict { try await log.requireOurs() }
      throw error
    }
    log.advance(part.report)
  }

  private func held(_ pass: Pass, run: Run.ID?) -> HeldItem? {
    let ends = pass.report.enrollments.ended
    let share = ends * 100 / max(1, pass.scope)
    let reason: String
    if limit != .none, ends > 0, let missing = pass.missing {
      reason = "The listing has no \(missing), and \(ends) enrollments would end."
    } else if limit.holds(ends: ends, of: pass.scope) {
      reason =
        "\(ends) of \(pass.scope) enrollments (\(share) %) would end, which is over the limit."
    } else {
      return nil
    }
    var item = HeldItem(kind: .removals, reason: reason)
    item.listing = RunLog.name(of: importer)
    item.run = run?.rawValue
    item.ends = ends
    return item
  }

  /// One pass over the whole listing.
  private struct Pass {
    var report = RosterReport()
    var notes: [RosterNote] = []
    var scope = 0
    var hasRecords = false
    private var students = 0
    private var people = 0
    private var sections = 0

    /// What a listing that can be trusted does not lack: an empty answer ends nothing unasked.
    var missing: String? {
      if people == 0 { return "people" }
      if sections == 0 { return "sections" }
      return students == 0 ? "students in its sections" : nil
    }

    init(
      of work: RosterImport, stage: RosterProgress.Stage,
      taking take: (inout RosterPart) async throws(ProvisioningError) -> Void
    ) async throws(ProvisioningError) {
      var planner = RosterPlanner(
        store: work.store, importer: work.importer, linkers: work.linkers,
        environment: work.environment)
      let total = try await work.importer.size()
      var cursor: PageCursor?
      var rows = 0
      repeat {
        if Task.isCancelled { throw .cancelled }
        let page = try await work.importer.page(after: cursor)
        planner.protect(page.notes)
        notes += page.notes
        people += page.people.count
        sections += page.sections.count
        students += page.sections.reduce(0) { count, section in
          count + section.members.count { !$0.role.teaches }
        }
        rows += page.people.count + page.sections.reduce(0) { $0 + $1.members.count }
        try await attempt(&planner, take) { planner throws(ProvisioningError) in
          try await planner.plan(page)
        }
        work.progress(RosterProgress(stage: stage, rows: rows, total: total))
        cursor = page.next
      } while cursor != nil
      try await finish(work, &planner, take)
    }

    /// Only now is the listing complete, and absence counts.
    private mutating func finish(
      _ work: RosterImport, _ planner: inout RosterPlanner,
      _ take: (inout RosterPart) async throws(ProvisioningError) -> Void
    ) async throws(ProvisioningError) {
      var last: Section.Key?
      while true {
        if Task.isCancelled { throw .cancelled }
        let keys = try await planner.candidates(after: last)
        guard let end = keys.last else { return }
        let absent = keys.filter { !planner.listed.contains($0) }
        if !absent.isEmpty {
          try await attempt(&planner, take) { planner throws(ProvisioningError) in
            // Read again on every attempt: an earlier one may have lost against a change of these.
            try await planner.plan(absent: try await work.store.sections(absent))
          }
        }
        last = end
      }
    }

    private mutating func attempt(
      _ planner: inout RosterPlanner,
      _ take: (inout RosterPart) async throws(ProvisioningError) -> Void,
      _ plan: (inout RosterPlanner) async throws(ProvisioningError) -> RosterPart
    ) async throws(ProvisioningError) {
      for attempt in 1... {
        var part = try await plan(&planner)
        do {
          try await take(&part)
        } catch {
          guard error.code == .conflict, attempt < RosterImport.attempts else { throw error }
          continue
        }
        report.add(part.report)
        scope += part.scope
        hasRecords = hasRecords || !part.draft.isEmpty
        return
      }
    }
  }
}
