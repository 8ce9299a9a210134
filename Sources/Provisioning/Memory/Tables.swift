/// The rows of a store as values, with the indexes that reading needs, and how a change set applies
/// to them: what every store must do, in its plainest form.
public struct Tables: Sendable {
  struct Row<State: Sendable>: Sendable {
    var state: State
    var revision: Revision
  }

  var accounts: [Account.ID: Row<Account.State>] = [:]
  var links: [Identity.Key: Row<Link.State>] = [:]
  var sections: [Section.Key: Row<Section.State>] = [:]
  var assertions: [EnrollmentKey: Row<Enrollment.State>] = [:]
  /// How many accounts follow a link.
  var followers: [Identity.Key: Int] = [:]
  var keysOfAccount: [Account.ID: Set<Identity.Key>] = [:]
  var keysBySIS: [SISKey: Set<Identity.Key>] = [:]
  /// By what links assert, ASCII case aside.
  var keysByEmail: [String: Set<Identity.Key>] = [:]
  /// By local edits, ASCII case aside.
  var accountsByEmail: [String: Set<Account.ID>] = [:]
  var sectionsOfKey: [Identity.Key: Set<Section.Key>] = [:]
  var keysOfSection: [Section.Key: Set<Identity.Key>] = [:]

  /// Creates empty tables.
  public init() {}

  /// Applies `changes` as the entry at `revision`, or throws `conflict` and leaves the tables as
  /// they were. Complexity: O(changes and what they expect), whatever the tables hold.
  public mutating func apply(
    _ changes: ChangeSet, at revision: Revision
  ) throws(ProvisioningError) {
    for expectation in changes.expectations where !holds(expectation) {
      throw .conflict("something that the plan had read")
    }
    var former: [Former] = []
    do throws(ProvisioningError) {
      try write(changes, at: revision, &former)
    } catch {
      for row in former.reversed() { restore(row) }
      throw error
    }
  }

  private mutating func write(
    _ changes: ChangeSet, at revision: Revision, _ former: inout [Former]
  ) throws(ProvisioningError) {
    for change in changes.accounts where change.after != nil {
      try write(change, at: revision, &former)
    }
    for change in changes.sections where change.after != nil {
      try write(change, at: revision, &former)
    }
    for change in changes.links where change.after != nil {
      try write(change, at: revision, &former)
    }
    for change in changes.enrollments { try write(change, at: revision, &former) }
    for change in changes.links where change.after == nil {
      try write(change, at: revision, &former)
    }
    for change in changes.sections where change.after == nil {
      try write(change, at: revision, &former)
    }
    for change in changes.accounts where change.after == nil {
      try write(change, at: revision, &former)
    }
    try checkPrimaries(changes)
  }

  /// An account that stays never follows a link that is not there.
  private func checkPrimaries(_ changes: ChangeSet) throws(ProvisioningError) {
    let followed = changes.accounts.compactMap { accounts[$0.key]?.state.primary }
    let removed = changes.links.lazy.filter { $0.after == nil }.map(\.key)
    guard followed.allSatisfy({ links[$0] != nil }), removed.allSatisfy({ followers[$0] == nil })
    else { throw .conflict("an account's primary link") }
  }

  private mutating func write(
    _ change: RowChange<Account.ID, Account.State>, at revision: Revision,
    _ former: inout [Former]
  ) throws(ProvisioningError) {
    let row = accounts[change.key]
    guard row?.revision == change.revision else { throw .conflict("a row") }
    if change.after == nil, keysOfAccount[change.key] != nil {
      throw .conflict("an account's links")
    }
    former.append(.account(change.key, row))
    set(change.key, change.after.map { Row(state: $0, revision: revision) })
  }

  private mutating func write(
    _ change: RowChange<Section.Key, Section.State>, at revision: Revision,
    _ former: inout [Former]
  ) throws(ProvisioningError) {
    let row = sections[change.key]
    guard row?.revision == change.revision else { throw .conflict("a row") }
    if change.after == nil, keysOfSection[change.key] != nil {
      throw .conflict("a section's roster")
    }
    former.append(.section(change.key, row))
    set(change.key, change.after.map { Row(state: $0, revision: revision) })
  }

  private mutating func write(
    _ change: RowChange<Identity.Key, Link.State>, at revision: Revision,
    _ former: inout [Former]
  ) throws(ProvisioningError) {
    let row = links[change.key]
    guard row?.revision == change.revision else { throw .conflict("a row") }
    if let after = change.after {
      guard accounts[after.account] != nil else { throw .conflict("a link's account") }
    } else if sectionsOfKey[change.key] != nil {
      throw .conflict("a link's enrollments")
    }
    former.append(.link(change.key, row))
    set(change.key, change.after.map { Row(state: $0, revision: revision) })
  }

  private mutating func write(
    _ change: RowChange<EnrollmentKey, Enrollment.State>, at revision: Revision,
    _ former: inout [Former]
  ) throws(ProvisioningError) {
    guard sections[change.key.section] != nil, links[change.key.key] != nil else {
      throw .conflict("an enrollment's section or link")
    }
    let row = assertions[change.key]
    guard row?.revision == change.revision else { throw .conflict("a row") }
    former.append(.assertion(change.key, row))
    set(change.key, change.after.map { Row(state: $0, revision: revision) })
  }

  private func teachers(of section: Section.Key) -> [Identity.Key] {
    let assertions = keysOfSection[section, default: []].compactMap {
      assertion(EnrollmentKey(section, $0))
    }
    return assertions.activeTeachers
  }

  private func holds(_ expectation: Expectation) -> Bool {
    switch expectation {
    case .account(let id, let revision): accounts[id]?.revision == revision
    case .link(let key, let revision): links[key]?.revision == revision
    case .section(let key, let revision): sections[key]?.revision == revision
    case .links(let id, let keys): keysOfAccount[id, default: []].sorted() == keys
    case .linksMatching(let sisKey, let keys): keysBySIS[sisKey, default: []].sorted() == keys
    case .teachers(let section, let keys): teachers(of: section) == keys
    }
  }
}

extension ProvisioningError {
  /// The error of a commit whose plan no longer holds.
  public static func conflict(_ what: String) -> ProvisioningError {
    ProvisioningError(
      .conflict, "The plan no longer holds.", reason: "Something else changed \(what) meanwhile.",
      remedy: "Plan again.")
  }
}
