import Provisioning

/// What a listing should make of the sections and assertions that stood before it.
struct RosterModel {
  private let roster: ListedRoster
  private(set) var sections: [Section.Key: Section.State]
  private(set) var assertions: [EnrollmentKey: Enrollment.State]

  /// What a listing comes to that went through. The `reused` sections, which it gives to another
  /// class, stay as they stand; so does what it tells of changes in those that were `undecided`.
  init(
    _ roster: ListedRoster, before: Snapshot, linked: Set<Identity.Key>,
    reused: Set<Section.Key>, undecided: Set<Section.Key>
  ) {
    self.init(roster, before)
    let held = reused.union(roster.scope.isOfChanges ? undecided : [])
    let sections = roster.sections.filter { !held.contains($0.key) }
    for section in sections { list(section, linked) }
    if roster.scope.isOfChanges {
      depart(but: sections, linked)
    } else {
      leaveOut(but: Set(roster.sections.map(\.key)), before)
    }
  }

  /// What an approved section comes to.
  init(approving section: RosterSection, before: Snapshot, linked: Set<Identity.Key>) {
    self.init(ListedRoster(section.key.provider.rawValue), before)
    list(section, linked)
  }

  private init(_ roster: ListedRoster, _ before: Snapshot) {
    self.roster = roster
    sections = Dictionary(uniqueKeysWithValues: before.sections.map { ($0.key, $0.state) })
    assertions = Dictionary(uniqueKeysWithValues: before.assertions.map { ($0.place, $0.state) })
  }

  private mutating func list(_ section: RosterSection, _ linked: Set<Identity.Key>) {
    guard let state = listed(section, over: sections[section.key]) else { return }
    sections[section.key] = state
    let members = section.members.filter { linked.contains($0.key) }
    let missing = assertions.filter { place, _ in
      place.section == section.key && !members.contains { $0.key == place.key }
    }
    for (place, state) in missing where mayEnd(place, state) { assertions[place]?.status = .ended }
    for member in members {
      assertions[EnrollmentKey(section.key, member.key)] = Enrollment.State(role: member.role)
    }
  }

  /// Whether the listing is one of the section's district, as far as it tells of districts.
  private func covers(_ section: Section.Key) -> Bool {
    guard let district = roster.scope.district else { return true }
    return sections[section]?.asserted.district == district.rawValue
  }

  /// `nil` where members are told of a section that nobody knows.
  private func listed(_ section: RosterSection, over stored: Section.State?) -> Section.State? {
    guard var details = section.details else { return stored }
    if roster.blanks == .untold, let old = stored?.asserted {
      for field in Section.Details.Field.allCases where details[field].isEmpty {
        details[field] = old[field]
      }
    }
    return Section.State(asserted: details, local: stored?.local ?? LocalEdits())
  }

  /// What a listing of changes names as gone ends, but for what it names as there.
  private mutating func depart(but present: [RosterSection], _ linked: Set<Identity.Key>) {
    let gone = roster.departures
    let left = Set(gone.sections).subtracting(roster.sections.map(\.key)).filter {
      !roster.names($0)
    }
    for key in left where sections[key] != nil && covers(key) { sections[key]?.status = .archived }
    let stays = Set(
      present.flatMap { section in section.members.map { EnrollmentKey(section.key, $0.key) } }
        .filter { linked.contains($0.key) })
    for place in assertions.keys
    where place.key.provider == roster.provider && covers(place.section) {
      let isGone =
        gone.people.contains(place.key) || gone.members.contains(place)
        || left.contains(place.section)
      if isGone, !stays.contains(place), !roster.names(place) { assertions[place]?.status = .ended }
    }
  }

  private mutating func leaveOut(but listed: Set<Section.Key>, _ before: Snapshot) {
    for section in before.sections
    where section.key.provider == roster.provider && section.status == .active
      && !listed.contains(section.key) && covers(section.key)
    { leaveOut(section.key) }
  }

  private mutating func leaveOut(_ key: Section.Key) {
    guard !roster.protects(key) else { return }
    let active = assertions.filter { $0.key.section == key && $0.value.status == .active }
    if case .teacher(let teacher) = roster.scope {
      let hers = EnrollmentKey(key, teacher)
      guard active[hers] != nil, !roster.protects(hers) else { return }
      assertions[hers]?.status = .ended
      if active.contains(where: { $0.key != hers && $0.value.role.teaches }) { return }
    }
    sections[key]?.status = .archived
    for place in active.keys where place.key.provider == roster.provider && !roster.protects(place)
    {
      assertions[place]?.status = .ended
    }
  }

  private func mayEnd(_ place: EnrollmentKey, _ state: Enrollment.State) -> Bool {
    guard !roster.scope.isOfChanges, covers(place.section), place.key.provider == roster.provider,
      !roster.protects(place)
    else { return false }
    guard case .teacher(let teacher) = roster.scope else { return true }
    return place.key == teacher || !state.role.teaches
  }
}

extension ListedRoster {
  /// Whether a row that was not taken may have spoken of the section.
  func protects(_ section: Section.Key) -> Bool {
    protects { $0 == .allSections } || names(section)
  }

  /// Whether a row that was not taken may have spoken of the place.
  func protects(_ place: EnrollmentKey) -> Bool {
    protects { [.allPeople, .allEnrollments, .allSections].contains($0) } || names(place)
  }

  /// Whether a row that was not taken speaks of the section: against a row that says what has gone,
  /// one that may speak of anything says nothing.
  func names(_ section: Section.Key) -> Bool { protects { $0 == .section(section) } }

  func names(_ place: EnrollmentKey) -> Bool {
    protects {
      [.section(place.section), .person(place.key), .enrollment(place.section, place.key)]
        .contains($0)
    }
  }

  private func protects(_ matches: (RosterNote.Protected) -> Bool) -> Bool {
    notes.contains { note in
      switch note.kind {
      case .rejected(let protected), .warning(let protected): matches(protected)
      }
    }
  }
}
