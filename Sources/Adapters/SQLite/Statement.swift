import CSQLite
import Provisioning

/// The text of a statement. Its identity is the key under which a session keeps it prepared.
final class Query: Sendable {
  let text: String
  init(_ text: String) { self.text = text }
}

/// A prepared statement. Values are bound in the order of the parameters, all of them each time.
final class Statement {
  let handle: OpaquePointer
  private var parameter: Int32 = 0
  private var failure: Int32 = SQLITE_OK

  /// Where bound texts lie until the statement has run, so that SQLite need not copy them. What
  /// does not fit, SQLite copies.
  private let arena = UnsafeMutableRawBufferPointer.allocate(byteCount: 2048, alignment: 1)
  private var used = 0

  init(_ query: Query, on connection: OpaquePointer) throws(ProvisioningError) {
    var prepared: OpaquePointer?
    let code = sqlite3_prepare_v3(
      connection, query.text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
    guard code == SQLITE_OK, let prepared else {
      arena.deallocate()
      throw .sqlite(code, on: connection)
    }
    handle = prepared
  }

  deinit {
    sqlite3_finalize(handle)
    arena.deallocate()
  }

  func bind(_ number: Int64) {
    parameter += 1
    failure |= sqlite3_bind_int64(handle, parameter, number)
  }

  func bind(_ number: Int64?) {
    guard let number else { return bindNull() }
    bind(number)
  }

  func bindNull() {
    parameter += 1
    failure |= sqlite3_bind_null(handle, parameter)
  }

  func bind(_ text: String?) {
    guard let text else { return bindNull() }
    bind(text)
  }

  func bind(_ text: String) {
    parameter += 1
    var text = text
    text.withUTF8 { bytes in
      let isKept = bytes.count <= arena.count - used
      var start = UnsafeRawPointer(arena.baseAddress! + used)
      if isKept {
        if let base = bytes.baseAddress {
          arena.baseAddress!.advanced(by: used).copyMemory(from: base, byteCount: bytes.count)
        }
        used += bytes.count
      } else {
        start = UnsafeRawPointer(bytes.baseAddress!)
      }
      failure |= sqlite3_bind_text64(
        handle, parameter, start.assumingMemoryBound(to: CChar.self),
        sqlite3_uint64(bytes.count), isKept ? nil : Self.copies, UInt8(SQLITE_UTF8))
    }
  }

  /// Binds `bytes` as a blob, copied by SQLite.
  func bind(_ bytes: [UInt8]) {
    parameter += 1
    bytes.withUnsafeBytes {
      failure |=
        $0.isEmpty
        ? sqlite3_bind_zeroblob(handle, parameter, 0)
        : sqlite3_bind_blob64(
          handle, parameter, $0.baseAddress, sqlite3_uint64($0.count), Self.copies)
    }
  }

  /// Steps to the next row; `nil` at the end, where the statement is ready to be bound again.
  func next() throws(ProvisioningError) -> Row? {
    guard failure == SQLITE_OK else { throw ended(failure) }
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return Row(statement: handle) }
    guard code == SQLITE_DONE else { throw ended(code) }
    reset()
    return nil
  }

  /// Runs a statement that gives no rows, and returns how many rows it wrote.
  @discardableResult
  func run() throws(ProvisioningError) -> Int {
    while try next() != nil {}
    return Int(sqlite3_changes64(sqlite3_db_handle(handle)))
  }

  /// Makes the statement ready to be bound again, and ends its read.
  func reset() {
    sqlite3_reset(handle)
    parameter = 0
    used = 0
    failure = SQLITE_OK
  }

  private func ended(_ code: Int32) -> ProvisioningError {
    let error = ProvisioningError.sqlite(code, on: sqlite3_db_handle(handle))
    reset()
    return error
  }

  /// SQLITE_TRANSIENT, which is a cast in C and is not imported.
  private static let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}

/// The present row of a statement, read column by column from the left. Valid until the next step.
struct Row {
  let statement: OpaquePointer
  private var column: Int32 = 0

  init(statement: OpaquePointer) { self.statement = statement }

  mutating func integer() -> Int64 {
    defer { column += 1 }
    return sqlite3_column_int64(statement, column)
  }

  mutating func optionalInteger() -> Int64? {
    defer { column += 1 }
    guard sqlite3_column_type(statement, column) != SQLITE_NULL else { return nil }
    return sqlite3_column_int64(statement, column)
  }

  mutating func text() -> String { optionalText() ?? "" }

  mutating func optionalText() -> String? {
    defer { column += 1 }
    guard let start = sqlite3_column_text(statement, column) else { return nil }
    let count = Int(sqlite3_column_bytes(statement, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  mutating func bytes() -> [UInt8] {
    defer { column += 1 }
    guard let start = sqlite3_column_blob(statement, column) else { return [] }
    let count = Int(sqlite3_column_bytes(statement, column))
    return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  }

  mutating func skip(_ columns: Int32) { column += columns }
}
