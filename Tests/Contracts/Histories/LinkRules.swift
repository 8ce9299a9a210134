import Provisioning

extension PlayedStep {
  /// A merge moves the source's links and nothing else, and no enrollment gets lost.
  func mergeRules(_ report: MergeReport) -> [String] {
    guard report.entry != nil else { return expectUnchanged("a merge without an entry") }
    let (source, target) = (report.source, report.target)
    var violations: [String] = []
    if after.accountsByID[source]?.status != .merged(into: target) {
      violations.append("3: the source is not merged into the target")
    }
    if !(after.accountsByID[target]?.status.isLive ?? false) {
      violations.append("3: the target is not live")
    }
    for (key, home) in before.homes {
      let wanted = home == source ? target : home
      if after.homes[key] != wanted { violations.append("12: \(key) is at the wrong account") }
    }
    violations += rowsStay
    let places = { (snapshot: Snapshot, accounts: Set<Account.ID>) in
      Set(snapshot.enrollments.filter { accounts.contains($0.account) }.map(\.section))
    }
    if places(before, [source, target]) != places(after, [target]) {
      violations.append("4: the enrollments are not those of both")
    }
    return violations + othersStay(besides: [source, target])
  }

  /// A link by hand gives the key to the account, with the unclaimed account that it had.
  func linkRules(_ key: Identity.Key, _ target: Identity.Key) -> [String] {
    var violations = rowsStay
    guard let home = before.homes[target] else { return ["there was no account to link to"] }
    if after.homes[key] != home { violations.append("the key is not linked to the account") }
    let old = before.homes[key]
    for (other, from) in before.homes where after.homes[other] != from {
      let moved = from == old && before.accountsByID[from]?.status == .unclaimed
      if !moved || after.homes[other] != home { violations.append("\(other) moved as well") }
    }
    return violations + othersStay(besides: Set([home, old].compactMap { $0 }))
  }

  /// Removing a link takes its assertions along, and nothing else.
  func unlinkRules(_ key: Identity.Key) -> [String] {
    var violations: [String] = []
    var homes = before.homes
    let home = homes.removeValue(forKey: key)
    if after.homes != homes {
      violations.append("another link changed, or the link is there still")
    }
    let kept = before.assertions.filter { $0.key != key }.map(\.place)
    if after.assertions.map(\.place) != kept { violations.append("another assertion changed") }
    return violations + othersStay(besides: Set([home].compactMap { $0 }))
  }

  /// An edit sets one field of one account.
  func editRules(_ key: Identity.Key, _ field: Profile.Field, _ texts: [String]?) -> [String] {
    guard let home = before.homes[key], let was = before.accountsByID[home] else { return [] }
    var wanted = was.state
    wanted.local.values[field] = texts
    guard let now = after.accountsByID[home] else { return ["the account is gone"] }
    var violations = now.state == wanted ? [] : ["16: the edit did something else"]
    if now.profile[field] != texts ?? now.asserted[field] {
      violations.append("16: the field is not as it was set")
    }
    return violations + rowsStay + othersStay(besides: [home])
  }

  /// Sections and assertions are as they were.
  var rowsStay: [String] {
    let sameSections = before.sections.map(\.state) == after.sections.map(\.state)
    let sameAssertions =
      before.assertions.map(\.place) == after.assertions.map(\.place)
      && before.assertions.map(\.state) == after.assertions.map(\.state)
    return sameSections && sameAssertions ? [] : ["a section or an assertion changed"]
  }

  func othersStay(besides ids: Set<Account.ID>) -> [String] {
    let accounts = after.accountsByID
    return before.accounts.filter { account in
      !ids.contains(account.id) && accounts[account.id]?.state != account.state
    }.map { "the account \($0.id) of another changed" }
  }
}
