/// Districts give the IDs of old sections to new ones. Taken at its word, such a listing would hand
/// a class's work to strangers, so it waits for an administrator.
extension RosterPlanner {
  /// Whether the listing gives the section's ID to another class: another course and term, and
  /// nobody of its old roster.
  func reuses(
    _ section: RosterSection, _ stored: Section, _ roster: [Enrollment.Assertion]
  ) -> Bool {
    guard !scope.isOfChanges, section.key != approved, let details = section.details,
      details.isOfAnotherCourseAndTerm(than: stored.state.asserted)
    else { return false }
    let own = roster.filter { isOfProvider($0.key) }
    let active = own.filter { $0.state.status == .active }
    let old = Set((active.isEmpty ? own : active).map(\.key))
    return !old.isEmpty && !section.members.contains { old.contains($0.key) }
  }

  /// Holds the section by itself: it stays as it stands, and what is listed now is kept beside it.
  func hold(
    _ section: RosterSection, over stored: Section, _ roster: [Enrollment.Assertion],
    _ part: inout RosterPart
  ) async throws(ProvisioningError) {
    part.report.sections.unchanged += 1
    if covers(stored) { count(roster, .counted, &part) }
    var item = HeldItem(
      .section, "Its ID came back with another course and term, and nobody of its old roster.",
      at: run.began)
    item.section = section.key.description
    item.listing = provider.rawValue
    item.course = section.details?.courseAndTerm
    item.ends = roster.count { $0.state.status == .active && isOfProvider($0.key) }
    item.pages = 1
    let present = try await store.record(item.record)
    let earlier = try present.map { record throws(ProvisioningError) in
      try recordValue(HeldItem.self, in: record)
    }
    if let earlier, earlier.course == item.course {
      if earlier.discarded == nil { part.held.append(earlier) }
    } else {
      try part.draft.keep(item, replacing: present)
      part.held.append(item)
    }
    let page = RosterPage(sections: [section])
    if let change = try await Staging(of: item, in: store).change(0, to: page, of: provider) {
      part.draft.change(change)
    }
  }
}

extension RosterPlanner {
  /// Which of the provider's sections are held by themselves.
  static func heldSections(
    of provider: ProviderName, in store: any RecordStore
  ) async throws(ProvisioningError) -> Set<Section.Key> {
    let prefix = "section-\(provider):"
    var found: Set<Section.Key> = []
    var last = prefix
    while true {
      let page = try await store.records(of: .held, after: last, limit: 100)
        .filter { $0.key.name.hasPrefix(prefix) }
      guard let end = page.last else { return found }
      for record in page {
        if let key = Section.Key(String(record.key.name.dropFirst("section-".count))) {
          found.insert(key)
        }
      }
      last = end.key.name
    }
  }

  /// What holds the section, read again: somebody may have decided since the import began.
  func heldItem(
    of section: Section.Key
  ) async throws(ProvisioningError) -> (item: HeldItem, record: Record)? {
    let key = Record.Key(.held, "section-\(section)")
    guard heldSections.contains(section), let record = try await store.record(key) else {
      return nil
    }
    return (try recordValue(HeldItem.self, in: record), record)
  }

  /// The listing no longer gives the section's ID to another class: nothing is left to decide.
  func settle(_ section: Section.Key, _ part: inout RosterPart) async throws(ProvisioningError) {
    guard let (item, record) = try await heldItem(of: section) else { return }
    try await part.draft.settle(item, record, in: store)
  }
}

extension Draft {
  /// Plans the held section to be let go, with what is kept of it.
  mutating func settle(
    _ item: HeldItem, _ record: Record, in store: any RecordStore
  ) async throws(ProvisioningError) {
    change(.take(record.key, version: record.version))
    if let removal = try await Staging(of: item, in: store).removal(of: 0) { change(removal) }
  }
}

extension Section.Details {
  /// What tells one class under an ID from another.
  var courseAndTerm: [String] {
    [course, courseNumber, term, termStart, termEnd].map { $0 ?? "" }
  }

  /// Whether both tell of their course and their term, and differ in both.
  fileprivate func isOfAnotherCourseAndTerm(than other: Section.Details) -> Bool {
    let courses = [(courseNumber, other.courseNumber), (course, other.course)]
    let terms = [(termStart, other.termStart), (term, other.term)]
    return Self.differ(courses) && Self.differ(terms)
  }

  /// Whether the first pair of which both are told differs.
  private static func differ(_ pairs: [(String?, String?)]) -> Bool {
    for case (let new?, let old?) in pairs { return new != old }
    return false
  }
}
