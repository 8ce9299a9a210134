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
  var keysOfAccount: [Account.ID: Set<Identity.Key>] = [:]
  var keysBySIS: [SISKey: Set<Identity.Key>] = [:]
  var sectionsOfKey: [Identity.Key: Set<Section.Key>] = [:]
  var keysOfSection: [Section.Key: Set<Identity.Key>] = [:]

  /// Creates empty tables.
  public init() {}

  /// Applies `changes` as the entry at `revision`, or throws `conflict` and leaves the tables as
  /// they were.
  public mutating func apply(
    _ changes: ChangeSet, at revision: Revision
  ) throws(ProvisioningError) {
    for expectation in changes.expectations where !holds(expectation) {
      throw .conflict("something that the plan had read")
    }
    var tables = self
    try tables.write(changes, at: revision)
    self = tables
  }

  private mutating func write(
    _ changes: ChangeSet, at revision: Revision
  ) throws(ProvisioningError) {
    for change in changes.accounts where change.after != nil {
      try accounts.write(change, at: revision)
    }
    for change in changes.sections where change.after != nil {
      try sections.write(change, at: revision)
    }
    for change in changes.links where change.after != nil { try write(change, at: revision) }
    for change in changes.enrollments { try write(change, at: revision) }
    for change in changes.links where change.after == nil { try write(change, at: revision) }
    for change in changes.sections where change.after == nil {
      guard keysOfSection[change.key, default: []].isEmpty else {
        throw .conflict("a section's roster")
      }
      try sections.write(change, at: revision)
    }
    for change in changes.accounts where change.after == nil {
      guard keysOfAccount[change.key, default: []].isEmpty else {
        throw .conflict("an account's links")
      }
      try accounts.write(change, at: revision)
    }
    try checkPrimaries(changes)
  }

  /// An account that stays never follows a link that is not there.
  private func checkPrimaries(_ changes: ChangeSet) throws(ProvisioningError) {
    let touched = changes.accounts.map(\.key) + changes.links.compactMap(\.before?.account)
    for id in touched {
      guard let primary = accounts[id]?.state.primary else { continue }
      if links[primary] == nil { throw .conflict("an account's primary link") }
    }
    let removed = Set(changes.links.filter { $0.after == nil }.map(\.key))
    guard !removed.isEmpty else { return }
    for row in accounts.values {
      guard let primary = row.state.primary, removed.contains(primary) else { continue }
      throw .conflict("an account's primary link")
    }
  }

  private mutating func write(
    _ change: RowChange<Identity.Key, Link.State>, at revision: Revision
  ) throws(ProvisioningError) {
    if let before = links[change.key]?.state {
      keysOfAccount[before.account]?.remove(change.key)
      if let sisKey = before.profile.sisKey { keysBySIS[sisKey]?.remove(change.key) }
    }
    if let after = change.after {
      guard accounts[after.account] != nil else { throw .conflict("a link's account") }
      keysOfAccount[after.account, default: []].insert(change.key)
      if let sisKey = after.profile.sisKey { keysBySIS[sisKey, default: []].insert(change.key) }
    } else if !sectionsOfKey[change.key, default: []].isEmpty {
      throw .conflict("a link's enrollments")
    }
    try links.write(change, at: revision)
  }

  private mutating func write(
    _ change: RowChange<EnrollmentKey, Enrollment.State>, at revision: Revision
  ) throws(ProvisioningError) {
    let (section, key) = (change.key.section, change.key.key)
    guard sections[section] != nil, links[key] != nil else {
      throw .conflict("an enrollment's section or link")
    }
    try assertions.write(change, at: revision)
    if change.after == nil {
      sectionsOfKey[key]?.remove(section)
      keysOfSection[section]?.remove(key)
    } else {
      sectionsOfKey[key, default: []].insert(section)
      keysOfSection[section, default: []].insert(key)
    }
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

extension Dictionary {
  fileprivate mutating func write<State>(
    _ change: RowChange<Key, State>, at revision: Revision
  ) throws(ProvisioningError) where Value == Tables.Row<State> {
    guard self[change.key]?.revision == change.revision else { throw .conflict("a row") }
    self[change.key] = change.after.map { Tables.Row(state: $0, revision: revision) }
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
