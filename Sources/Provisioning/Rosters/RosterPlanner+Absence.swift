extension RosterPlanner {
  /// Whether an ending counts against the limit.
  enum Weight {
    case counted
    /// The section is no longer listed, and its term is over: that is how terms end.
    case expected
  }

  /// The next sections that the listing could have named, after `last`: those of the provider, or
  /// those that the teacher is in. A listing of changes leaves nothing out.
  func candidates(after last: Section.Key?) async throws(ProvisioningError) -> [Section.Key] {
    switch scope {
    case .changes, .districtChanges: return []
    case .provider, .district:
      return try await store.sections(of: provider, after: last, limit: 200).map(\.key)
    case .teacher(let teacher):
      let hers = try await store.assertions(by: [teacher]).filter { $0.state.status == .active }
      return hers.map(\.section).filter { key in last.map { key > $0 } ?? true }.sorted()
    }
  }

  /// The plan for stored sections that the listing does not name: they are archived.
  func plan(absent candidates: [Section]) async throws(ProvisioningError) -> RosterPart {
    var part = RosterPart(over: store)
    let sections = candidates.filter(covers)
    let absent = sections.filter { $0.status == .active }
    let assertions = absent.isEmpty ? [] : try await store.assertions(in: absent.map(\.key))
    let rosters = Dictionary(grouping: assertions, by: \.section)
    for section in sections where !protection.keeps(section.key) {
      if case .teacher = scope { break }
      try await settle(section.key, &part)
    }
    for section in absent {
      let roster = rosters[section.key] ?? []
      let weight: Weight = isOver(section) ? .expected : .counted
      count(roster, weight, &part)
      guard !protection.keeps(section.key) else { continue }
      // Whether a section is archived hangs on who else teaches it.
      part.draft.expect(.teachers(of: section.key, roster.activeTeachers))
      if case .teacher(let teacher) = scope {
        leave(section, roster, teacher, weight, &part)
      } else {
        archive(section, &part)
        for assertion in roster where isOfProvider(assertion.key) { end(assertion, weight, &part) }
      }
    }
    return part
  }

  /// A teacher's listing leaves out a section that she was in: she leaves it, and it is archived
  /// only if no other teacher still has it.
  private func leave(
    _ section: Section, _ roster: [Enrollment.Assertion], _ teacher: Identity.Key,
    _ weight: Weight, _ part: inout RosterPart
  ) {
    let active = roster.filter { $0.state.status == .active }
    guard let hers = active.first(where: { $0.key == teacher }), !protection.keeps(hers) else {
      return
    }
    end(hers, weight, &part)
    guard !active.contains(where: { $0.state.role.teaches && $0.key != teacher }) else { return }
    archive(section, &part)
    for assertion in active where assertion.key != teacher && isOfProvider(assertion.key) {
      end(assertion, weight, &part)
    }
  }

  /// The plan for what a listing of changes names as gone. What it names as there as well stays.
  func plan(_ departures: RosterDepartures) async throws(ProvisioningError) -> RosterPart {
    var part = RosterPart(over: store)
    let left = try await store.assertions(by: departures.people).filter { isOfProvider($0.key) }
    let named = Set(departures.members)
    let closing = Set(departures.sections)
    let places = Set(departures.members.map(\.section)).union(closing)
    let rosters = try await store.assertions(in: places.sorted())
    let sections = try await store.sections(places.union(left.map(\.section)).sorted())
      .filter(covers)
    let own = Set(sections.map(\.key))
    var (archived, over): (Set<Section.Key>, Set<Section.Key>) = ([], [])
    for section in sections
    where leaving.contains(section.key) && !listed.contains(section.key)
      && !protection.names(section.key)
    {
      if isOver(section) { over.insert(section.key) }
      guard closing.contains(section.key) else { continue }
      try await settle(section.key, &part)
      archived.insert(section.key)
      if section.status == .active { archive(section, &part) }
    }
    let gone = rosters.filter { assertion in
      isOfProvider(assertion.key)
        && (archived.contains(assertion.section)
          || named.contains(EnrollmentKey(assertion.section, assertion.key)))
    }
    for assertion in left + gone
    where own.contains(assertion.section) && !protection.names(assertion) {
      let place = EnrollmentKey(assertion.section, assertion.key)
      guard !kept.contains(place), !ended.contains(place) else { continue }
      plan(ending: assertion, over.contains(assertion.section) ? .expected : .counted, &part)
    }
    return part
  }

  /// Counts what a roster could lose: what the limit is a share of.
  func count(_ roster: [Enrollment.Assertion], _ weight: Weight, _ part: inout RosterPart) {
    guard weight == .counted else { return }
    let active = roster.filter { $0.state.status == .active && isInScope($0) }
    part.scope += active.count
    part.strangers += active.count { !people.contains($0.key) || renamed.contains($0.key) }
  }

  /// Whether the section's term has ended.
  private func isOver(_ section: Section) -> Bool {
    section.details.termEnd.map { CivilDate($0) != nil && $0 < today } ?? false
  }

  private func archive(_ section: Section, _ part: inout RosterPart) {
    var state = section.state
    state.status = .archived
    part.draft.note(section, at: section.key)
    part.draft.set(section.key, to: state)
    part.report.sections.archived += 1
  }

  /// Ends an assertion because the listing leaves it out, unless a rejected row may have named it.
  func end(_ assertion: Enrollment.Assertion, _ weight: Weight, _ part: inout RosterPart) {
    if !protection.keeps(assertion) { plan(ending: assertion, weight, &part) }
  }

  private func plan(
    ending assertion: Enrollment.Assertion, _ weight: Weight, _ part: inout RosterPart
  ) {
    guard assertion.state.status == .active else { return }
    guard part.ended.insert(EnrollmentKey(assertion.section, assertion.key)).inserted else {
      return
    }
    var state = assertion.state
    state.status = .ended
    part.draft.set(assertion, to: state)
    part.report.enrollments.ended += 1
    if weight == .counted { part.ends += 1 }
  }

  /// Whether the listing may end the assertion: absence counts only within its scope.
  func isInScope(_ assertion: Enrollment.Assertion) -> Bool {
    guard isOfProvider(assertion.key) else { return false }
    switch scope {
    case .provider, .district: return true
    case .teacher(let teacher): return assertion.key == teacher || !assertion.state.role.teaches
    case .changes, .districtChanges: return false
    }
  }

  /// Whether the listing may end anything in the section.
  func covers(_ section: Section) -> Bool {
    covered[section.key] ?? scope.covers(section.state.asserted)
  }

  func isOfProvider(_ key: Identity.Key) -> Bool { key.provider == provider }
}
