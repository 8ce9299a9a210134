#if PostgreSQL
import Provisioning

extension Read where Answer == [Account] {
  static func accounts(_ ids: some Collection<Account.ID>) -> Read {
    Read(each: .accountsByID, { $0.addTexts(Array(Set(ids)), \.rawValue) }, account)
  }

  static func accounts(after id: Account.ID?, limit: Int) -> Read {
    Read(
      each: .accountsAfter,
      {
        $0.add(id?.rawValue ?? "")
        $0.add(Int64(max(0, limit)))
      }, account)
  }

  static func accounts(following links: some Collection<Identity.Key>) -> Read {
    Read(each: .accountsFollowing, { $0.addTexts(Array(links), \.stored) }, account)
  }

  static func accounts(holding email: EmailAddress) -> Read {
    Read(each: .accountsHolding, { $0.add(email.folded) }, account)
  }

  static func accounts(matching text: String, limit: Int) -> Read {
    Read(
      each: .accountsMatching,
      {
        $0.add(EmailAddress.folded(text))
        $0.add(Int64(max(0, limit)))
      }, account)
  }

  private static let account: @Sendable (inout Row) throws(ProvisioningError) -> Account = {
    row throws(ProvisioningError) in try row.account()
  }
}

extension Read where Answer == Set<Account.ID> {
  static func survivors(among ids: [Account.ID]) -> Read {
    Read(request: Request(.survivors) { $0.addTexts(Array(Set(ids)), \.rawValue) }) {
      rows throws(ProvisioningError) in
      Set(try rows.map { row throws(ProvisioningError) in try row.identifier() })
    }
  }
}

extension Row {
  /// Reads the columns of ``Query/accountColumns``.
  mutating func account() throws(ProvisioningError) -> Account {
    let id: Account.ID = try identifier()
    let name = try text()
    let target: Account.ID? = try optionalIdentifier()
    guard let status = Account.Status(name: name, mergedInto: target) else {
      throw .unreadable("an account's status")
    }
    var state = Account.State(status: status)
    if let primary = optionalText() { state.primary = try Identity.Key(stored: primary) }
    state.local = try localEdits()
    let revision = try revision()
    return Account(id: id, state: state, asserted: try profile(), revision: revision)
  }

  mutating func localEdits<Fields>() throws(ProvisioningError) -> LocalEdits<Fields> {
    let stored = try LocalEdits<Fields>(text: optionalText())
    return LocalEdits(stored.values.mapValues { $0.map(StoredText.decode) })
  }

  mutating func profile() throws(ProvisioningError) -> Profile {
    var profile = Profile()
    let roles = (optionalText() ?? "").split(separator: ",").map { Role(rawValue: String($0)) }
    guard !roles.contains(nil) else { throw .unreadable("a role") }
    profile.roles = roles.compactMap { $0 }
    profile.given = optionalText()
    profile.middle = optionalText()
    profile.family = optionalText()
    profile.email = optionalText()
    profile.grade = optionalText()
    profile.district = optionalText()
    profile.schools = try ListText.decode(optionalText())
    profile.sisID = optionalText()
    profile.birthDate = optionalText()
    profile.gender = optionalText()
    return profile
  }
}

extension LocalEdits {
  /// The edits as they stand in a column: JSON whose texts are in the form of ``StoredText``, so that
  /// PostgreSQL can look into it.
  var stored: String? { LocalEdits(values.mapValues { $0.map(StoredText.encode) }).text }
}

extension Query {
  static let accountReads: [Query] = [
    accountsByID, accountsAfter, accountsFollowing, accountsHolding, accountsMatching, survivors,
  ]

  static let profileColumns = [
    "roles", "given", "middle", "family", "email", "grade", "district", "schools", "sis_id",
    "birth_date", "gender",
  ]

  /// Columns of the alias `a` for an account and `p` for its primary link.
  static let accountColumns =
    "a.id, a.status, a.merged_into, a.primary_link, a.local, a.revision, "
    + profileColumns.map { "p.\($0)" }.joined(separator: ", ")

  private static let accounts =
    "SELECT \(accountColumns) FROM account a LEFT JOIN link p ON p.key = a.primary_link"
  private static let isLive = "a.status IN ('unclaimed', 'active', 'disabled')"

  static let accountsByID = Query("accounts_by_id", "\(accounts) WHERE a.id = ANY($1::text[])")
  static let accountsFollowing = Query(
    "accounts_following", "\(accounts) WHERE a.primary_link = ANY($1::text[])")
  static let accountsAfter = Query(
    "accounts_after", "\(accounts) WHERE a.id > $1::text ORDER BY a.id LIMIT $2::int8")
  static let accountsHolding = Query(
    "accounts_holding",
    """
    \(accounts) WHERE \(isLive) AND a.id IN (
      SELECT account FROM link WHERE \(folded("email")) = $1::text
      UNION SELECT id FROM account WHERE \(folded("local_email")) = $1::text)
    """)
  static let survivors = Query(
    "survivors", "SELECT DISTINCT merged_into FROM account WHERE merged_into = ANY($1::text[])")

  /// One look at all links and at the accounts' edits.
  static let accountsMatching: Query = {
    let asserted = ["split_part(key, ' ', 2)", "sis_id", "email", "given", "family"]
      .map(begins).joined(separator: " OR ")
    let edited = ["sis_id", "email", "given", "family"]
      .map { begins("local::jsonb -> '\($0)' ->> 0") }.joined(separator: " OR ")
    return Query(
      "accounts_matching",
      """
      \(accounts) WHERE \(isLive) AND (\(begins("a.id")) OR a.id IN (
        SELECT account FROM link WHERE \(asserted)
        UNION SELECT id FROM account WHERE local IS NOT NULL AND (\(edited))))
      ORDER BY a.id LIMIT $2::int8
      """, .long)
  }()

  private static func begins(_ text: String) -> String {
    "left(\(folded(text)), char_length($1::text)) = $1::text"
  }

  /// A text with its ASCII letters in lower case: `lower` folds others too, here or there.
  static func folded(_ text: String) -> String {
    "translate(\(text), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
  }
}
#endif
