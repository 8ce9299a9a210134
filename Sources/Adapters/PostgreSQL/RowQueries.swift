#if PostgreSQL
extension Query {
  static let transactions: [Query] = [begin, beginMoment, lock, commit, rollBack]

  /// Each statement of it sees what was committed before it began; what must not change between two
  /// of them, the lock keeps.
  static let begin = Query("begin", "BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED")
  /// All statements of it see what was committed before the first.
  static let beginMoment = Query(
    "begin_moment", "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ")
  /// Every write takes it first, and waits for the one before.
  static let lock = Query(
    "lock", "SELECT revision, layout FROM store WHERE name = 'store' FOR UPDATE")
  static let commit = Query("commit", "COMMIT")
  static let rollBack = Query("roll_back", "ROLLBACK")

  static let rowWrites: [Query] = [
    insertAccounts, insertLinks, insertSections, insertAssertions, putAccounts, putLinks,
    putSections, putAssertions, putRecords, removeAccounts, removeLinks,
    removeSections, removeAssertions, removeRecords, insertEntries, insertEntryAccounts,
    setRevision, expireRecords,
  ]

  static let insertAccounts = insert("account", accountRow)
  static let insertLinks = insert("link", linkRow)
  static let insertSections = insert("section", sectionRow)
  static let insertAssertions = insert("assertion", assertionRow)
  static let putAccounts = put("account", key: 1, accountRow)
  static let putLinks = put("link", key: 1, linkRow)
  static let putSections = put("section", key: 1, sectionRow)
  static let putAssertions = put("assertion", key: 2, assertionRow)

  private static let accountRow = [
    ("id", "text"), ("status", "text"), ("merged_into", "text"), ("primary_link", "text"),
    ("local", "text"), ("local_email", "text"), ("revision", "int8"),
  ]
  private static let linkRow =
    [
      ("key", "text"), ("account", "text"), ("sharing", "text"), ("since", "int8"),
      ("because", "text"), ("via", "text"), ("revision", "int8"),
    ] + profileColumns.map { ($0, "text") }
  private static let sectionRow =
    [("key", "text"), ("status", "text"), ("local", "text"), ("revision", "int8")]
    + detailColumns.map { ($0, "text") }
  private static let assertionRow = [
    ("section", "text"), ("link", "text"), ("role", "text"), ("status", "text"),
    ("revision", "int8"),
  ]
  static let putRecords = put(
    "record", key: 2,
    [
      ("kind", "text"), ("name", "text"), ("value", "text"), ("expires", "int8"),
      ("version", "int8"),
    ])

  static let removeAccounts = Query(
    "remove_accounts", "DELETE FROM account WHERE id = ANY($1::text[])")
  static let removeLinks = Query("remove_links", "DELETE FROM link WHERE key = ANY($1::text[])")
  static let removeSections = Query(
    "remove_sections", "DELETE FROM section WHERE key = ANY($1::text[])")
  static let removeAssertions = Query(
    "remove_assertions",
    """
    DELETE FROM assertion USING unnest($1::text[], $2::text[]) AS v (section, link)
    WHERE assertion.section = v.section AND assertion.link = v.link
    """)
  static let removeRecords = Query(
    "remove_records",
    """
    DELETE FROM record USING unnest($1::text[], $2::text[]) AS v (kind, name)
    WHERE record.kind = v.kind AND record.name = v.name
    """)
  static let expireRecords = Query(
    "expire_records", "DELETE FROM record WHERE expires < $1::int8")

  static let insertEntries = Query(
    "insert_entries",
    insertion(
      "entry",
      [
        ("revision", "int8"), ("id", "text"), ("at", "int8"), ("actor", "text"),
        ("action", "text"), ("reason", "text"), ("run", "text"), ("reverts", "text"),
        ("changes", "int8"), ("body", "bytea"),
      ]))
  static let insertEntryAccounts = Query(
    "insert_entry_accounts",
    insertion("entry_account", [("account", "text"), ("revision", "int8")]))
  static let setRevision = Query(
    "set_revision", "UPDATE store SET revision = $1::int8 WHERE name = 'store'")

  /// Writes rows whether they are there or not; the first `key` columns are their key.
  private static func put(_ table: String, key: Int, _ columns: [(String, String)]) -> Query {
    let assignments = columns.dropFirst(key).map { "\($0.0) = excluded.\($0.0)" }
      .joined(separator: ", ")
    let keys = columns.prefix(key).map(\.0).joined(separator: ", ")
    return Query(
      "put_\(table)s",
      "\(insertion(table, columns)) ON CONFLICT (\(keys)) DO UPDATE SET \(assignments)")
  }

  /// Writes rows that are not there, which was read under the lock.
  private static func insert(_ table: String, _ columns: [(String, String)]) -> Query {
    Query("insert_\(table)s", insertion(table, columns))
  }

  /// Many rows by one statement, an array for each column.
  private static func insertion(_ table: String, _ columns: [(String, String)]) -> String {
    let names = columns.map(\.0).joined(separator: ", ")
    let arrays = columns.enumerated().map { "$\($0 + 1)::\($1.1)[]" }.joined(separator: ", ")
    return "INSERT INTO \(table) (\(names)) SELECT * FROM unnest(\(arrays))"
  }
}
#endif
