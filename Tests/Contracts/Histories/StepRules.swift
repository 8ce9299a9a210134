import Provisioning

/// A step with what stood before and after it: what the rules about a step are asked about.
///
/// The rules are stated here a second time, from the documentation and not from the planners.
struct PlayedStep {
  let step: Step
  let result: Player.Result
  let before: Snapshot
  let after: Snapshot
  let gate: RoleGate
  let policy: SignInPolicy
  /// What waited for an administrator before, and what waits now.
  let heldBefore: [HeldItem]
  let heldAfter: [HeldItem]
  /// The listing, or the section in a listing of its own, that an approved item held.
  let kept: ListedRoster?

  /// What does not hold, each with the number of its rule.
  var violations: [String] { heldRules + resultRules }

  private var resultRules: [String] {
    switch (step, result) {
    case (_, .failed(let error)): failed(error)
    case (_, .meaningless): expectUnchanged("a step without meaning")
    case (.signIn(let identity, _), .signedIn(let outcome, let reply)):
      commonRules + signInRules(identity, outcome, reply)
    case (.bringIn(let roster, let limit), .broughtIn(let outcome)):
      commonRules + rosterRules(roster, limit, outcome)
    case (.merge, .merged(let report)): commonRules + mergeRules(report)
    case (.move(let key, _, _), .merged(let report)): commonRules + moveRules(key, report)
    case (.create(let key, let profile), .changed(let report)):
      commonRules + createRules(key, profile, report)
    case (.disable, .changed(let report)): commonRules + statusRules(report, .disabled)
    case (.enable, .changed(let report)): commonRules + statusRules(report, report.after)
    case (.link(let key, let target), .wrote): commonRules + linkRules(key, target)
    case (.unlink(let key), .wrote): unlinkRules(key)
    case (.edit(let key, let field, let texts), .wrote): commonRules + editRules(key, field, texts)
    case (_, .approved(let item, let approval)): approveRules(item, approval)
    case (_, .discarded(let item)): discardRules(item)
    case (.undoRun(_, let policy), .undidRun(_, let reports)):
      policy == .refuse && reports.contains { !$0.conflicts.isEmpty }
        ? expectUnchanged("12: an undo of a run with conflicts") : []
    case (.undo(_, let policy), .undone(let report)):
      !report.conflicts.isEmpty && policy == .refuse
        ? expectUnchanged("12: an undo with conflicts") : []
    default: commonRules
    }
  }

  private func failed(_ error: ProvisioningError) -> [String] {
    var violations: [String] = []
    var expected: [ProvisioningError.Code] = [.refused, .notFound, .unavailable]
    if case .approve = step { expected.append(.needsDecision) }
    if !expected.contains(error.code) {
      violations.append("a step alone should not fail with \(error.debugDescription)")
    }
    guard case .bringIn = step else { return violations + expectUnchanged("an error") }
    let wereActive = Set(before.assertions.filter { $0.state.status == .active }.map(\.place))
    let ended = after.assertions.filter {
      $0.state.status == .ended && wereActive.contains($0.place)
    }
    for assertion in ended { violations.append("6: a failed listing ended \(assertion.place)") }
    return violations
  }

  func expectUnchanged(_ what: String) -> [String] {
    before.exactText == after.exactText ? [] : ["\(what) changed something"]
  }

  // MARK: Rules of every step but undo and unlink

  var commonRules: [String] { nothingDeleted + localEditsStand + primariesStay }

  /// Rule 5, and more: nothing but an undo or an unlinking removes a row.
  private var nothingDeleted: [String] {
    var gone = Set(before.accounts.map { "account \($0.id)" })
    gone.formUnion(before.links.map { "link \($0.key)" })
    gone.formUnion(before.sections.map { "section \($0.key)" })
    gone.formUnion(before.assertions.map { "assertion \($0.place)" })
    gone.subtract(after.accounts.map { "account \($0.id)" })
    gone.subtract(after.links.map { "link \($0.key)" })
    gone.subtract(after.sections.map { "section \($0.key)" })
    gone.subtract(after.assertions.map { "assertion \($0.place)" })
    return gone.sorted().map { "5: \($0) is gone" }
  }

  /// Rule 16: a field that the app or a person set stays as it is until it is released.
  private var localEditsStand: [String] {
    if case .edit = step { return [] }
    if case .rename = step { return [] }
    let accounts = after.accountsByID
    var violations: [String] = []
    for account in before.accounts where accounts[account.id]?.state.local != account.state.local {
      violations.append("16: the edits of \(account.id) changed")
    }
    let sections = Dictionary(uniqueKeysWithValues: after.sections.map { ($0.key, $0) })
    for section in before.sections where sections[section.key]?.state.local != section.state.local {
      violations.append("16: the edits of \(section.key) changed")
    }
    return violations
  }

  /// Rule 16: an account follows one link, and another only where a district-shared one takes over
  /// from a teacher-shared one.
  private var primariesStay: [String] {
    let (accounts, links) = (after.accountsByID, after.linksByKey)
    return before.accounts.compactMap { account in
      guard let old = account.state.primary, let new = accounts[account.id]?.state.primary,
        old != new, let was = links[old], was.state.account == account.id
      else { return nil }
      let takesOver = was.state.sharing == .teacher && links[new]?.state.sharing == .district
      return takesOver ? nil : "16: \(account.id) follows \(new), not \(old) any more"
    }
  }

  /// Rule 11: what a provider says raises nobody's role, neither by its own link nor in the account.
  var rolesDoNotRise: [String] {
    let (links, accounts) = (after.linksByKey, after.accountsByID)
    var violations: [String] = []
    for link in before.links where !link.state.profile.roles.isEmpty {
      let rank = links[link.key]?.state.profile.rank ?? 0
      if rank > link.state.profile.rank { violations.append("11: the role of \(link.key) rose") }
    }
    for account in before.accounts where account.status.isLive && !account.profile.roles.isEmpty {
      guard let now = accounts[account.id], now.profile.rank > account.profile.rank else {
        continue
      }
      violations.append("11: the role of \(account.id) rose")
    }
    return violations
  }
}

extension Enrollment.Assertion {
  /// The section and the key.
  var place: EnrollmentKey { EnrollmentKey(section, key) }
}
