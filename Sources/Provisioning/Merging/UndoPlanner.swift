/// What an undo meets that was changed since.
public struct UndoConflict: Hashable, Sendable {
  /// The row.
  public let row: JournaledChange.Row
  /// The column; `nil` where the whole row is meant.
  public let column: String?
  /// The entry that touched it last.
  public let laterEntry: JournalEntry.ID?
}

/// What to do where something changed since.
public enum UndoPolicy: Hashable, Sendable {
  /// Change nothing, and list the conflicts.
  case refuse
  /// Take back the rest, and leave what changed later as it is.
  case keepLater
  /// Take back everything, later changes of the same values included.
  case revertLater
}

/// Works out the inverse of a journal entry. It only reads.
struct UndoPlanner: Sendable {
  let reader: any AccountReader
  let policy: UndoPolicy
  /// Later entries that will have been taken back before: what they wrote is not in the way.
  var assumingUndone: Set<Revision> = []

  /// The inverse of `entry`, and the conflicts in its way.
  func plan(
    _ entry: JournalEntry
  ) async throws(ProvisioningError) -> (draft: Draft, conflicts: [UndoConflict]) {
    var work = UndoWork(self, entry)
    try await work.invert(try await reader.changes(of: entry.id))
    return (work.draft, work.conflicts)
  }
}

/// An undo in the making.
private struct UndoWork {
  let reader: any AccountReader
  let policy: UndoPolicy
  let entry: JournalEntry
  let assumed: Set<Revision>
  var draft: Draft
  var conflicts: [UndoConflict] = []
  private var touched: Set<Account.ID> = []
  private var dropped: Set<EnrollmentKey> = []

  init(_ planner: UndoPlanner, _ entry: JournalEntry) {
    reader = planner.reader
    policy = planner.policy
    assumed = planner.assumingUndone
    self.entry = entry
    draft = Draft(over: planner.reader)
  }

  mutating func invert(_ changes: [JournaledChange]) async throws(ProvisioningError) {
    let rows = try await UndoRows(of: changes, in: reader)
    rows.note(in: &draft)
    // Removed rows come back accounts first; created rows go enrollments first. The store orders
    // the commit by itself, so only the checks care: enrollments before the links under them.
    for change in changes.reversed() {
      switch change.row {
      case .enrollment(let key): try await invert(key, change, rows)
      case .link(let key): try await invert(key, change, rows)
      case .section(let key): try await invert(key, change, rows)
      case .account(let id): try await invert(id, change, rows)
      }
    }
    try await returnFollowers(of: changes)
    try await repairPrimaries()
  }

  // MARK: Rows

  private mutating func invert(
    _ key: EnrollmentKey, _ change: JournaledChange, _ rows: UndoRows
  ) async throws(ProvisioningError) {
    let present = rows.enrollments[key]
    if let inverse = try await inverse(
      change, of: present?.state, at: present?.revision)
    {
      if let present {
        draft.set(present, to: inverse.state)
      } else if let state = inverse.state {
        draft.start(key, as: state)
      }
      if inverse.state == nil { dropped.insert(key) }
    }
  }

  private mutating func invert(
    _ key: Section.Key, _ change: JournaledChange, _ rows: UndoRows
  ) async throws(ProvisioningError) {
    let present = rows.sections[key]
    guard let inverse = try await inverse(change, of: present?.state, at: present?.revision)
    else { return }
    if inverse.state == nil {
      let members = try await reader.assertions(in: [key])
      guard try await drop(members, under: change) else { return }
    }
    draft.set(key, to: inverse.state)
  }

  private mutating func invert(
    _ key: Identity.Key, _ change: JournaledChange, _ rows: UndoRows
  ) async throws(ProvisioningError) {
    let present = rows.links[key]
    if let account = present?.state.account { touched.insert(account) }
    guard let inverse = try await inverse(change, of: present?.state, at: present?.revision)
    else { return }
    if inverse.state == nil {
      guard try await isUnused(present, rows) || policy == .revertLater else {
        return try await conflict(change.row, nil, present?.revision)
      }
      let members = try await reader.assertions(by: [key])
      guard try await drop(members, under: change) else { return }
    }
    draft.set(key, to: inverse.state)
    if let account = inverse.state?.account { touched.insert(account) }
  }

  private mutating func invert(
    _ id: Account.ID, _ change: JournaledChange, _ rows: UndoRows
  ) async throws(ProvisioningError) {
    let present = rows.accounts[id]
    guard let inverse = try await inverse(change, of: present?.state, at: present?.revision)
    else { return }
    touched.insert(id)
    if inverse.state == nil {
      for key in try await draft.links(of: id) where try await draft.link(key)?.account == id {
        try await conflict(change.row, nil, present?.revision)
        return
      }
    }
    draft.set(id, to: inverse.state)
  }

  /// Whether the account that came with a link was left alone since: someone who has claimed it must
  /// not lose the way in.
  private func isUnused(_ link: Link?, _ rows: UndoRows) async throws(ProvisioningError) -> Bool {
    guard let link, let account = rows.accounts[link.state.account] else { return true }
    return try await isUntouched(since: account.revision)
  }

  /// Removes assertions that hang on a row that goes. Later ones are in the way.
  private mutating func drop(
    _ members: [Enrollment.Assertion], under change: JournaledChange
  ) async throws(ProvisioningError) -> Bool {
    let later = members.filter { member in
      !dropped.contains(EnrollmentKey(member.section, member.key))
        && !assumed.contains(member.revision)
    }
    for member in later where policy != .revertLater {
      try await conflict(change.row, nil, member.revision)
      return false
    }
    for member in later {
      draft.set(member, to: nil)
      dropped.insert(EnrollmentKey(member.section, member.key))
    }
    return true
  }

  // MARK: Values

  private struct Inverse<State> {
    let state: State?
  }

  /// What the row becomes; `nil` where it stays as it is.
  private mutating func inverse<State: ColumnedState>(
    _ change: JournaledChange, of present: State?, at revision: Revision?
  ) async throws(ProvisioningError) -> Inverse<State>? {
    switch change.edit {
    case .created:
      guard present != nil else { return nil }
      guard try await isUntouched(since: revision) || policy == .revertLater else {
        try await conflict(change.row, nil, revision)
        return nil
      }
      return Inverse(state: nil)
    case .removed(let columns):
      guard present == nil else {
        try await conflict(change.row, nil, revision)
        return nil
      }
      guard let state = State(columns: columns) else { throw unreadable }
      return Inverse(state: state)
    case .updated(let columns):
      guard let present else {
        try await conflict(change.row, nil, nil)
        return nil
      }
      let restored = try await restored(present.columns, columns, change.row, revision)
      guard let state = State(columns: restored) else { throw unreadable }
      return Inverse(state: state)
    }
  }

  private mutating func restored(
    _ present: Columns, _ changed: [String: ColumnChange], _ row: JournaledChange.Row,
    _ revision: Revision?
  ) async throws(ProvisioningError) -> Columns {
    var columns = present
    let isLater = changed.contains { present[$0] != $1.after && present[$0] != $1.before }
    for (column, change) in changed.sorted(by: { $0.key < $1.key }) {
      let isAssumed = revision.map(assumed.contains) ?? false
      if present[column] != change.after, present[column] != change.before, !isAssumed {
        try await conflict(row, column, revision)
      }
      // Columns of one row hold together (a status and its target), so they go back together.
      if !isLater || policy == .revertLater { columns[column] = change.before }
    }
    return columns
  }

  /// Whether the row is as the entry left it: nobody wrote it since but an undo of something later.
  private func isUntouched(since revision: Revision?) async throws(ProvisioningError) -> Bool {
    guard let revision, revision != entry.revision, !assumed.contains(revision) else {
      return true
    }
    return try await reader.entry(.revision(revision))?.header.reverts != nil
  }

  private mutating func conflict(
    _ row: JournaledChange.Row, _ column: String?, _ revision: Revision?
  ) async throws(ProvisioningError) {
    var later: JournalEntry.ID?
    if let revision, revision != entry.revision {
      later = try await reader.entry(.revision(revision))?.id
    }
    conflicts.append(UndoConflict(row: row, column: column, laterEntry: later))
  }

  private var unreadable: ProvisioningError {
    ProvisioningError(
      .corrupt, "Entry \(entry.id) cannot be taken back.", reason: "Its journal is damaged.",
      remedy: "Run 'linkctl store verify'.")
  }

  // MARK: What hangs together

  /// A key that was linked since because of a key that goes back goes with it: so merge, sync, undo
  /// comes to the same as the sync alone.
  private mutating func returnFollowers(
    of changes: [JournaledChange]
  ) async throws(ProvisioningError) {
    var homes: [Identity.Key: (from: Account.ID, to: Account.ID)] = [:]
    for change in changes {
      guard case .link(let key) = change.row, case .updated(let columns) = change.edit,
        let from = columns["account"]?.after?.first.flatMap({ Account.ID($0) }),
        let to = columns["account"]?.before?.first.flatMap({ Account.ID($0) }),
        try await draft.link(key)?.account == to
      else { continue }
      homes[key] = (from, to)
    }
    for id in Set(homes.values.map(\.from)).sorted() {
      var waiting = try await draft.links(of: id)
      while let key = try await nextFollower(among: waiting, of: homes, at: id) {
        waiting.removeAll { $0 == key }
        guard var link = try await draft.link(key), let via = link.because.via,
          let home = homes[via]
        else { continue }
        link.account = home.to
        draft.set(key, to: link)
        homes[key] = home
      }
    }
  }

  private mutating func nextFollower(
    among keys: [Identity.Key], of homes: [Identity.Key: (from: Account.ID, to: Account.ID)],
    at id: Account.ID
  ) async throws(ProvisioningError) -> Identity.Key? {
    for key in keys where homes[key] == nil {
      guard let link = try await draft.link(key), link.account == id else { continue }
      if let via = link.because.via, homes[via]?.from == id { return key }
    }
    return nil
  }

  /// An account follows one of its own links: where the undo took that one away, the next.
  private mutating func repairPrimaries() async throws(ProvisioningError) {
    for id in touched.sorted() {
      guard var account = try await draft.account(id) else { continue }
      let keys = try await draft.plannedLinks(of: id)
      if !keys.isEmpty, !account.status.isLive {
        try await conflict(.account(id), "status", nil)
      }
      if let primary = account.primary, keys.contains(primary) { continue }
      account.primary = try await draft.natural(among: keys)
      draft.set(id, to: account)
    }
  }
}

/// The rows that an entry changed, as they stand now.
private struct UndoRows {
  var accounts: [Account.ID: Account] = [:]
  var links: [Identity.Key: Link] = [:]
  var sections: [Section.Key: Section] = [:]
  var enrollments: [EnrollmentKey: Enrollment.Assertion] = [:]
  private let wanted: [JournaledChange.Row]

  init(of changes: [JournaledChange], in reader: any AccountReader) async throws(ProvisioningError)
  {
    wanted = changes.map(\.row)
    var (ids, keys, sectionKeys) = ([Account.ID](), [Identity.Key](), [Section.Key]())
    var rosters: Set<Section.Key> = []
    for row in wanted {
      switch row {
      case .account(let id): ids.append(id)
      case .link(let key): keys.append(key)
      case .section(let key): sectionKeys.append(key)
      case .enrollment(let key): rosters.insert(key.section)
      }
    }
    for account in try await reader.accounts(ids) { accounts[account.id] = account }
    for link in try await reader.links(keys) { links[link.key] = link }
    for section in try await reader.sections(sectionKeys) { sections[section.key] = section }
    for assertion in try await reader.assertions(in: Array(rosters)) {
      enrollments[EnrollmentKey(assertion.section, assertion.key)] = assertion
    }
  }

  func note(in draft: inout Draft) {
    for account in accounts.values { draft.note(account) }
    for row in wanted {
      switch row {
      case .link(let key): draft.note(links[key], at: key)
      case .section(let key): draft.note(sections[key], at: key)
      case .account, .enrollment: break
      }
    }
  }
}
