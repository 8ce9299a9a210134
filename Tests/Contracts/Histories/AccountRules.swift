import Provisioning

extension PlayedStep {
  /// A moved key is at the other account, no other key is, and no enrollment gets lost.
  func moveRules(_ key: Identity.Key, _ report: MergeReport) -> [String] {
    guard report.entry != nil else { return expectUnchanged("a move without an entry") }
    var (violations, wanted) = (rowsStay, before.homes)
    wanted[key] = report.target
    if after.homes != wanted { violations.append("the key is not where it was moved, or another") }
    let status = { (snapshot: Snapshot, id: Account.ID) in snapshot.accountsByID[id]?.status }
    if status(after, report.source) != status(before, report.source) {
      violations.append("the account that lost a key is another")
    }
    if status(before, report.source) == .active, status(after, report.target) != .active {
      violations.append("8: somebody's key leads to an account that others may claim")
    }
    for id in [report.source, report.target] where status(before, id) == .disabled {
      violations.append("a disabled account lost or gained a key")
    }
    let places = { (snapshot: Snapshot) in
      Set(
        snapshot.enrollments.filter { [report.source, report.target].contains($0.account) }
          .map(\.section))
    }
    if places(before) != places(after) { violations.append("4: an enrollment got lost") }
    return violations + othersStay(besides: [report.source, report.target])
  }

  /// An account made by hand has the fields that were given, and the key alone.
  func createRules(
    _ key: Identity.Key, _ profile: Profile, _ report: AccountReport
  ) -> [String] {
    guard let account = after.accountsByID[report.account] else { return ["no account was made"] }
    var violations = rowsStay + othersStay(besides: [])
    if before.accountsByID[report.account] != nil { violations.append("it was there before") }
    if case .refused = gate.verdict(on: profile) { violations.append("10: the gate refuses it") }
    var homes = before.homes
    homes[key] = report.account
    if after.homes != homes { violations.append("the key is not linked to it, or another is") }
    if account.profile != profile || account.status != .unclaimed {
      violations.append("16: the account is not as it was said")
    }
    return violations
  }

  /// One account's status changes, and nothing else.
  func statusRules(_ report: AccountReport, _ wanted: Account.Status) -> [String] {
    guard let was = before.accountsByID[report.account] else { return ["there was no account"] }
    var violations = rowsStay + othersStay(besides: [report.account])
    var state = was.state
    state.status = wanted
    if after.accountsByID[report.account]?.state != state {
      violations.append("the account is not \(wanted.name), or more than its status changed")
    }
    if wanted == was.status, report.entry != nil { violations.append("nothing was journaled") }
    if after.homes != before.homes { violations.append("a link changed") }
    return violations
  }
}
