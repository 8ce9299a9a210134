import Provisioning

/// What a history remembers of its entries, to judge undos by.
struct Past {
  private struct Entry {
    let before: String
    let after: String
  }

  private var entries: [JournalEntry.ID: Entry] = [:]
  private var runs: [Run.ID: Entry] = [:]
  private var last: Revision?
  /// What was brought in and held, by the held item's name.
  private var listings: [String: ListedRoster] = [:]
  /// What accounts were that are disabled now.
  private var closed: [Account.ID: Account.Status] = [:]

  /// Rule 12 as far as it is about one undo: an undo from the state that the entry left gives back
  /// the state that it found, byte for byte, and meets no conflict where all since was undone.
  mutating func violations(
    of played: PlayedStep, in store: any AccountStore
  ) async throws -> [String] {
    let texts = Entry(before: played.before.exactText, after: played.after.exactText)
    let new = try await newEntries(in: store)
    var violations: [String] = []
    if new.isEmpty, texts.before != texts.after {
      violations.append("13: rows changed without an entry")
    }
    switch played.result {
    case .undone(let report): violations += try await undoViolations(report, texts, in: store)
    case .undidRun(let run, let reports):
      violations += try await runViolations(run, reports, texts, in: store)
    default: break
    }
    if new.count == 1, let entry = new.first { entries[entry.id] = texts }
    if let run = new.first?.header.run { runs[run] = texts }
    remember(played)
    return violations + enablingViolations(of: played)
  }

  /// The listing that an approved item held.
  func listing(approvedBy result: Player.Result) -> ListedRoster? {
    guard case .approved(let item, _) = result else { return nil }
    return listings[item.name]
  }

  private mutating func remember(_ played: PlayedStep) {
    guard let (roster, outcome) = played.listing else { return }
    if let item = outcome.held {
      listings[item.name] = roster
    } else {
      for section in played.reusedSections(in: roster) {
        listings["section-\(section.key)"] = ListedRoster(sections: [section])
      }
    }
  }

  /// Rule 12 for a whole run: from the state that it left, its undo gives back what it found.
  private func runViolations(
    _ run: Run.ID, _ reports: [UndoReport], _ texts: Entry, in store: any AccountStore
  ) async throws -> [String] {
    guard let undone = runs[run], undone.after == texts.before else { return [] }
    let later = try await store.entries(.all, before: nil, limit: 1_000).prefix { entry in
      !reports.contains { $0.undone.id == entry.id }
    }
    if later.contains(where: { $0.revertedBy == nil && $0.header.reverts == nil }) { return [] }
    let conflicts = reports.flatMap(\.conflicts)
    if !conflicts.isEmpty { return ["12: all since the run \(run) was undone, yet \(conflicts)"] }
    return undone.before == texts.after
      ? [] : ["12: undoing the run \(run) did not give back what stood before it"]
  }

  /// Who was never here has not claimed an account by being locked out for a while.
  private mutating func enablingViolations(of played: PlayedStep) -> [String] {
    let before = played.before.accountsByID
    var violations: [String] = []
    for account in played.after.accounts {
      guard let was = before[account.id]?.status, was != account.status else { continue }
      if account.status == .disabled { closed[account.id] = was }
      guard case .enable = played.step, was == .disabled else { continue }
      if account.status != closed[account.id] {
        violations.append("8: \(account.id) is \(account.status.name), and was not before")
      }
    }
    return violations
  }

  private func undoViolations(
    _ report: UndoReport, _ texts: Entry, in store: any AccountStore
  ) async throws -> [String] {
    guard let undone = entries[report.undone.id], undone.after == texts.before else { return [] }
    let later = try await store.entries(.all, before: nil, limit: 1_000).filter { entry in
      entry.revision > report.undone.revision && entry.id != report.entry
    }
    if later.contains(where: { $0.revertedBy == nil && $0.header.reverts == nil }) { return [] }
    if !report.conflicts.isEmpty {
      return ["12: all since \(report.undone.id) was undone, and yet \(report.conflicts)"]
    }
    return undone.before == texts.after
      ? [] : ["12: undoing \(report.undone.id) did not give back what stood before it"]
  }

  private mutating func newEntries(in store: any AccountStore) async throws -> [JournalEntry] {
    let newest = try await store.entries(.all, before: nil, limit: 100)
    let new = newest.filter { entry in last.map { entry.revision > $0 } ?? true }
    last = newest.first?.revision ?? last
    return new
  }
}

extension Player.Result {
  /// What a dry run foretold otherwise than it came.
  func differences(from forecast: Player.Result) -> [String] {
    switch (forecast, self) {
    case (.signedIn(let told, _), .signedIn(let came, let reply)):
      let wasAsked = reply != nil
      let same = told.kind == came.kind && (told.kind == .created || told.account == came.account)
      return same || (wasAsked && told.kind == .ask)
        ? [] : ["a dry run foretold \(told.kind), it came to \(came.kind)"]
    case (.broughtIn(let told), .broughtIn(let came)):
      return told.foretells(came)
        ? [] : ["a dry run foretold \(told.report), it came to \(came.report)"]
    case (.merged(let told), .merged(var came)):
      came.entry = nil
      return told == came ? [] : ["a dry run foretold \(told), it came to \(came)"]
    case (.undone(let told), .undone(var came)):
      came.entry = nil
      return told == came ? [] : ["a dry run foretold \(told), it came to \(came)"]
    case (.changed(let told), .changed(let came)):
      let same = told.before == came.before && told.after == came.after
      return same ? [] : ["a dry run foretold \(told), it came to \(came)"]
    case (.approved(_, let told), .approved(_, let came)):
      return told.foretells(came) ? [] : ["a dry run foretold \(told), it came to \(came)"]
    case (.undidRun(_, let told), .undidRun(_, let came)):
      let same = told.map(\.undone.id) == came.map(\.undone.id)
      return same ? [] : ["a dry run foretold \(told), it came to \(came)"]
    case (.changed, .failed(let error)): return ["a dry run foretold no failure: \(error)"]
    case (.signedIn(let told, _), .failed(let error)):
      return told.kind == .ask ? [] : ["a dry run foretold \(told.kind), it failed: \(error)"]
    case (.broughtIn, .failed(let error)), (.merged, .failed(let error)),
      (.undone, .failed(let error)), (.undidRun, .failed(let error)),
      (.approved, .failed(let error)), (.discarded, .failed(let error)):
      return ["a dry run foretold no failure: \(error)"]
    default: return []
    }
  }
}

extension RosterOutcome {
  /// Whether it came as a dry run said.
  fileprivate func foretells(_ came: RosterOutcome) -> Bool {
    var counts = came.report
    counts.entries = report.entries
    return report == counts && (held == nil) == (came.held == nil)
  }
}

extension Approval {
  fileprivate func foretells(_ came: Approval) -> Bool {
    switch (self, came) {
    case (.role, .role): return true
    case (.merges(let told), .merges(let came)):
      return told.map(\.source) == came.map(\.source) && told.map(\.target) == came.map(\.target)
    case (.listing(let told), .listing(let came)): return told.foretells(came)
    case (.section(var told, _), .section(let came, _)):
      told.entries = came.entries
      return told == came
    default: return false
    }
  }
}
