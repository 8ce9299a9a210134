extension RosterPlanner {
  mutating func plan(
    sections page: [RosterSection], _ part: inout RosterPart
  ) async throws(ProvisioningError) {
    let keys = page.map(\.key)
    for key in keys { listed.insert(key) }
    let found = try await store.sections(keys)
    let stored = Dictionary(found.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
    let assertions =
      found.isEmpty ? [] : try await store.assertions(in: found.map(\.key))
    let rosters = Dictionary(grouping: assertions, by: \.section)
    try await lookUp(page.flatMap(\.members).map(\.key))
    for section in page {
      let roster = rosters[section.key] ?? []
      guard let stored = stored[section.key] else {
        plan(new: section, &part)
        continue
      }
      if reuses(section, stored, roster) {
        try await hold(section, over: stored, roster, &part)
      } else if scope.isOfChanges, let (item, _) = try await heldItem(of: section.key) {
        // Of which class they tell, nobody has decided yet.
        part.report.sections.unchanged += 1
        if item.discarded == nil { part.held.append(item) }
        reject(section, 0..<section.members.count, "section", Self.undecided, &part)
      } else {
        try await settle(section.key, &part)
        plan(section, over: stored, roster, &part)
      }
    }
  }

  /// Looks up the members who stood on no page of people: another teacher of a shared section.
  private mutating func lookUp(_ members: [Identity.Key]) async throws(ProvisioningError) {
    let unknown = members.filter { !people.contains($0) }
    guard !unknown.isEmpty else { return }
    for link in try await store.links(unknown) { people.insert(link.key) }
  }

  private mutating func plan(new section: RosterSection, _ part: inout RosterPart) {
    guard let details = section.details else {
      return reject(
        section, 0..<section.members.count, "section", Self.unknown("section"), &part)
    }
    part.draft.note(nil, at: section.key)
    part.draft.set(section.key, to: Section.State(asserted: details))
    part.report.sections.created += 1
    plan(members: section, over: [], &part)
  }

  mutating func plan(
    _ section: RosterSection, over stored: Section, _ roster: [Enrollment.Assertion],
    _ part: inout RosterPart
  ) {
    part.draft.note(stored, at: section.key)
    var state = stored.state
    if let details = section.details {
      state.asserted = details
      if blanks == .untold { state.asserted.fillBlanks(from: stored.state.asserted) }
      state.status = .active
    }
    part.draft.set(section.key, to: state)
    if state.status != stored.status {
      part.report.sections.restored += 1
    } else if state != stored.state {
      part.report.sections.updated += 1
    } else {
      part.report.sections.unchanged += 1
    }
    let isCovered = scope.covers(state.asserted)
    if scope.isOfChanges, scope.district != nil { covered[section.key] = isCovered }
    if isCovered { count(roster, .counted, &part) }
    let missing = plan(members: section, over: roster, &part)
    for assertion in missing where isCovered && isInScope(assertion) {
      end(assertion, .counted, &part)
    }
  }

  /// Plans the listed members, and returns those of the roster that are not listed.
  @discardableResult
  private mutating func plan(
    members section: RosterSection, over roster: [Enrollment.Assertion], _ part: inout RosterPart
  ) -> [Enrollment.Assertion] {
    var missing = Dictionary(roster.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
    var met: Set<Identity.Key> = []
    for (place, member) in section.members.enumerated() where met.insert(member.key).inserted {
      guard people.contains(member.key) else {
        reject(section, place..<place + 1, "person", Self.unknown("person"), &part)
        continue
      }
      if scope.isOfChanges { kept.insert(EnrollmentKey(section.key, member.key)) }
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
    return roster.filter { missing[$0.key] != nil }
  }

  private static func unknown(_ what: String) -> String {
    "No such \(what) is known, neither from these files nor from earlier ones."
  }

  private static let undecided =
    "The section's ID came back for another class, which is held or was decided against."

  /// Notes rows of a listing of changes that name what nobody knows, or what is held. Another
  /// listing brings all whom it names, but for the other teachers of a shared section, who are
  /// passed over.
  private func reject(
    _ section: RosterSection, _ rows: Range<Int>, _ field: String, _ reason: String,
    _ part: inout RosterPart
  ) {
    guard section.places.count == section.members.count else { return }
    part.notes += section.places[rows].map { place in
      RosterNote(
        .rejected(protecting: .nothing), file: place.file, line: place.line, field: field,
        reason: reason)
    }
  }

  /// Whether the account of `key` is in the section by another key already: one enrollment.
  private func isTwin(_ key: Identity.Key, in section: RosterSection) -> Bool {
    guard let first = people.twin(of: key) else { return false }
    return section.members.contains { $0.key == first }
  }
}
