import CSQLite
import Provisioning

/// A connection with its prepared statements. It stays on the thread that opened it.
final class Session {
  let handle: OpaquePointer
  /// The file.
  let path: String
  /// The layouts that it knows.
  let layout: Layout
  /// How this connection waits for other programs.
  let wait = BusyWait()
  private var statements: [ObjectIdentifier: Statement] = [:]
  /// Providers by number and by name; rows of that table are added, and never change but by a
  /// restore.
  var providers = Providers()
  /// Which content the session has seen: SQLite counts restores and migrations in one number, and
  /// commits of other sessions in another.
  private var (content, commits): (Int64, UInt32) = (0, 0)

  /// What a session is for.
  enum Purpose: Equatable {
    case reading
    case writing(SQLiteStore.Durability)
    /// For a file that nobody else knows yet.
    case drafting
  }

  /// Opens the file at `path`, which must exist.
  init(path: String, _ layout: Layout = .present) throws(ProvisioningError) {
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = sqlite3_open_v2(path, &opened, flags, nil)
    guard code == SQLITE_OK, let opened else {
      let error = ProvisioningError.sqlite(code, on: opened)
      sqlite3_close_v2(opened)
      throw error
    }
    handle = opened
    self.path = path
    self.layout = layout
    // From the first statement on: a program that closes the file locks it for a moment.
    wait.install(on: handle)
  }

  deinit {
    statements.removeAll()
    sqlite3_close_v2(handle)
  }

  /// The prepared statement of `query`, ready to be bound.
  func prepared(_ query: Query) throws(ProvisioningError) -> Statement {
    if let statement = statements[ObjectIdentifier(query)] {
      statement.reset()
      return statement
    }
    let statement = try Statement(query, on: handle)
    statements[ObjectIdentifier(query)] = statement
    return statement
  }

  /// Runs SQL that is not kept: pragmas and migrations.
  func execute(_ text: String) throws(ProvisioningError) {
    let code = sqlite3_exec(handle, text, nil, nil, nil)
    guard code == SQLITE_OK else { throw .sqlite(code, on: handle) }
  }

  /// The single value that `text` gives, as text.
  func value(_ text: String) throws(ProvisioningError) -> String {
    let statement = try Statement(Query(text), on: handle)
    guard var row = try statement.next() else { return "" }
    return row.text()
  }

  /// Forgets what it remembers of the content, if that was replaced as a whole since it looked last;
  /// returns whether it was. Asks the file only where another session has committed.
  func noticeReplacement() throws(ProvisioningError) -> Bool {
    var commits: UInt32 = 0
    let code = sqlite3_file_control(handle, "main", SQLITE_FCNTL_DATA_VERSION, &commits)
    guard code == SQLITE_OK else { throw .sqlite(code, on: handle) }
    guard commits != self.commits else { return false }
    let content = try number(.schemaVersion)
    self.commits = commits
    guard content != self.content else { return false }
    self.content = content
    forgetProviders()
    return true
  }

  func forgetProviders() { providers = Providers() }

  /// Whether a transaction is open.
  var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Runs `body` so that all it reads belongs to one commit.
  func reading<Answer>(
    _ body: () throws(ProvisioningError) -> Answer
  ) throws(ProvisioningError) -> Answer {
    guard !isInTransaction else { return try body() }
    try prepared(.begin).run()
    let answer: Answer
    do {
      answer = try body()
    } catch {
      rollBack()
      throw error
    }
    try prepared(.commit).run()
    return answer
  }

  /// Ends an open transaction without effect. Where that fails, SQLite has ended it before.
  func rollBack() {
    guard isInTransaction else { return }
    _ = try? prepared(.rollback).run()
  }

  /// Reads the rows of `query`.
  func rows<Value>(
    _ query: Query, bind: (Statement) -> Void = { _ in },
    read: (inout Row) throws(ProvisioningError) -> Value
  ) throws(ProvisioningError) -> [Value] {
    var values: [Value] = []
    try forEachRow(query, bind: bind) { row throws(ProvisioningError) in
      values.append(try read(&row))
    }
    return values
  }

  /// Runs `body` for each row of `query`.
  func forEachRow(
    _ query: Query, bind: (Statement) -> Void = { _ in },
    _ body: (inout Row) throws(ProvisioningError) -> Void
  ) throws(ProvisioningError) {
    let statement = try prepared(query)
    bind(statement)
    do {
      while var row = try statement.next() { try body(&row) }
    } catch {
      statement.reset()
      throw error
    }
  }

  /// The first row of `query`.
  func firstRow<Value>(
    _ query: Query, bind: (Statement) -> Void = { _ in },
    read: (inout Row) throws(ProvisioningError) -> Value
  ) throws(ProvisioningError) -> Value? {
    let statement = try prepared(query)
    bind(statement)
    defer { statement.reset() }
    guard var row = try statement.next() else { return nil }
    return try read(&row)
  }

  /// Runs `body` for each of `keys` once, in one read.
  func forEachKey<Key: Hashable>(
    _ keys: [Key], _ body: (Key) throws(ProvisioningError) -> Void
  ) throws(ProvisioningError) {
    if keys.count == 1 { return try body(keys[0]) }
    if keys.isEmpty { return }
    try reading { () throws(ProvisioningError) in
      for key in Set(keys) { try body(key) }
    }
  }
}

extension Query {
  static let schemaVersion = Query("PRAGMA schema_version")
  static let begin = Query("BEGIN")
  static let beginImmediate = Query("BEGIN IMMEDIATE")
  static let commit = Query("COMMIT")
  static let rollback = Query("ROLLBACK")
  static let savepoint = Query("SAVEPOINT member")
  static let release = Query("RELEASE member")
  static let rollbackToSavepoint = Query("ROLLBACK TO member")
}
