import Provisioning

/// What a history remembers of its entries, to judge undos by.
struct Past {
  private struct Entry {
    let before: String
    let after: String
  }

  private var entries: [JournalEntry.ID: Entry] = [:]
  private var last: Revision?
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
    if case .undone(let report) = played.result {
      violations += try await undoViolations(report, texts, in: store)
    }
    if new.count == 1, let entry = new.first { entries[entry.id] = texts }
    return violations + enablingViolations(of: played)
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
      var counts = came.report
      counts.entries = told.report.entries
      return told.report == counts && (told.held == nil) == (came.held == nil)
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
    case (.changed, .failed(let error)): return ["a dry run foretold no failure: \(error)"]
    case (.signedIn(let told, _), .failed(let error)):
      return told.kind == .ask ? [] : ["a dry run foretold \(told.kind), it failed: \(error)"]
    case (.broughtIn, .failed(let error)), (.merged, .failed(let error)),
      (.undone, .failed(let error)):
      return ["a dry run foretold no failure: \(error)"]
    default: return []
    }
  }
}
