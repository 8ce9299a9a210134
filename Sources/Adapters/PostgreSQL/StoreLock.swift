#if PostgreSQL
import Provisioning

/// What stands in the row that every write locks first.
struct StoreLock {
  /// The newest revision.
  var revision = Revision(0)
  private var layout = 0

  init() {}

  /// Reads the answer to ``Query/lock``.
  init(_ rows: Rows) throws(ProvisioningError) {
    let read = try rows.map { row throws(ProvisioningError) in
      (revision: try row.revision(), layout: Int(try row.number()))
    }.first
    guard let read else { throw .noStore }
    (revision, layout) = read
  }

  /// Throws `refused` if there is a whole store already.
  func expectFilling() throws(ProvisioningError) {
    guard layout == Schema.beingFilled else { throw .holdsStore }
  }

  /// Throws `refused` if another program has migrated the store since this one opened it.
  func expect(layout known: Int) throws(ProvisioningError) {
    guard layout != known else { return }
    throw ProvisioningError(
      .refused, "The store has another layout than when it was opened.",
      reason: "It is version \(layout) now, and this program works with \(known).",
      remedy: "Open it again with the version of the program that has migrated it.")
  }
}

extension Read where Answer == StoreLock {
  static var lock: Read {
    Read(request: Request(.lock)) { rows throws(ProvisioningError) in try StoreLock(rows) }
  }
}
#endif
