import Provisioning

/// Writes one change set: what is new or changed from accounts to enrollments, the entry, then what
/// goes, the other way round.
struct ChangeWriting {
  let changes: ChangeSet
  let session: Session
  let revision: Int64
  var numbers: RowNumbers

  init(
    _ changes: ChangeSet, at revision: Revision, in session: Session
  ) throws(ProvisioningError) {
    self.changes = changes
    self.session = session
    self.revision = revision.number
    numbers = try RowNumbers(of: changes, in: session)
  }

  mutating func write(_ draft: EntryDraft) throws(ProvisioningError) {
    for expectation in changes.expectations { try check(expectation) }
    try writeAccounts()
    try writeSections()
    try writeLinks()
    try writeEnrollments()
    try writeEntry(draft)
    try removeRows()
    try session.apply(changes.records)
  }

  private mutating func writeAccounts() throws(ProvisioningError) {
    if changes.accounts.isEmpty { return }
    var next = try session.number(.nextAccount)
    let hasFormer = try session.number(.hasFormerAccounts) != 0
    for change in changes.accounts {
      guard let state = change.after else { continue }
      let primary: Int64? = if let key = state.primary { try numbers.number(of: key) } else { nil }
      guard change.revision == nil else {
        let statement = try session.prepared(.updateAccount)
        statement.bind(state, primary: primary, revision: revision)
        statement.bind(change.key.rawValue)
        statement.bind(try planned(change.revision))
        try requireOne(try statement.run())
        continue
      }
      let former = hasFormer ? try takeFormer(change.key) : nil
      let statement = try session.prepared(.insertAccount)
      statement.bind(former ?? next)
      statement.bind(change.key.rawValue)
      statement.bind(state, primary: primary, revision: revision)
      try requireOne(try statement.run())
      numbers.note(former ?? next, of: change.key)
      if former == nil { next += 1 }
    }
  }

  /// The number that the account had before it was removed.
  private func takeFormer(_ id: Account.ID) throws(ProvisioningError) -> Int64? {
    let number = try session.firstRow(.formerAccount, bind: { $0.bind(id.rawValue) }) {
      $0.integer()
    }
    guard let number else { return nil }
    let statement = try session.prepared(.deleteFormerAccount)
    statement.bind(number)
    try statement.run()
    return number
  }

  private func writeSections() throws(ProvisioningError) {
    for change in changes.sections {
      guard let state = change.after else { continue }
      let provider = try session.interned(change.key.provider)
      let statement: Statement
      if change.revision == nil {
        statement = try session.prepared(.insertSection)
        statement.bind(provider)
        statement.bind(change.key.subject.rawValue)
        statement.bind(state, revision: revision)
      } else {
        statement = try session.prepared(.updateSection)
        statement.bind(state, revision: revision)
        statement.bind(provider)
        statement.bind(change.key.subject.rawValue)
        statement.bind(try planned(change.revision))
      }
      try requireOne(try statement.run())
    }
  }

  private mutating func writeLinks() throws(ProvisioningError) {
    for change in changes.links {
      guard let state = change.after else { continue }
      let provider = try session.interned(change.key.provider)
      let account = try numbers.number(of: state.account)
      let statement: Statement
      if change.revision == nil {
        let number = try numbers.number(of: change.key)
        statement = try session.prepared(.insertLink)
        statement.bind(number)
        statement.bind(provider)
        statement.bind(change.key.subject.rawValue)
        statement.bind(state, account: account, revision: revision)
      } else {
        statement = try session.prepared(.updateLink)
        statement.bind(state, account: account, revision: revision)
        statement.bind(provider)
        statement.bind(change.key.subject.rawValue)
        statement.bind(try planned(change.revision))
      }
      try requireOne(try statement.run())
    }
  }

  private mutating func writeEnrollments() throws(ProvisioningError) {
    for change in changes.enrollments {
      guard let state = change.after else { continue }
      let section = try numbers.number(of: change.key.section)
      let link = try numbers.number(of: change.key.key)
      let statement: Statement
      if change.revision == nil {
        statement = try session.prepared(.insertAssertion)
        statement.bind(section)
        statement.bind(link)
        statement.bind(state, revision: revision)
      } else {
        statement = try session.prepared(.updateAssertion)
        statement.bind(state, revision: revision)
        statement.bind(section)
        statement.bind(link)
        statement.bind(try planned(change.revision))
      }
      try requireOne(try statement.run())
    }
  }

  private mutating func writeEntry(_ draft: EntryDraft) throws(ProvisioningError) {
    let place = Revision(revision)
    try session.insert(changes.header, at: place, changes: changes.count)
    try session.insertChanges(draft.text, at: place)
    var touched: [Int64] = []
    for id in draft.accounts { touched.append(try numbers.number(of: id)) }
    try session.insertTouched(touched, at: place)
  }

  /// The revision that a change of a row that is there must name.
  func planned(_ revision: Revision?) throws(ProvisioningError) -> Int64 {
    guard let revision else { throw .changed("A change names no revision.") }
    return revision.number
  }

  func requireOne(_ written: Int) throws(ProvisioningError) {
    guard written == 1 else { throw .changed("A row is not as the plan found it.") }
  }
}
