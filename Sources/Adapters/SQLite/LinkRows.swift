import Provisioning

extension Session {
  func links(_ keys: [Identity.Key]) throws(ProvisioningError) -> [Link] {
    var found: [Link] = []
    try forEachKey(keys) { key throws(ProvisioningError) in
      if let link = try link(key) { found.append(link) }
    }
    return found
  }

  func link(_ key: Identity.Key) throws(ProvisioningError) -> Link? {
    guard let provider = try number(of: key.provider) else { return nil }
    return try firstRow(
      .linkByKey,
      bind: {
        $0.bind(provider)
        $0.bind(key.subject.rawValue)
      }
    ) { row throws(ProvisioningError) in try numberedLink(from: &row).link }
  }

  func linkedAccounts(_ keys: [Identity.Key]) throws(ProvisioningError) -> [LinkedAccount] {
    var found: [LinkedAccount] = []
    try forEachKey(keys) { key throws(ProvisioningError) in
      guard let provider = try number(of: key.provider) else { return }
      let pair = try firstRow(
        .linkedAccount,
        bind: {
          $0.bind(provider)
          $0.bind(key.subject.rawValue)
        }
      ) { row throws(ProvisioningError) in
        let link = try numberedLink(from: &row)
        return LinkedAccount(link: link.link, account: try account(from: &row, besides: link))
      }
      if let pair { found.append(pair) }
    }
    return found
  }

  func links(of accounts: [Account.ID]) throws(ProvisioningError) -> [Link] {
    var found: [Link] = []
    try forEachKey(accounts) { id throws(ProvisioningError) in
      try forEachRow(.linksOfAccount, bind: { $0.bind(id.rawValue) }) {
        row throws(ProvisioningError) in
        found.append(try numberedLink(from: &row).link)
      }
    }
    return found
  }

  func links(matching sisKeys: [SISKey]) throws(ProvisioningError) -> [Link] {
    var found: [Link] = []
    var seen: Set<Int64> = []
    try reading { () throws(ProvisioningError) in
      for key in sisKeys {
        try forEachRow(
          .linksMatching,
          bind: {
            $0.bind(key.district)
            $0.bind(key.sisID)
          }
        ) { row throws(ProvisioningError) in
          let (number, link) = try numberedLink(from: &row)
          guard link.state.profile.sisKey == key, seen.insert(number).inserted else {
            return
          }
          found.append(link)
        }
      }
    }
    return found
  }

  func links(after key: Identity.Key?, limit: Int) throws(ProvisioningError) -> [Link] {
    try page(after: key, of: nil, limit: limit) {
      provider, subject, limit throws(ProvisioningError) in
      try rows(
        .linksAfter,
        bind: {
          $0.bind(provider)
          $0.bind(subject)
          $0.bind(limit)
        }
      ) { row throws(ProvisioningError) in try numberedLink(from: &row).link }
    }
  }

  /// A page in the order of keys: provider by provider in the order of their names.
  func page<Owner, Value>(
    after key: ProviderKey<Owner>?, of only: ProviderName?, limit: Int,
    read: (_ provider: Int64, _ after: String, _ limit: Int64) throws(ProvisioningError) -> [Value]
  ) throws(ProvisioningError) -> [Value] {
    try reading { () throws(ProvisioningError) in
      try readProviders()
      var page: [Value] = []
      for (name, number) in providers.sorted where only == nil || name == only {
        guard page.count < limit else { break }
        if let key, name < key.provider { continue }
        let after = key?.provider == name ? key?.subject.rawValue : nil
        page += try read(number, after ?? "", Int64(limit - page.count))
      }
      return page
    }
  }

  /// The number of the link of `key`.
  func number(of key: Identity.Key) throws(ProvisioningError) -> Int64? {
    guard let provider = try number(of: key.provider) else { return nil }
    return try firstRow(
      .linkNumber,
      bind: {
        $0.bind(provider)
        $0.bind(key.subject.rawValue)
      }
    ) { $0.integer() }
  }

  /// Reads the columns of ``Query/linkColumns``.
  func numberedLink(
    from row: inout Row
  ) throws(ProvisioningError) -> (number: Int64, link: Link) {
    let number = row.integer()
    let key = try identityKey(from: &row)
    let account: Account.ID = try row.identifier()
    let sharing = try Sharing(code: row.integer())
    let since = Timestamp(milliseconds: row.integer())
    let kind = Evidence.Kind(rawValue: row.text())
    let via = row.optionalText().map { Identity.Key($0) }
    if case .some(nil) = via { throw .unreadable("a link's evidence") }
    let revision = Revision(row.integer())
    let state = Link.State(
      account: account, sharing: sharing, since: since,
      because: Evidence(kind, via: via ?? nil), profile: try row.profile())
    return (number, Link(key: key, state: state, revision: revision))
  }
}

extension Query {
  /// Columns of the alias `l` for a link and `a` for its account.
  private static let linkColumns =
    "l.number, l.provider, l.subject, a.id, l.sharing, l.since, l.because, l.via, l.revision, "
    + profileColumns.map { "l.\($0)" }.joined(separator: ", ")

  private static let links =
    "SELECT \(linkColumns) FROM link l JOIN account a ON a.number = l.account"

  static let linkByKey = Query("\(links) WHERE l.provider = ? AND l.subject = ?")
  static let linkNumber = Query("SELECT number FROM link WHERE provider = ? AND subject = ?")
  static let linksOfAccount = Query("\(links) WHERE a.id = ?")
  static let linksMatching = Query("\(links) WHERE l.district = ? AND l.sis_id = ?")
  static let linksAfter = Query(
    "\(links) WHERE l.provider = ? AND l.subject > ? ORDER BY l.subject LIMIT ?")

  static let linkedAccount = Query(
    """
    SELECT \(linkColumns), \(accountColumns) FROM link l JOIN account a ON a.number = l.account
    LEFT JOIN link p ON p.number = a.primary_link AND a.primary_link <> l.number
    WHERE l.provider = ? AND l.subject = ?
    """)
}
