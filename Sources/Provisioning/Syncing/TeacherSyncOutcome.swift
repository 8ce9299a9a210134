/// What a teacher's sync came to.
public struct TeacherSyncOutcome: Sendable {
  /// What was written, in numbers, and what is held or could not be taken.
  public let roster: RosterOutcome
  /// Her sections and what became of each, in the order of their keys; those that ended earlier are
  /// left out.
  public let sections: [SyncedSection]
}

/// What became of a teacher's section.
public struct SyncedSection: Hashable, Sendable {
  /// What can become of a section.
  public enum Change: String, CaseIterable, Hashable, Sendable {
    /// It came in.
    case new
    /// Its details or its members are others now.
    case changed
    /// It is as it was.
    case unchanged
    /// The teacher is no longer in it.
    case ended
    /// It had ended, and is back.
    case restored
  }

  /// The section as it stands now.
  public let section: Section
  /// What became of it.
  public let change: Change
  /// How many students are in it now.
  public let students: Int
}

/// A section that a teacher has at the provider, to choose from.
public struct SectionOffer: Hashable, Sendable {
  /// Which section.
  public let key: Section.Key
  /// What the provider says of it.
  public let details: Section.Details
  /// How many students it lists.
  public let students: Int
  /// Whether the next sync brings it in.
  public let isChosen: Bool
  /// Whether the teacher is in it here already.
  public let isHere: Bool
}

/// A teacher's sections as the store has them, and everybody in them.
struct OwnSections {
  private let teacher: Identity.Key
  private let sections: [Section]
  private let rosters: [Section.Key: Set<Enrollment.Assertion>]

  /// Reads her sections and those that `listing` names.
  init(
    of teacher: Identity.Key, and listing: OwnListing, in store: any AccountStore
  ) async throws(ProvisioningError) {
    self.teacher = teacher
    let hers = try await store.assertions(by: [teacher]).map(\.section)
    let keys = Set(hers).union(listing.page.sections.map(\.key)).sorted()
    sections = try await store.sections(keys).sorted { $0.key < $1.key }
    rosters = try await Dictionary(grouping: store.assertions(in: keys), by: \.section)
      .mapValues(Set.init)
  }

  private func isHers(_ key: Section.Key) -> Bool? {
    rosters[key]?.first { $0.key == teacher }?.isActive
  }

  func changes(since before: OwnSections) -> [SyncedSection] {
    let earlier = Dictionary(uniqueKeysWithValues: before.sections.map { ($0.key, $0) })
    return sections.compactMap { section in
      let roster = rosters[section.key] ?? []
      let change: SyncedSection.Change
      switch (before.isHers(section.key), isHers(section.key)) {
      case (true, true):
        let isSame =
          earlier[section.key]?.state == section.state && before.rosters[section.key] == roster
        change = isSame ? .unchanged : .changed
      case (nil, true): change = .new
      case (false, true): change = .restored
      case (true, _): change = .ended
      case (false, _), (nil, _): return nil
      }
      let students = Set(roster.filter { $0.isActive && !$0.state.role.teaches }.map(\.key)).count
      return SyncedSection(section: section, change: change, students: students)
    }
  }
}

extension Enrollment.Assertion {
  var isActive: Bool { state.status == .active }
}
