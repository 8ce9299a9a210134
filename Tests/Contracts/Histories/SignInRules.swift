import Provisioning

extension PlayedStep {
  /// Rules 1, 8, 9, 10 and 11 for a sign-in.
  func signInRules(
    _ identity: Identity, _ outcome: SignInOutcome, _ reply: Step.Reply?
  ) -> [String] {
    var violations = rolesDoNotRise
    if case .refused = gate.verdict(on: identity.profile) {
      if outcome.kind != .denied {
        violations.append("10: the gate's refusal came to \(outcome.kind)")
      }
      if before.recordText != after.recordText { violations.append("10: a refusal left a record") }
    }
    guard outcome.isSignedIn, let id = outcome.account else {
      return violations + expectUnchanged("a sign-in that came to \(outcome.kind)")
    }
    if after.homes[identity.key] != id {
      violations.append("1: the key does not lead to the account that was signed in to")
    }
    if after.accountsByID[id]?.status != .active { violations.append("the account is not active") }
    violations += homeRules(identity, outcome, reply, id)
    violations += othersStay(identity, id)
    return violations
  }

  private func homeRules(
    _ identity: Identity, _ outcome: SignInOutcome, _ reply: Step.Reply?, _ id: Account.ID
  ) -> [String] {
    let known = before.accountsByID[id]
    if outcome.kind == .created, known != nil { return ["an account was created that was there"] }
    if outcome.kind != .created, known == nil { return ["an account came from nowhere"] }
    if let home = before.homes[identity.key] {
      let mayMove = before.accountsByID[home]?.status == .unclaimed
      return home == id || mayMove ? [] : ["1: the key left the account that it belonged to"]
    }
    guard known != nil else { return [] }
    if case .has = reply { return [] }
    let aliases = identity.aliasKeys.compactMap { before.homes[$0] }
    if aliases.contains(id) { return [] }
    let matches = before.links.filter { link in
      link.state.account == id && link.state.sharing == .district
        && identity.profile.sisKey != nil && link.state.profile.sisKey == identity.profile.sisKey
    }
    guard identity.sharing == .district, !matches.isEmpty else {
      return ["8: the account was taken over without evidence"]
    }
    return known?.status == .unclaimed || policy.claimedBySISID == .link
      ? [] : ["8: a SIS ID took a claimed account over, against the policy"]
  }

  /// Rule 9: nobody else's account changes; unclaimed ones of the same person may be merged in.
  private func othersStay(_ identity: Identity, _ id: Account.ID) -> [String] {
    let (accounts, links) = (after.accountsByID, after.linksByKey)
    var violations: [String] = []
    for account in before.accounts where account.id != id && account.status != .unclaimed {
      if accounts[account.id]?.state != account.state
        || accounts[account.id]?.profile != account.profile
      {
        violations.append("9: the account \(account.id) of another changed")
      }
    }
    let homes = before.accountsByID
    for link in before.links where link.key != identity.key {
      guard let now = links[link.key], now.state != link.state else { continue }
      let mayMove = homes[link.state.account]?.status == .unclaimed && now.state.account == id
      if !mayMove { violations.append("9: the link \(link.key) of another changed") }
    }
    return violations
  }
}
