#if PostgreSQL
import Provisioning

/// The row in which a writer leaves the number of its last transaction, as part of it.
///
/// Read under the lock it tells whether a transaction that was cut off was committed, whatever others
/// have written since: nobody else writes the row, and a writer has one transaction at a time. It
/// stays on the writer's thread.
final class WriterRow {
  private let name =
    String(UInt64.random(in: 0 ... .max), radix: 36)
    + String(UInt64.random(in: 0 ... .max), radix: 36)
  private var number: Int64 = 0

  /// A transaction that may or may not have been committed.
  struct Doubt {
    fileprivate let number: Int64
  }

  /// What a transaction writes at its end, and how it is looked up. `expired` is how many records it
  /// has removed. The first one removes the rows of programs that have ended long ago.
  func note(expired: Int = 0) -> (requests: [Request], doubt: Doubt) {
    number += 1
    let note = Request(.noteBatch) {
      $0.add(name)
      $0.add(number)
      $0.add(Int64(expired))
    }
    return ([note] + (number == 1 ? [Request(.forgetWriters)] : []), Doubt(number: number))
  }

  var look: Request { Request(.lastBatch) { $0.add(name) } }

  /// How many records the transaction has removed, from the answer to ``look`` under the lock; `nil`
  /// if it was not committed.
  func expired(by doubt: Doubt, in rows: Rows) throws(ProvisioningError) -> Int? {
    let last = try rows.map { row throws(ProvisioningError) in
      (number: try row.number(), expired: try row.number())
    }.first
    guard let last, last.number == doubt.number else { return nil }
    return Int(last.expired)
  }
}

extension Query {
  static let writerRows: [Query] = [lastBatch, noteBatch, forgetWriters]

  static let lastBatch = Query(
    "last_batch", "SELECT batch, expired FROM writer WHERE name = $1::text")
  static let noteBatch = Query(
    "note_batch",
    """
    INSERT INTO writer (name, batch, expired, at) VALUES ($1::text, $2::int8, $3::int8, now())
    ON CONFLICT (name) DO UPDATE
    SET batch = excluded.batch, expired = excluded.expired, at = excluded.at
    """)
  /// Much longer than any program looks for what was cut off: ``Writer/longestPatience``.
  static let forgetWriters = Query(
    "forget_writers", "DELETE FROM writer WHERE at < now() - INTERVAL '7 days'")
}
#endif
