/// An undo in the making.
struct UndoWork {
  let reader: any AccountReader
  let policy: UndoPolicy
  let entry: JournalEntry
  let assumed: Set<Revision>
  private let returning: Set<JournaledChange.Row>
  var draft: Draft
  var conflicts: [UndoConflict] = []
  /// Accounts whose links or status the undo changes.
  var touched: Set<Account.ID> = []
  private var writers: RowWriters
  private var dropped: Set<EnrollmentKey> = []

  init(_ planner: UndoPlanner, _ entry: JournalEntry) {
    reader = planner.reader
    policy = planner.policy
    (assumed, returning) = (planner.assumed, planner.returning)
    self.entry = entry
    draft = Draft(over: planner.reader)
    writers = RowWriters(reader: planner.reader, assuming: planner.assumed)
  }

  mutating func invert(_ changes: [JournaledChange]) async throws(ProvisioningError) {
    let rows = try await UndoRows(of: changes, in: reader)
    rows.note(in: &draft)
    var accounts: [(id: Account.ID, change: JournaledChange)] = []
    // The store orders the commit by itself, so only the checks care: enrollments before the links
    // under them, links before their accounts; and what comes back the other way round.
    for change in changes.reversed() where !change.isRemoval {
      switch change.row {
      case .enrollment(let key): try await invert(key, change, rows)
      case .link(let key): try await invert(key, change, rows)
      case .section(let key): try await invert(key, change, rows)
      case .account(let id): accounts.append((id, change))
      }
    }
    let made = accounts.filter { $0.change.edit == .created }.map(\.id)
    let links = try await draft.plannedLinks(of: Set(made))
    for (id, change) in accounts {
      try await invert(id, change, rows, isFree: links[id] == nil && !rows.survivors.contains(id))
    }
    for change in changes where change.isRemoval {
      switch change.row {
      case .account(let id): try await invert(id, change, rows, isFree: true)
      case .section(let key): try await invert(key, change, rows)
      case .link(let key): try await invert(key, change, rows)
      case .enrollment(let key): try await invert(key, change, rows)
      }
    }
    try await returnFollowers(of: changes)
    try await settleAccounts()
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
        let link = try await draft.link(key.key)
        let section = try await draft.section(key.section)
        guard stands(link, .link(key.key)), stands(section, .section(key.section)) else {
          return try await conflict(change.row, nil, nil)
        }
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
      guard try await drop(rows.members[key] ?? [], under: change) else { return }
    }
    draft.set(key, to: inverse.state)
  }

  private mutating func invert(
    _ key: Identity.Key, _ change: JournaledChange, _ rows: UndoRows
  ) async throws(ProvisioningError) {
    let present = rows.links[key]
    guard let inverse = try await inverse(change, of: present?.state, at: present?.revision)
    else { return }
    if inverse.state == nil {
      guard try await isUnused(present, rows) || policy == .revertLater else {
        return try await conflict(change.row, nil, present?.revision)
      }
      guard try await drop(rows.asserted[key] ?? [], under: change) else { return }
    }
    if present == nil, let id = inverse.state?.account {
      let account = try await draft.account(id)
      guard stands(account, .account(id)) else {
        return try await conflict(change.row, nil, nil)
      }
    }
    draft.set(key, to: inverse.state)
    guard present?.state.account != inverse.state?.account else { return }
    touched.formUnion([present?.state.account, inverse.state?.account].compactMap { $0 })
  }

  private mutating func invert(
    _ id: Account.ID, _ change: JournaledChange, _ rows: UndoRows, isFree: Bool
  ) async throws(ProvisioningError) {
    let present = rows.accounts[id]
    guard let inverse = try await inverse(change, of: present?.state, at: present?.revision)
    else { return }
    touched.insert(id)
    guard inverse.state != nil || isFree else {
      return try await conflict(change.row, nil, present?.revision)
    }
    draft.set(id, to: inverse.state)
  }

  /// Whether the account that came with a link was left alone since: someone who has claimed it
  /// must not lose the way in.
  private mutating func isUnused(_ link: Link?, _ rows: UndoRows) async throws(ProvisioningError)
    -> Bool
  {
    guard let link, let account = rows.accounts[link.state.account] else { return true }
    return try await isUntouched(.account(account.id), since: account.revision)
  }

  /// Whether what a row that comes back hangs on is there, or comes back before.
  private func stands<State>(_ present: State?, _ ground: JournaledChange.Row) -> Bool {
    present != nil || returning.contains(ground)
  }

  /// Removes assertions that hang on a row that goes. Later ones are in the way.
  private mutating func drop(
    _ members: [Enrollment.Assertion], under change: JournaledChange
  ) async throws(ProvisioningError) -> Bool {
    var later: [Enrollment.Assertion] = []
    for member in members {
      let place = EnrollmentKey(member.section, member.key)
      if dropped.contains(place) { continue }
      if try await !isAssumed(.enrollment(place), at: member.revision) { later.append(member) }
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
      guard try await isUntouched(change.row, since: revision) || policy == .revertLater else {
        try await conflict(change.row, nil, revision)
        return nil
      }
      return Inverse(state: nil)
    case .removed(let columns):
      guard present == nil || policy == .revertLater else {
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
    let isAssumed = isLater ? try await isAssumed(row, at: revision) : false
    for (column, change) in changed.sorted(by: { $0.key < $1.key }) {
      if !isAssumed, present[column] != change.after, present[column] != change.before {
        try await conflict(row, column, revision)
      }
      // Columns of one row hold together (a status and its target), so they go back together.
      if !isLater || policy == .revertLater { columns[column] = change.before }
    }
    return columns
  }

  /// Whether the row is as an entry left it that will have been taken back before.
  private mutating func isAssumed(
    _ row: JournaledChange.Row, at revision: Revision?
  ) async throws(ProvisioningError) -> Bool {
    guard let revision, !assumed.isEmpty else { return false }
    if assumed.contains(revision) { return true }
    return assumed.contains(
      try await writers.origin(of: row, at: revision, notBefore: entry.revision))
  }

  /// Whether the row is as the entry left it: nobody wrote it since, or all who did were undone.
  private mutating func isUntouched(
    _ row: JournaledChange.Row, since revision: Revision?
  ) async throws(ProvisioningError) -> Bool {
    guard let revision else { return true }
    let floor = entry.revision
    return try await writers.origin(of: row, at: revision, notBefore: floor) == floor
  }

  mutating func conflict(
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
}
