import Provisioning

extension Query {
  static let nextLink = Query("SELECT ifnull(max(number), 0) + 1 FROM link")
  /// Former accounts keep their numbers.
  static let nextAccount = Query(
    """
    SELECT max(ifnull((SELECT max(number) FROM account), 0),
      ifnull((SELECT max(number) FROM former_account), 0)) + 1
    """)

  private static let accountValues = [
    "status", "merged_into", "primary_link", "local", "local_email", "revision",
  ]
  static let insertAccount = insert("account", ["number", "id"] + accountValues)
  static let updateAccount = update("account", accountValues, where: "id = ? AND revision = ?")
  static let deleteAccount = Query("DELETE FROM account WHERE id = ? AND revision = ?")

  static let hasFormerAccounts = Query("SELECT EXISTS (SELECT 1 FROM former_account)")
  static let formerAccount = Query("SELECT number FROM former_account WHERE id = ?")
  static let insertFormerAccount = Query(
    "INSERT INTO former_account (number, id) SELECT number, id FROM account WHERE id = ?")
  static let deleteFormerAccount = Query("DELETE FROM former_account WHERE number = ?")

  private static let linkValues =
    ["account", "sharing", "since", "because", "via", "revision"] + profileColumns
  static let insertLink = insert("link", ["number", "provider", "subject"] + linkValues)
  static let updateLink = update(
    "link", linkValues, where: "provider = ? AND subject = ? AND revision = ?")
  static let deleteLink = Query(
    "DELETE FROM link WHERE provider = ? AND subject = ? AND revision = ?")

  private static let sectionValues = ["status", "revision", "local"] + detailColumns
  static let insertSection = insert("section", ["provider", "id"] + sectionValues)
  static let updateSection = update(
    "section", sectionValues, where: "provider = ? AND id = ? AND revision = ?")
  static let deleteSection = Query(
    "DELETE FROM section WHERE provider = ? AND id = ? AND revision = ?")

  private static let assertionValues = ["role", "status", "revision"]
  static let insertAssertion = insert("assertion", ["section", "link"] + assertionValues)
  static let updateAssertion = update(
    "assertion", assertionValues, where: "section = ? AND link = ? AND revision = ?")
  static let deleteAssertion = Query(
    "DELETE FROM assertion WHERE section = ? AND link = ? AND revision = ?")

  static let insertEntry = insert(
    "entry",
    ["revision", "id", "at", "actor", "action", "reason", "run", "reverts", "changes"])
  static let insertEntryChanges = insert("entry_changes", ["revision", "changes"])
  static let insertEntryAccount = insert("entry_account", ["account", "revision"])

  private static func insert(_ table: String, _ columns: [String]) -> Query {
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    return Query("INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(marks))")
  }

  private static func update(
    _ table: String, _ columns: [String], where condition: String
  ) -> Query {
    let assignments = columns.map { "\($0) = ?" }.joined(separator: ", ")
    return Query("UPDATE \(table) SET \(assignments) WHERE \(condition)")
  }
}

extension Statement {
  func bind(_ state: Account.State, primary: Int64?, revision: Int64) {
    bind(state.status.code)
    if case .merged(let target) = state.status { bind(target.rawValue) } else { bindNull() }
    bind(primary)
    bind(state.local.text)
    bind(state.local.values[.email]?.first)
    bind(revision)
  }

  func bind(_ state: Link.State, account: Int64, revision: Int64) {
    bind(account)
    bind(state.sharing.code)
    bind(state.since.milliseconds)
    bind(state.because.kind.rawValue)
    bind(state.because.via?.description)
    bind(revision)
    bind(state.profile)
  }

  func bind(_ state: Section.State, revision: Int64) {
    bind(state.status.code)
    bind(revision)
    bind(state.local.text)
    bind(state.asserted)
  }

  func bind(_ state: Enrollment.State, revision: Int64) {
    bind(state.role.code)
    bind(state.status.code)
    bind(revision)
  }
}
