/// One pass over a whole listing: every part is planned and given to `take`, which looks at it or
/// commits it.
struct RosterPass {
  /// Looks at a part, or commits it. A `conflict` has the part planned again.
  typealias Taking = (inout RosterPart) async throws(ProvisioningError) -> Void

  private(set) var report = RosterReport()
  private(set) var notes = RosterNotes()
  /// Sections that are held, each by itself.
  private(set) var heldSections: [HeldItem] = []
  /// How many enrollments end, by section.
  private(set) var endings: [Section.Key: Int] = [:]
  /// How many active enrollments could have ended, and how many would: past terms left out.
  private(set) var scope = 0
  private(set) var ends = 0
  /// How many are of people who are not listed any more, or under another name.
  private var strangers = 0
  private(set) var hasRecords = false
  private var students = 0
  private var people = 0
  private var sections = 0
  private var departures: [RosterDepartures] = []

  /// How often a part is planned again when something else changed what it stood on.
  private static let attempts = 20

  /// Whether the listing tells nothing.
  var isBlank: Bool { people == 0 && sections == 0 && departures.isEmpty }

  /// What a listing that can be trusted does not lack: an empty answer ends nothing unasked.
  var missing: String? {
    if people == 0 { return "people" }
    if sections == 0 { return "sections" }
    return students == 0 ? "students in its sections" : nil
  }

  /// Whether hardly anybody is known of those whom the provider brought before.
  var isOfStrangers: Bool { strangers * 2 > scope }

  init(
    over importer: any SectionImporter, planning planner: RosterPlanner,
    naming environment: Environment, stage: RosterProgress.Stage,
    progress: (RosterProgress) -> Void, taking take: Taking
  ) async throws(ProvisioningError) {
    var planner = planner
    planner.heldSections = try await RosterPlanner.heldSections(
      of: planner.provider, in: planner.store)
    let total = try await importer.size()
    var cursor: PageCursor?
    var rows = 0
    repeat {
      if Task.isCancelled { throw .cancelled }
      let page = try await importer.page(after: cursor)
      planner.protect(page.notes)
      notes.append(page.notes)
      let byPlace = AccountNaming(of: planner.run, from: people, environment)
      try await attempt(&planner, take) { planner, attempt throws(ProvisioningError) in
        try await planner.plan(page, attempt == 1 ? byPlace : AccountNaming(anew: environment))
      }
      count(page)
      rows += page.rows
      progress(RosterProgress(stage: stage, rows: rows, total: total))
      cursor = page.next
    } while cursor != nil
    planner.leaving = Set(departures.flatMap(\.sections))
    for gone in departures {
      try await attempt(&planner, take) { planner, _ throws(ProvisioningError) in
        try await planner.plan(gone)
      }
    }
    try await finish(&planner, take)
  }

  private mutating func count(_ page: RosterPage) {
    if !page.departures.isEmpty { departures.append(page.departures) }
    people += page.people.count
    sections += page.sections.count
    students += page.sections.reduce(0) { count, section in
      count + section.members.count { !$0.role.teaches }
    }
  }

  /// Only now is the listing complete, and absence counts.
  private mutating func finish(
    _ planner: inout RosterPlanner, _ take: Taking
  ) async throws(ProvisioningError) {
    var last: Section.Key?
    while true {
      if Task.isCancelled { throw .cancelled }
      let keys = try await planner.candidates(after: last)
      guard let end = keys.last else { return }
      let absent = keys.filter { !planner.listed.contains($0) }
      if !absent.isEmpty {
        try await attempt(&planner, take) { planner, _ throws(ProvisioningError) in
          // Read again on every attempt: an earlier one may have lost against a change of these.
          try await planner.plan(absent: try await planner.store.sections(absent))
        }
      }
      last = end
    }
  }

  private mutating func attempt(
    _ planner: inout RosterPlanner, _ take: Taking,
    _ plan: (inout RosterPlanner, Int) async throws(ProvisioningError) -> RosterPart
  ) async throws(ProvisioningError) {
    for attempt in 1... {
      var part = try await plan(&planner, attempt)
      do {
        try await take(&part)
      } catch {
        guard error.code == .conflict, attempt < Self.attempts else { throw error }
        continue
      }
      report.add(part.report)
      scope += part.scope
      ends += part.ends
      strangers += part.strangers
      if planner.scope.isOfChanges { planner.ended.formUnion(part.ended) }
      for ended in part.ended { endings[ended.section, default: 0] += 1 }
      notes.append(part.notes)
      heldSections += part.held
      hasRecords = hasRecords || !part.draft.isEmpty
      return
    }
  }
}

extension RosterOutcome {
  /// What a pass comes to.
  init(of pass: RosterPass, run: Run.ID?, _ report: RosterReport, held: HeldItem?) {
    self.init(run: run, report: report, notes: pass.notes)
    self.held = held
    heldSections = pass.heldSections
    endings = pass.endings
  }
}
