import Provisioning

extension Session {
  func accounts(_ ids: [Account.ID]) throws(ProvisioningError) -> [Account] {
    var found: [Account] = []
    try forEachKey(ids) { id throws(ProvisioningError) in
      if let account = try account(id) { found.append(account) }
    }
    return found
  }

  func account(_ id: Account.ID) throws(ProvisioningError) -> Account? {
    try firstRow(.accountByID, bind: { $0.bind(id.rawValue) }) { row throws(ProvisioningError) in
      try account(from: &row)
    }
  }

  func survivors(among ids: [Account.ID]) throws(ProvisioningError) -> Set<Account.ID> {
    var survivors: Set<Account.ID> = []
    try forEachKey(ids) { id throws(ProvisioningError) in
      let found = try firstRow(.mergedInto, bind: { $0.bind(id.rawValue) }) { $0.integer() }
      if found != nil { survivors.insert(id) }
    }
    return survivors
  }

  func accounts(
    after id: Account.ID?, limit: Int
  ) throws(ProvisioningError) -> [Account] {
    try rows(
      .accountsAfter,
      bind: {
        $0.bind(id?.rawValue ?? "")
        $0.bind(Int64(max(0, limit)))
      }
    ) { row throws(ProvisioningError) in try account(from: &row) }
  }

  func accounts(holding email: EmailAddress) throws(ProvisioningError) -> [Account] {
    try rows(
      .accountsHolding,
      bind: {
        $0.bind(email.rawValue)
        $0.bind(email.rawValue)
      }
    ) { row throws(ProvisioningError) in try account(from: &row) }
  }

  func accounts(
    matching text: String, limit: Int
  ) throws(ProvisioningError) -> [Account] {
    // SQLite refuses longer patterns, and no name or identifier is near that.
    guard text.utf8.count <= 1000 else { return [] }
    let pattern = escaped(text) + "%"
    return try rows(
      .accountsMatching,
      bind: {
        $0.bind(pattern)
        $0.bind(Int64(max(0, limit)))
      }
    ) { row throws(ProvisioningError) in try account(from: &row) }
  }

  private func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      if character == "%" || character == "_" || character == "\\" { escaped += "\\" }
      escaped.unicodeScalars.append(character)
    }
    return escaped
  }

  /// The number of the account called `id`.
  func number(of id: Account.ID) throws(ProvisioningError) -> Int64? {
    try firstRow(.accountNumber, bind: { $0.bind(id.rawValue) }) { $0.integer() }
  }

  /// Reads the columns of ``Query/accountColumns``. `link` is a link of the account that was read
  /// already; where it is the primary one, the row does not repeat it.
  func account(
    from row: inout Row, besides link: (number: Int64, link: Link)? = nil
  ) throws(ProvisioningError) -> Account {
    let id: Account.ID
    if let link {
      id = link.link.state.account
      row.skip(1)
    } else {
      id = try row.identifier()
    }
    let status = try Account.Status(
      code: row.integer(), mergedInto: try row.optionalIdentifier())
    let local = try LocalEdits<Profile>(text: row.optionalText())
    let revision = Revision(row.integer())
    var state = Account.State(status: status, local: local)
    var asserted = Profile()
    if let primary = row.optionalInteger() {
      if let link, link.number == primary {
        state.primary = link.link.key
        asserted = link.link.state.profile
      } else {
        state.primary = try identityKey(from: &row)
        asserted = try row.profile()
      }
    }
    return Account(id: id, state: state, asserted: asserted, revision: revision)
  }

  func identityKey(from row: inout Row) throws(ProvisioningError) -> Identity.Key {
    let provider = try provider(row.integer())
    return Identity.Key(provider, try row.identifier())
  }
}

extension Query {
  static let mergedInto = Query("SELECT 1 FROM account WHERE merged_into = ? LIMIT 1")
  static let profileColumns = [
    "roles", "given", "middle", "family", "email", "grade", "district", "schools", "sis_id",
    "birth_date", "gender",
  ]

  /// Columns of the alias `a` for an account and `p` for its primary link.
  static let accountColumns =
    "a.id, a.status, a.merged_into, a.local, a.revision, a.primary_link, p.provider, p.subject, "
    + profileColumns.map { "p.\($0)" }.joined(separator: ", ")

  private static let accounts =
    "SELECT \(accountColumns) FROM account a LEFT JOIN link p ON p.number = a.primary_link"

  static let accountByID = Query("\(accounts) WHERE a.id = ?")
  static let accountNumber = Query("SELECT number FROM account WHERE id = ?")
  static let accountsAfter = Query("\(accounts) WHERE a.id > ? ORDER BY a.id LIMIT ?")

  static let accountsHolding = Query(
    """
    \(accounts) WHERE a.status <= 2 AND a.number IN (
      SELECT account FROM link WHERE email = ?
      UNION SELECT number FROM account WHERE local_email = ?)
    """)

  /// One scan of the links and of the accounts' edits, then a walk in the order of identifiers that
  /// ends at the limit.
  static let accountsMatching: Query = {
    let asserted = ["subject", "sis_id", "email", "given", "family"]
      .map { "\($0) LIKE ?1 ESCAPE '\\'" }.joined(separator: " OR ")
    let edited = ["sis_id", "email", "given", "family"]
      .map { "local ->> '$.\($0)[0]' LIKE ?1 ESCAPE '\\'" }.joined(separator: " OR ")
    return Query(
      """
      \(accounts) WHERE a.status <= 2 AND (a.id LIKE ?1 ESCAPE '\\' OR a.number IN (
        SELECT account FROM link WHERE \(asserted)
        UNION SELECT number FROM account WHERE local IS NOT NULL AND (\(edited))))
      ORDER BY a.id LIMIT ?2
      """)
  }()
}
