#if PostgreSQL
/// A step from one layout to the next. A step that was released never changes: a later one corrects
/// it. Every statement of it can be run again, for servers that commit each by itself.
struct Migration: Sendable {
  let name: String
  let statements: @Sendable (Ordering) -> [String]
}

/// The layouts that a program knows, as the steps that lead to the present one. The number of steps
/// is the store's version.
struct Layout: Sendable {
  let steps: [Migration]
  var version: Int { steps.count }

  /// The layouts of this version of the package.
  static let present = Layout(steps: [
    Migration(name: "first layout", statements: Schema.first),
    Migration(name: "last transactions of writers", statements: Schema.second),
  ])
}

/// How a server is told to compare texts byte by byte.
enum Ordering: Sendable {
  /// By the collation of a column.
  case named
  /// Not at all: CockroachDB does nothing else, and takes no such word on a column.
  case given

  fileprivate var clause: String {
    switch self {
    case .named: " COLLATE \"C\""
    case .given: ""
    }
  }
}

/// The tables of the first layout.
///
/// Rows refer to each other by the keys by which the outside knows them, so a change set is written
/// without asking for numbers first. There are no foreign keys: each commit checks what rows name,
/// under the one lock that all commits take. `revision` is the entry that last wrote a row.
enum Schema {
  /// What every connection keeps to. Lookups are by key, so one plan will do for each statement: it
  /// need not be made again for each number of keys, and one that was made while a table was empty
  /// must not read all of it later. A commit that is acknowledged is on the disk, whatever the user's
  /// settings say. Servers that do not know a setting pass over it.
  static func settings(schema: String) -> String {
    """
    SET search_path TO "\(schema)";
    SET lock_timeout TO '10s';
    SET idle_in_transaction_session_timeout TO '30s';
    SELECT set_config(
      name,
      CASE name WHEN 'plan_cache_mode' THEN 'force_generic_plan'
        WHEN 'synchronous_commit' THEN 'on' ELSE 'off' END, false)
    FROM pg_settings WHERE name IN ('enable_seqscan', 'jit', 'plan_cache_mode')
      OR name = 'synchronous_commit' AND setting = 'off'
    """
  }

  /// The row in it is the lock that commits take, and counts their revisions. Its layout is 0 until
  /// the tables are there.
  static func root(schema: String) -> [String] {
    [
      "CREATE SCHEMA IF NOT EXISTS \"\(schema)\"",
      """
      CREATE TABLE IF NOT EXISTS store (
        name text PRIMARY KEY, layout int8 NOT NULL, revision int8 NOT NULL)
      """,
      "INSERT INTO store (name, layout, revision) VALUES ('store', 0, 0) ON CONFLICT DO NOTHING",
    ]
  }

  /// How far a copy has come that fills the store, while its layout is ``beingFilled``.
  static let filling =
    "CREATE TABLE IF NOT EXISTS filling (moment text PRIMARY KEY, place text NOT NULL)"

  /// The layout of a store that nobody may open yet.
  static let beingFilled = -1

  @Sendable static func first(_ ordering: Ordering) -> [String] {
    people(key: "text\(ordering.clause)") + sections(key: "text\(ordering.clause)")
      + journal(key: "text\(ordering.clause)")
  }

  /// What each program has committed last, so that it can find out whether a commit that was cut off
  /// was made.
  @Sendable static func second(_ ordering: Ordering) -> [String] {
    [
      """
      CREATE TABLE IF NOT EXISTS writer (
        name text\(ordering.clause) PRIMARY KEY,
        batch int8 NOT NULL, expired int8 NOT NULL, at timestamptz NOT NULL)
      """
    ]
  }

  private static func people(key: String) -> [String] {
    [
      """
      CREATE TABLE IF NOT EXISTS account (
        id \(key) PRIMARY KEY,
        status text NOT NULL, merged_into \(key), primary_link \(key),
        local text, local_email \(key), revision int8 NOT NULL)
      """,
      """
      CREATE INDEX IF NOT EXISTS account_primary_link ON account (primary_link)
      WHERE primary_link IS NOT NULL
      """,
      """
      CREATE INDEX IF NOT EXISTS account_merged_into ON account (merged_into)
      WHERE merged_into IS NOT NULL
      """,
      """
      CREATE INDEX IF NOT EXISTS account_local_email ON account ((\(Query.folded("local_email"))))
      WHERE local_email IS NOT NULL
      """,
      """
      CREATE TABLE IF NOT EXISTS link (
        key \(key) PRIMARY KEY,
        account \(key) NOT NULL, sharing text NOT NULL, since int8 NOT NULL,
        because text NOT NULL, via text, revision int8 NOT NULL,
        roles text, given \(key), middle text, family \(key), email \(key), grade text,
        district \(key), schools text, sis_id \(key), birth_date text, gender text)
      """,
      "CREATE INDEX IF NOT EXISTS link_account ON link (account)",
      """
      CREATE INDEX IF NOT EXISTS link_sis ON link (sis_id, district)
      WHERE sis_id IS NOT NULL AND district IS NOT NULL
      """,
      """
      CREATE INDEX IF NOT EXISTS link_email ON link ((\(Query.folded("email"))))
      WHERE email IS NOT NULL
      """,
    ]
  }

  private static func sections(key: String) -> [String] {
    let details = Query.detailColumns.map { "\($0) text" }.joined(separator: ", ")
    return [
      """
      CREATE TABLE IF NOT EXISTS section (
        key \(key) PRIMARY KEY,
        status text NOT NULL, local text, revision int8 NOT NULL, \(details))
      """,
      """
      CREATE TABLE IF NOT EXISTS assertion (
        section \(key) NOT NULL, link \(key) NOT NULL,
        role text NOT NULL, status text NOT NULL, revision int8 NOT NULL,
        PRIMARY KEY (section, link))
      """,
      "CREATE INDEX IF NOT EXISTS assertion_link ON assertion (link)",
    ]
  }

  private static func journal(key: String) -> [String] {
    [
      // What an entry changed holds personal data, and can be erased by itself.
      """
      CREATE TABLE IF NOT EXISTS entry (
        revision int8 PRIMARY KEY, id \(key) NOT NULL,
        at int8 NOT NULL, actor text NOT NULL, action text NOT NULL, reason text,
        run \(key), reverts \(key), changes int8 NOT NULL, body bytea NOT NULL)
      """,
      "CREATE UNIQUE INDEX IF NOT EXISTS entry_id ON entry (id)",
      "CREATE INDEX IF NOT EXISTS entry_run ON entry (run, revision) WHERE run IS NOT NULL",
      "CREATE INDEX IF NOT EXISTS entry_reverts ON entry (reverts) WHERE reverts IS NOT NULL",
      """
      CREATE TABLE IF NOT EXISTS entry_account (
        account \(key) NOT NULL, revision int8 NOT NULL, PRIMARY KEY (account, revision))
      """,
      "CREATE INDEX IF NOT EXISTS entry_account_revision ON entry_account (revision)",
      """
      CREATE TABLE IF NOT EXISTS record (
        kind \(key) NOT NULL, name \(key) NOT NULL,
        value text NOT NULL, expires int8, version int8 NOT NULL, PRIMARY KEY (kind, name))
      """,
      "CREATE INDEX IF NOT EXISTS record_expires ON record (expires) WHERE expires IS NOT NULL",
    ]
  }
}
#endif
