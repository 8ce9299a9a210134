extension RosterPlanner {
  mutating func plan(
    sections page: [RosterSection], _ part: inout RosterPart
  ) async throws(ProvisioningError) {
    let keys = page.map(\.key)
    listed.formUnion(keys)
    let found = try await store.sections(keys)
    let stored = Dictionary(found.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
    let assertions =
      found.isEmpty ? [] : try await store.assertions(in: found.map(\.key))
    let rosters = Dictionary(grouping: assertions, by: \.section)
    try await lookUp(page.flatMap(\.members).map(\.key))
    for section in page {
      plan(section, over: stored[section.key], &part)
      plan(section, roster: rosters[section.key] ?? [], &part)
    }
  }

  /// Looks up the members who stood on no page of people: another teacher of a shared section.
  private mutating func lookUp(_ members: [Identity.Key]) async throws(ProvisioningError) {
    let unknown = members.filter { !people.contains($0) }
    if !unknown.isEmpty { people.formUnion(try await store.links(unknown).map(\.key)) }
  }

  private func plan(_ section: RosterSection, over stored: Section?, _ part: inout RosterPart) {
    part.draft.note(stored, at: section.key)
    guard let stored else {
      part.draft.set(
        section.key, to: Section.State(asserted: section.details ?? Section.Details()))
      return part.report.sections.created += 1
    }
    var state = stored.state
    if let details = section.details { state.asserted = details }
    state.status = .active
    part.draft.set(section.key, to: state)
    if stored.status == .archived {
      part.report.sections.restored += 1
    } else if state != stored.state {
      part.report.sections.updated += 1
    } else {
      part.report.sections.unchanged += 1
    }
  }

  private func plan(
    _ section: RosterSection, roster: [Enrollment.Assertion], _ part: inout RosterPart
  ) {
    var missing = Dictionary(roster.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
    part.scope += roster.count { $0.state.status == .active && isInScope($0) }
    var met: Set<Identity.Key> = []
    for member in section.members
    where people.contains(member.key) && met.insert(member.key).inserted {
      let state = Enrollment.State(role: member.role)
      let count = isTwin(member.key, in: section) ? 0 : 1
      guard let assertion = missing.removeValue(forKey: member.key) else {
        part.draft.start(EnrollmentKey(section.key, member.key), as: state)
        part.report.enrollments.started += count
        continue
      }
      part.draft.set(assertion, to: state)
      if assertion.state.status == .ended {
        part.report.enrollments.restored += count
      } else if assertion.state != state {
        part.report.enrollments.changed += count
      } else {
        part.report.enrollments.unchanged += count
      }
    }
    for assertion in roster where missing[assertion.key] != nil && isInScope(assertion) {
      end(assertion, &part)
    }
  }

  /// Whether the account of `key` is in the section by another key already: one enrollment.
  private func isTwin(_ key: Identity.Key, in section: RosterSection) -> Bool {
    guard let first = twins[key] else { return false }
    return section.members.contains { $0.key == first }
  }

  // MARK: Absence

  /// The next sections that the listing could have named, after `last`: those of the provider, or
  /// those that the teacher is in.
  func candidates(after last: Section.Key?) async throws(ProvisioningError) -> [Section.Key] {
    guard case .teacher(let teacher) = importer.scope else {
      return try await store.sections(of: importer.provider, after: last, limit: 200).map(\.key)
    }
    let hers = try await store.assertions(by: [teacher]).filter { $0.state.status == .active }
    return hers.map(\.section).filter { key in last.map { key > $0 } ?? true }.sorted()
  }

  /// The plan for stored sections that the listing does not name: they are archived.
  func plan(absent sections: [Section]) async throws(ProvisioningError) -> RosterPart {
    var part = RosterPart(over: store)
    let absent = sections.filter { $0.status == .active }
    let assertions = absent.isEmpty ? [] : try await store.assertions(in: absent.map(\.key))
    let rosters = Dictionary(grouping: assertions, by: \.section)
    for section in absent {
      let roster = rosters[section.key] ?? []
      part.scope += roster.count { $0.state.status == .active && isInScope($0) }
      guard !protection.keeps(section.key) else { continue }
      // Whether a section is archived hangs on who else teaches it.
      part.draft.expect(.teachers(of: section.key, roster.activeTeachers))
      if case .teacher(let teacher) = importer.scope {
        leave(section, roster, teacher, &part)
      } else {
        archive(section, &part)
        for assertion in roster where isOfProvider(assertion.key) { end(assertion, &part) }
      }
    }
    return part
  }

  /// A teacher's listing leaves out a section that she was in: she leaves it, and it is archived
  /// only if no other teacher still has it.
  private func leave(
    _ section: Section, _ roster: [Enrollment.Assertion], _ teacher: Identity.Key,
    _ part: inout RosterPart
  ) {
    let active = roster.filter { $0.state.status == .active }
    guard let hers = active.first(where: { $0.key == teacher }), !protection.keeps(hers) else {
      return
    }
    end(hers, &part)
    guard !active.contains(where: { $0.state.role.teaches && $0.key != teacher }) else { return }
    archive(section, &part)
    for assertion in active where assertion.key != teacher && isOfProvider(assertion.key) {
      end(assertion, &part)
    }
  }

  private func archive(_ section: Section, _ part: inout RosterPart) {
    var state = section.state
    state.status = .archived
    part.draft.note(section, at: section.key)
    part.draft.set(section.key, to: state)
    part.report.sections.archived += 1
  }

  private func end(_ assertion: Enrollment.Assertion, _ part: inout RosterPart) {
    guard assertion.state.status == .active else { return }
    guard !protection.keeps(assertion) else { return }
    var state = assertion.state
    state.status = .ended
    part.draft.set(assertion, to: state)
    part.report.enrollments.ended += 1
  }

  /// Whether the listing may end the assertion: absence counts only within its scope.
  private func isInScope(_ assertion: Enrollment.Assertion) -> Bool {
    guard isOfProvider(assertion.key) else { return false }
    guard case .teacher(let teacher) = importer.scope else { return true }
    return assertion.key == teacher || !assertion.state.role.teaches
  }

  private func isOfProvider(_ key: Identity.Key) -> Bool { key.provider == importer.provider }
}
