import Provisioning

/// Writes the rows of one change set: what is new or changed from accounts to enrollments, then what
/// goes the other way round.
final class ChangeWriting {
  private let changes: ChangeSet
  private let session: Session
  private let revision: Int64
  /// Numbers of accounts, links and sections that this change set names, as far as they are known.
  private var accounts: [Account.ID: Int64] = [:]
  private var links: [Identity.Key: Int64] = [:]
  private var newLinks: [Identity.Key: Int64] = [:]
  private var lastSection: (key: Section.Key, number: Int64)?

  init(
    _ changes: ChangeSet, at revision: Revision, in session: Session
  ) throws(ProvisioningError) {
    self.changes = changes
    self.session = session
    self.revision = revision.number
  }

  func write(_ draft: EntryDraft) throws(ProvisioningError) {
    try numberNewLinks()
    try writeAccounts()
    try writeSections()
    try writeLinks()
    try writeEnrollments()
    try writeEntry(draft)
    try removeRows()
  }

  /// Accounts are written before their links, and name one of them: so links get numbers first.
  private func numberNewLinks() throws(ProvisioningError) {
    var next: Int64?
    for link in changes.links where link.revision == nil {
      if next == nil { next = try session.firstRow(.nextLink) { $0.integer() } ?? 1 }
      newLinks[link.key] = next
      next! += 1
    }
  }

  private func writeAccounts() throws(ProvisioningError) {
    var next: Int64?
    for change in changes.accounts {
      guard let state = change.after else { continue }
      let primary = try primaryLink(of: state)
      if change.revision == nil {
        if next == nil { next = try session.firstRow(.nextAccount) { $0.integer() } ?? 1 }
        let former = try takeFormer(change.key)
        let number = former ?? next!
        if former == nil { next! += 1 }
        let statement = try session.prepared(.insertAccount)
        statement.bind(number)
        statement.bind(change.key.rawValue)
        statement.bind(state, primary: primary, revision: revision)
        try requireOne(try statement.run())
        accounts[change.key] = number
      } else {
        let statement = try session.prepared(.updateAccount)
        statement.bind(state, primary: primary, revision: revision)
        statement.bind(change.key.rawValue)
        statement.bind(try planned(change.revision))
        try requireOne(try statement.run())
      }
    }
  }

  private func primaryLink(of state: Account.State) throws(ProvisioningError) -> Int64? {
    guard let key = state.primary else { return nil }
    return try linkNumber(key)
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

  private func writeLinks() throws(ProvisioningError) {
    for change in changes.links {
      guard let state = change.after else { continue }
      let provider = try session.interned(change.key.provider)
      let account = try accountNumber(state.account)
      let statement: Statement
      if change.revision == nil {
        statement = try session.prepared(.insertLink)
        statement.bind(newLinks[change.key])
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

  private func writeEnrollments() throws(ProvisioningError) {
    for change in changes.enrollments {
      guard let state = change.after else { continue }
      let section = try sectionNumber(change.key.section)
      let link = try linkNumber(change.key.key)
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

  private func accountNumber(_ id: Account.ID) throws(ProvisioningError) -> Int64 {
    if let number = accounts[id] { return number }
    guard let number = try session.number(of: id) else {
      throw .changed("A link's account is missing.")
    }
    accounts[id] = number
    return number
  }

  private func linkNumber(_ key: Identity.Key) throws(ProvisioningError) -> Int64 {
    if let number = newLinks[key] ?? links[key] { return number }
    guard let number = try session.number(of: key) else {
      throw .changed("A link that the plan names is missing.")
    }
    links[key] = number
    return number
  }

  /// Enrollments come section by section.
  private func sectionNumber(_ key: Section.Key) throws(ProvisioningError) -> Int64 {
    if let lastSection, lastSection.key == key { return lastSection.number }
    guard let number = try session.number(of: key) else {
      throw .changed("An enrollment's section is missing.")
    }
    lastSection = (key, number)
    return number
  }

  /// The revision that a change of a row that is there must name.
  private func planned(_ revision: Revision?) throws(ProvisioningError) -> Int64 {
    guard let revision else { throw .changed("A change names no revision.") }
    return revision.number
  }

  private func requireOne(_ written: Int) throws(ProvisioningError) {
    guard written == 1 else { throw .changed("A row is not as the plan found it.") }
  }
}

extension ChangeWriting {
  private func removeRows() throws(ProvisioningError) {
    for change in changes.enrollments where change.after == nil {
      let statement = try session.prepared(.deleteAssertion)
      let section = try sectionNumber(change.key.section)
      let link = try linkNumber(change.key.key)
      statement.bind(section)
      statement.bind(link)
      statement.bind(try planned(change.revision))
      try requireOne(try statement.run())
    }
    for change in changes.links where change.after == nil {
      try remove(change.key, change.revision, by: .deleteLink)
    }
    for change in changes.sections where change.after == nil {
      try remove(change.key, change.revision, by: .deleteSection)
    }
    for change in changes.accounts where change.after == nil {
      let former = try session.prepared(.insertFormerAccount)
      former.bind(change.key.rawValue)
      try former.run()
      let statement = try session.prepared(.deleteAccount)
      statement.bind(change.key.rawValue)
      statement.bind(try planned(change.revision))
      try requireOne(try statement.run())
    }
  }

  private func remove<Owner>(
    _ key: ProviderKey<Owner>, _ revision: Revision?, by query: Query
  ) throws(ProvisioningError) {
    let provider = try session.interned(key.provider)
    let statement = try session.prepared(query)
    statement.bind(provider)
    statement.bind(key.subject.rawValue)
    statement.bind(try planned(revision))
    try requireOne(try statement.run())
  }

  private func writeEntry(_ draft: EntryDraft) throws(ProvisioningError) {
    let header = changes.header
    let entry = try session.prepared(.insertEntry)
    entry.bind(revision)
    entry.bind(header.id.rawValue)
    entry.bind(header.at.milliseconds)
    entry.bind(header.actor)
    entry.bind(header.action.rawValue)
    entry.bind(header.reason)
    entry.bind(header.run?.rawValue)
    entry.bind(header.reverts?.rawValue)
    entry.bind(Int64(changes.count))
    try entry.run()

    let text = try session.prepared(.insertEntryChanges)
    text.bind(revision)
    text.bind(draft.text)
    try text.run()

    for id in draft.accounts {
      let number = try accountNumber(id)
      let statement = try session.prepared(.insertEntryAccount)
      statement.bind(number)
      statement.bind(revision)
      try statement.run()
    }
  }
}
