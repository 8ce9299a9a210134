import Provisioning

extension PlayedStep {
  /// Rules 4, 5, 6, 7, 11 and 12 for an import: a small model of what a listing does to sections and
  /// enrollments, compared with what it did.
  func rosterRules(
    _ roster: ListedRoster, _ limit: RemovalLimit, _ outcome: RosterOutcome
  ) -> [String] {
    guard outcome.held == nil else { return expectUnchanged("7: a held import") }
    let model = RosterModel(roster, before: before, linked: Set(after.homes.keys))
    var violations = rolesDoNotRise + limitRules(roster, limit, model)
    violations += differences(
      "6: section", before: [:], model.sections,
      Dictionary(uniqueKeysWithValues: after.sections.map { ($0.key, $0.state) }))
    violations += differences(
      "6: assertion", before: [:], model.assertions,
      Dictionary(uniqueKeysWithValues: after.assertions.map { ($0.place, $0.state) }))
    for person in roster.people { violations += personRules(person, roster) }
    for (key, home) in before.homes where after.homes[key] != home {
      violations.append("12: an import moved \(key) away from its account")
    }
    for account in before.accounts where after.accountsByID[account.id]?.status != account.status {
      violations.append("6: an import changed the status of \(account.id)")
    }
    return violations
  }

  private func differences<Key: Hashable & Comparable, State: Equatable>(
    _ what: String, before: [Key: State], _ wanted: [Key: State], _ found: [Key: State]
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
    guard case .over(let count, let percent) = limit, ended > count else { return [] }
    return ended * 100 > percent * scope ? ["7: \(ended) of \(scope) ended, over the limit"] : []
  }

  private func personRules(_ person: Identity, _ roster: ListedRoster) -> [String] {
    guard let link = after.linksByKey[person.key] else { return ["\(person.key) did not come in"] }
    var violations: [String] = []
    var profile = link.state.profile
    if profile.roles != person.profile.roles {
      (profile.roles, profile.sisID) = (person.profile.roles, person.profile.sisID)
    }
    if profile != person.profile { violations.append("16: \(person.key) is not as it was listed") }
    guard before.homes[person.key] == nil else { return violations }
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
}

/// What a listing should make of the sections and assertions that stood before it.
private struct RosterModel {
  private let roster: ListedRoster
  private(set) var sections: [Section.Key: Section.State]
  private(set) var assertions: [EnrollmentKey: Enrollment.State]

  init(_ roster: ListedRoster, before: Snapshot, linked: Set<Identity.Key>) {
    self.roster = roster
    sections = Dictionary(uniqueKeysWithValues: before.sections.map { ($0.key, $0.state) })
    assertions = Dictionary(uniqueKeysWithValues: before.assertions.map { ($0.place, $0.state) })
    for section in roster.sections { list(section, linked) }
    let listed = Set(roster.sections.map(\.key))
    for section in before.sections
    where section.key.provider == roster.provider && section.status == .active
      && !listed.contains(section.key)
    { leaveOut(section.key) }
  }

  private mutating func list(_ section: RosterSection, _ linked: Set<Identity.Key>) {
    let local = sections[section.key]?.local ?? LocalEdits()
    sections[section.key] = Section.State(
      asserted: section.details ?? Section.Details(), local: local)
    let members = section.members.filter { linked.contains($0.key) }
    let missing = assertions.filter { place, _ in
      place.section == section.key && !members.contains { $0.key == place.key }
    }
    for (place, state) in missing where mayEnd(place, state) { assertions[place]?.status = .ended }
    for member in members {
      assertions[EnrollmentKey(section.key, member.key)] = Enrollment.State(role: member.role)
    }
  }

  private mutating func leaveOut(_ key: Section.Key) {
    guard !isProtected(key) else { return }
    let active = assertions.filter { $0.key.section == key && $0.value.status == .active }
    if case .teacher(let teacher) = roster.scope {
      let hers = EnrollmentKey(key, teacher)
      guard active[hers] != nil, !isProtected(hers) else { return }
      assertions[hers]?.status = .ended
      if active.contains(where: { $0.key != hers && $0.value.role.teaches }) { return }
    }
    sections[key]?.status = .archived
    for place in active.keys where place.key.provider == roster.provider && !isProtected(place) {
      assertions[place]?.status = .ended
    }
  }

  private func mayEnd(_ place: EnrollmentKey, _ state: Enrollment.State) -> Bool {
    guard place.key.provider == roster.provider, !isProtected(place) else { return false }
    guard case .teacher(let teacher) = roster.scope else { return true }
    return place.key == teacher || !state.role.teaches
  }

  private func isProtected(_ section: Section.Key) -> Bool {
    isProtected { $0 == .allSections || $0 == .section(section) }
  }

  private func isProtected(_ place: EnrollmentKey) -> Bool {
    isProtected {
      [
        .allPeople, .allEnrollments, .allSections, .section(place.section), .person(place.key),
        .enrollment(place.section, place.key),
      ].contains($0)
    }
  }

  private func isProtected(_ matches: (RosterNote.Protected) -> Bool) -> Bool {
    roster.notes.contains { note in
      if case .rejected(let protected) = note.kind { matches(protected) } else { false }
    }
  }
}
