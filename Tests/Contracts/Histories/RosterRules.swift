import Provisioning

extension PlayedStep {
  /// Rules 4, 5, 6, 7, 11 and 12 for an import: a small model of what a listing does to sections and
  /// enrollments, compared with what it did.
  func rosterRules(
    _ roster: ListedRoster, _ limit: RemovalLimit, _ outcome: RosterOutcome
  ) -> [String] {
    guard outcome.held == nil else { return expectUnchanged("7: a held import") }
    let reused = Set(reusedSections(in: roster).map(\.key))
    let model = RosterModel(
      roster, before: before, linked: Set(after.homes.keys), reused: reused,
      undecided: Set(heldBefore.compactMap(\.sectionKey)))
    var violations = rolesDoNotRise + limitRules(roster, limit, model) + differences(from: model)
    violations += heldRules(roster, outcome, reused: reused)
    for person in roster.people { violations += personRules(person, roster) }
    for (key, home) in before.homes where after.homes[key] != home {
      violations.append("12: an import moved \(key) away from its account")
    }
    for account in before.accounts where after.accountsByID[account.id]?.status != account.status {
      violations.append("6: an import changed the status of \(account.id)")
    }
    return violations
  }

  /// The listing that the step brought in or approved, with what came of it.
  var listing: (roster: ListedRoster, outcome: RosterOutcome)? {
    switch (step, result) {
    case (.bringIn(let roster, _), .broughtIn(let outcome)): (roster, outcome)
    case (_, .approved(_, .listing(let outcome))): kept.map { ($0, outcome) }
    default: nil
    }
  }

  /// Rule 7: the sections whose ID the listing gives to another class, which wait by themselves.
  func reusedSections(in roster: ListedRoster) -> [RosterSection] {
    guard !roster.scope.isOfChanges else { return [] }
    let stored = Dictionary(uniqueKeysWithValues: before.sections.map { ($0.key, $0.state) })
    return roster.sections.filter { section in
      guard let new = section.details, let old = stored[section.key]?.asserted,
        let course = new.course, let term = new.term, let oldCourse = old.course,
        let oldTerm = old.term, course != oldCourse, term != oldTerm
      else { return false }
      let own = before.assertions.filter {
        $0.section == section.key && $0.key.provider == roster.provider
      }
      let active = own.filter { $0.state.status == .active }
      let former = Set((active.isEmpty ? own : active).map(\.key))
      return !former.isEmpty && !section.members.contains { former.contains($0.key) }
    }
  }

  /// Where sections and assertions are not as the model says.
  func differences(from model: RosterModel) -> [String] {
    differences(
      "6: section", model.sections,
      Dictionary(uniqueKeysWithValues: after.sections.map { ($0.key, $0.state) }))
      + differences(
        "6: assertion", model.assertions,
        Dictionary(uniqueKeysWithValues: after.assertions.map { ($0.place, $0.state) }))
  }

  private func differences<Key: Hashable & Comparable, State: Equatable>(
    _ what: String, _ wanted: [Key: State], _ found: [Key: State]
  ) -> [String] {
    Set(wanted.keys).union(found.keys).sorted().compactMap { key in
      guard wanted[key] != found[key] else { return nil }
      let words = [wanted[key], found[key]].map { $0.map { "\($0)" } ?? "nothing" }
      return "\(what) \(key) should be \(words[0]), is \(words[1])"
    }
  }

  /// Rule 7, from the far side: what was committed is not over the limit, whatever the scope is
  /// taken to be.
  private func limitRules(
    _ roster: ListedRoster, _ limit: RemovalLimit, _ model: RosterModel
  ) -> [String] {
    let active = before.assertions.filter { $0.state.status == .active }
    let ended = active.count { model.assertions[$0.place]?.status == .ended }
    let scope = active.count { $0.key.provider == roster.provider }
    switch limit {
    case .over(let count, let percent) where ended > count && ended * 100 > percent * scope:
      return ["7: \(ended) of \(scope) ended, over the limit"]
    case .upTo(let count) where ended > count: return ["7: \(ended) ended, not \(count)"]
    default: return []
    }
  }

  private func personRules(_ person: Identity, _ roster: ListedRoster) -> [String] {
    let isKnown = before.homes[person.key] != nil
    if roster.scope.isOfChanges, !isKnown, person.profile.roles.isEmpty { return [] }
    guard let link = after.linksByKey[person.key] else { return ["\(person.key) did not come in"] }
    var violations: [String] = []
    var profile = link.state.profile
    if profile.roles != told(person, roster).roles {
      (profile.roles, profile.sisID) = (told(person, roster).roles, told(person, roster).sisID)
    }
    if profile != told(person, roster) {
      violations.append("16: \(person.key) is not as it was listed")
    }
    guard !isKnown else { return violations }
    let home = link.state.account
    guard let known = before.accountsByID[home] else { return violations }
    if !known.status.isLive { violations.append("2: \(person.key) came to a dead account") }
    if person.aliasKeys.contains(where: { before.homes[$0] == home }) { return violations }
    let matches = before.links.contains { link in
      link.state.account == home && link.state.sharing == .district
        && link.key.provider != roster.provider
        && person.profile.sisKey != nil && link.state.profile.sisKey == person.profile.sisKey
    }
    if !matches || person.sharing != .district {
      violations.append("8: \(person.key) was glued to \(home) without evidence")
    }
    return violations
  }

  /// What a listing tells of a person: with blanks that say nothing, over what it told before. What
  /// a teacher shares tells nothing of whom a district has shared.
  private func told(_ person: Identity, _ roster: ListedRoster) -> Profile {
    guard let link = before.linksByKey[person.key]?.state else { return person.profile }
    let old = link.profile
    if link.sharing == .district, person.sharing == .teacher { return old }
    var profile = person.profile
    guard roster.blanks == .untold else { return profile }
    for field in Profile.Field.allCases where profile[field].isEmpty { profile[field] = old[field] }
    if profile.roles != old.roles || profile.district != old.district {
      profile.sisID = person.profile.sisID
    }
    return profile
  }
}
