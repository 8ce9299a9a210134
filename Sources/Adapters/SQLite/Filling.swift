import Provisioning

extension Session {
  /// Makes the tables that belong to the filling. An account may name a primary link that comes
  /// after it, so these are kept aside, and references are checked at the end.
  func prepareFilling() throws(ProvisioningError) {
    try execute(
      """
      PRAGMA foreign_keys = 0;
      CREATE TABLE IF NOT EXISTS filling (moment TEXT NOT NULL, place TEXT) STRICT;
      CREATE TABLE IF NOT EXISTS filling_primary (
        account INTEGER PRIMARY KEY, provider INTEGER NOT NULL, subject TEXT NOT NULL
      ) STRICT;
      """)
  }

  /// Where a filling with the content of `moment` goes on. What is there of another one goes.
  func beginFilling(_ moment: StoreMoment) throws(ProvisioningError) -> ContentsPlace? {
    try execute("DELETE FROM record")
    let begun = try firstRow(.filling) { row throws(ProvisioningError) in
      (moment: row.text(), place: row.optionalText().flatMap { ContentsPlace($0) })
    }
    if let begun, begun.moment == moment.text { return begun.place }
    for table in [
      "filling", "filling_primary", "entry_account", "entry_changes", "entry", "assertion",
      "section", "link", "former_account", "account", "provider",
    ] {
      try execute("DELETE FROM \(table)")
    }
    forgetProviders()
    let statement = try prepared(.insertFilling)
    statement.bind(moment.text)
    try statement.run()
    return nil
  }

  /// Writes a page, and how far the filling has come with it. Of records nothing is noted: they
  /// begin anew.
  func fill(_ page: ContentsPage) throws(ProvisioningError) {
    switch page.rows {
    case .accounts(let rows): for row in rows { try fill(row) }
    case .links(let rows): for row in rows { try fill(row) }
    case .sections(let rows): for row in rows { try fill(row) }
    case .assertions(let rows): for row in rows { try fill(row) }
    case .entries(let rows): for row in rows { try fill(row) }
    case .records(let rows): for row in rows { try fill(row) }
    }
    if case .records = page.end { return }
    let statement = try prepared(.updateFilling)
    statement.bind(page.end.text)
    try statement.run()
  }

  /// Lets the accounts name their primary links, once these are there.
  func setPrimaryLinks() throws(ProvisioningError) {
    try execute(
      """
      UPDATE account SET primary_link = (
        SELECT l.number FROM filling_primary p
        JOIN link l ON l.provider = p.provider AND l.subject = p.subject
        WHERE p.account = account.number)
      WHERE number IN (SELECT account FROM filling_primary)
      """)
    let missing = try number(.missingPrimaries)
    guard missing == 0 else { throw .dangling("account's primary link") }
  }

  /// Removes what belongs to the filling.
  func endFilling() throws(ProvisioningError) {
    try setPrimaryLinks()
    try execute("DROP TABLE filling; DROP TABLE filling_primary")
  }

  private func fill(_ account: Account) throws(ProvisioningError) {
    let number = try number(.nextAccount)
    let statement = try prepared(.insertAccount)
    statement.bind(number)
    statement.bind(account.id.rawValue)
    statement.bind(account.state, primary: nil, revision: account.revision.number)
    try statement.run()
    guard let primary = account.state.primary else { return }
    let provider = try interned(primary.provider)
    let aside = try prepared(.insertFillingPrimary)
    aside.bind(number)
    aside.bind(provider)
    aside.bind(primary.subject.rawValue)
    try aside.run()
  }

  private func fill(_ link: Link) throws(ProvisioningError) {
    guard let account = try number(of: link.state.account) else {
      throw .dangling("link's account")
    }
    let number = try number(.nextLink)
    let provider = try interned(link.key.provider)
    let statement = try prepared(.insertLink)
    statement.bind(number)
    statement.bind(provider)
    statement.bind(link.key.subject.rawValue)
    statement.bind(link.state, account: account, revision: link.revision.number)
    try statement.run()
  }

  private func fill(_ section: Section) throws(ProvisioningError) {
    let provider = try interned(section.key.provider)
    let statement = try prepared(.insertSection)
    statement.bind(provider)
    statement.bind(section.key.subject.rawValue)
    statement.bind(section.state, revision: section.revision.number)
    try statement.run()
  }

  private func fill(_ assertion: Enrollment.Assertion) throws(ProvisioningError) {
    guard let section = try number(of: assertion.section), let link = try number(of: assertion.key)
    else { throw .dangling("enrollment's section or link") }
    let statement = try prepared(.insertAssertion)
    statement.bind(section)
    statement.bind(link)
    statement.bind(assertion.state, revision: assertion.revision.number)
    try statement.run()
  }

  private func fill(_ entry: KeptEntry) throws(ProvisioningError) {
    try insert(entry.header, at: entry.revision, changes: entry.count)
    try insertChanges(JournalText.encode(entry.changes), at: entry.revision)
    var touched: [Int64] = []
    for id in entry.accounts { touched.append(try numberOrFormer(of: id)) }
    try insertTouched(touched, at: entry.revision)
  }

  /// The number of an account that is there, or was before it was removed.
  private func numberOrFormer(of id: Account.ID) throws(ProvisioningError) -> Int64 {
    if let number = try number(of: id) { return number }
    let former = try firstRow(.formerAccount, bind: { $0.bind(id.rawValue) }) { $0.integer() }
    if let former { return former }
    let number = try number(.nextAccount)
    let statement = try prepared(.fillFormerAccount)
    statement.bind(number)
    statement.bind(id.rawValue)
    try statement.run()
    return number
  }

  private func fill(_ record: Record) throws(ProvisioningError) {
    let statement = try prepared(.fillRecord)
    statement.bind(record.key.kind.rawValue)
    statement.bind(record.key.name)
    statement.bind(record.value)
    statement.bind(record.expires?.milliseconds)
    statement.bind(record.version)
    try statement.run()
  }
}

extension Query {
  fileprivate static let filling = Query("SELECT moment, place FROM filling")
  fileprivate static let insertFilling = Query("INSERT INTO filling (moment) VALUES (?)")
  fileprivate static let updateFilling = Query("UPDATE filling SET place = ?")
  fileprivate static let insertFillingPrimary = Query(
    "INSERT INTO filling_primary (account, provider, subject) VALUES (?, ?, ?)")
  fileprivate static let missingPrimaries = Query(
    """
    SELECT count(*) FROM filling_primary p JOIN account a ON a.number = p.account
    WHERE a.primary_link IS NULL
    """)
  fileprivate static let fillFormerAccount = Query(
    "INSERT INTO former_account (number, id) VALUES (?, ?)")
  fileprivate static let fillRecord = Query(
    "INSERT INTO record (kind, name, value, expires, version) VALUES (?, ?, ?, ?, ?)")
}

extension ProvisioningError {
  /// What is copied names a row that is not there.
  fileprivate static func dangling(_ what: String) -> ProvisioningError {
    ProvisioningError(
      .corrupt, "The store cannot be copied.", reason: "An \(what) is missing in it.",
      remedy: "Run 'linkctl store verify' on it.")
  }
}
