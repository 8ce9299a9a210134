#if PostgreSQL
import Provisioning

extension Read where Answer == [Link] {
  static func links(_ keys: some Collection<Identity.Key>) -> Read {
    Read(each: .linksByKey, { $0.addTexts(Array(Set(keys)), \.stored) }, link)
  }

  static func links(of accounts: some Collection<Account.ID>) -> Read {
    Read(each: .linksOf, { $0.addTexts(Array(Set(accounts)), \.rawValue) }, link)
  }

  static func links(matching sisKeys: some Collection<SISKey>) -> Read {
    let wanted = Set(sisKeys)
    let request = Request(.linksMatching) {
      $0.addTexts(Array(wanted), \.district)
      $0.addTexts(Array(wanted), \.sisID)
    }
    return Read(request: request) { rows throws(ProvisioningError) in
      var seen: Set<Identity.Key> = []
      return try rows.map(link).filter { link in
        guard let key = link.state.profile.sisKey, wanted.contains(key) else { return false }
        return seen.insert(link.key).inserted
      }
    }
  }

  /// The links that `accounts` follow, whomever they belong to.
  static func primaryLinks(of accounts: some Collection<Account.ID>) -> Read {
    Read(each: .primaryLinks, { $0.addTexts(Array(Set(accounts)), \.rawValue) }, link)
  }

  static func links(after key: Identity.Key?, limit: Int) -> Read {
    Read(
      each: .linksAfter,
      {
        $0.add(key?.stored ?? "")
        $0.add(Int64(max(0, limit)))
      }, link)
  }

  private static let link: @Sendable (inout Row) throws(ProvisioningError) -> Link = {
    row throws(ProvisioningError) in try row.link()
  }
}

extension Read where Answer == [LinkedAccount] {
  static func linkedAccounts(_ keys: some Collection<Identity.Key>) -> Read {
    Read(each: .linkedAccounts, { $0.addTexts(Array(Set(keys)), \.stored) }) {
      row throws(ProvisioningError) in
      LinkedAccount(link: try row.link(), account: try row.account())
    }
  }
}

extension Row {
  /// Reads the columns of ``Query/linkColumns``.
  mutating func link() throws(ProvisioningError) -> Link {
    let key: Identity.Key = try key()
    let account: Account.ID = try identifier()
    let sharing: Sharing = try word()
    let since = Timestamp(milliseconds: try number())
    let kind = Evidence.Kind(rawValue: try text())
    var via: Identity.Key?
    if let stored = optionalText() { via = try Identity.Key(stored: stored) }
    let revision = try revision()
    let state = Link.State(
      account: account, sharing: sharing, since: since, because: Evidence(kind, via: via),
      profile: try profile())
    return Link(key: key, state: state, revision: revision)
  }
}

extension Query {
  static let linkReads: [Query] = [
    linksByKey, linksOf, linksMatching, primaryLinks, linksAfter, linkedAccounts,
  ]

  /// Columns of the alias `l` for a link.
  private static let linkColumns =
    "l.key, l.account, l.sharing, l.since, l.because, l.via, l.revision, "
    + profileColumns.map { "l.\($0)" }.joined(separator: ", ")
  private static let links = "SELECT \(linkColumns) FROM link l"

  static let linksByKey = Query("links_by_key", "\(links) WHERE l.key = ANY($1::text[])")
  static let linksOf = Query("links_of", "\(links) WHERE l.account = ANY($1::text[])")
  static let linksMatching = Query(
    "links_matching",
    """
    \(links) JOIN unnest($1::text[], $2::text[]) AS v (district, sis_id)
      ON l.sis_id = v.sis_id AND l.district = v.district
    """)
  static let primaryLinks = Query(
    "primary_links",
    "\(links) JOIN account a ON a.primary_link = l.key WHERE a.id = ANY($1::text[])")
  static let linksAfter = Query(
    "links_after", "\(links) WHERE l.key > $1::text ORDER BY l.key LIMIT $2::int8")
  static let linkedAccounts = Query(
    "linked_accounts",
    """
    SELECT \(linkColumns), \(accountColumns) FROM link l JOIN account a ON a.id = l.account
    LEFT JOIN link p ON p.key = a.primary_link WHERE l.key = ANY($1::text[])
    """)
}
#endif
