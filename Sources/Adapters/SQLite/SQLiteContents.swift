import Provisioning
import ProvisioningThreads

extension SQLiteStore: CopyableStore {
  public func contents() async throws(ProvisioningError) -> any StoreContents {
    try await SQLiteContents.open(location, layout)
  }
}

/// What a session reads within one transaction: one moment of a store, whatever is committed
/// meanwhile. Until it is closed SQLite keeps what was written since in the log.
final class SQLiteContents: StoreContents {
  let moment: StoreMoment
  private let reads: Inbox<Job>
  private let ending: Ending?

  /// Contents that the session behind `reads` answers for; with `ending`, that session is theirs.
  init(_ moment: StoreMoment, reads: Inbox<Job>, ending: Ending? = nil) {
    self.moment = moment
    self.reads = reads
    self.ending = ending
  }

  deinit {
    if ending != nil { reads.close() }
  }

  /// Opens the store at `location` once more, on a thread of its own.
  static func open(
    _ location: Location, _ layout: Layout
  ) async throws(ProvisioningError) -> SQLiteContents {
    let (reads, ending) = (Inbox<Job>(), Ending())
    let outcome = await withCheckedContinuation {
      (waiting: CheckedContinuation<Result<StoreMoment, ProvisioningError>, Never>) in
      let thread = Thread {
        var waiting: CheckedContinuation? = waiting
        do throws(ProvisioningError) {
          try location.reading(layout) { session throws(ProvisioningError) in
            try session.reading { () throws(ProvisioningError) in
              let moment = try session.prepareContents()
              waiting?.resume(returning: .success(moment))
              waiting = nil
              session.serve(reads)
            }
          }
        } catch {
          waiting?.resume(returning: .failure(error))
        }
        ending.end()
      }
      thread.detach()
    }
    return SQLiteContents(try outcome.get(), reads: reads, ending: ending)
  }

  func close() async {
    guard let ending else { return }
    reads.close()
    await ending.reached()
  }

  func accounts(
    after id: Account.ID?, limit: Int
  ) async throws(ProvisioningError) -> [Account] {
    try await reads.answer { session throws(ProvisioningError) in
      try session.accounts(after: id, limit: limit)
    }
  }

  func links(after key: Identity.Key?, limit: Int) async throws(ProvisioningError) -> [Link] {
    try await reads.answer { session throws(ProvisioningError) in
      try session.links(after: key, limit: limit)
    }
  }

  func sections(
    after key: Section.Key?, limit: Int
  ) async throws(ProvisioningError) -> [Section] {
    try await reads.answer { session throws(ProvisioningError) in
      try session.sections(of: nil, after: key, limit: limit)
    }
  }

  func assertions(
    in sections: [Section.Key]
  ) async throws(ProvisioningError) -> [Enrollment.Assertion] {
    try await reads.answer { session throws(ProvisioningError) in
      try session.assertions(in: sections)
    }
  }

  func entries(
    after revision: Revision?, limit: Int
  ) async throws(ProvisioningError) -> [KeptEntry] {
    try await reads.answer { session throws(ProvisioningError) in
      try session.keptEntries(after: revision, limit: limit)
    }
  }

  func records(
    after key: Record.Key?, limit: Int
  ) async throws(ProvisioningError) -> [Record] {
    try await reads.answer { session throws(ProvisioningError) in
      try session.records(after: key, limit: limit)
    }
  }
}

extension Session {
  /// Answers jobs on this thread until `inbox` is closed.
  func serve(_ inbox: Inbox<Job>) {
    while let job = inbox.take() {
      do throws(ProvisioningError) {
        if job.cancellation.isRequested { throw .cancelled }
        try job.perform(self)()
      } catch {
        job.fail(error)
      }
    }
  }

  /// Makes the session ready to read contents, and returns their moment.
  func prepareContents() throws(ProvisioningError) -> StoreMoment {
    // The journal has an index by account; here the accounts of each entry are asked for.
    try execute("PRAGMA query_only = 0")
    try execute(
      """
      DROP TABLE IF EXISTS temp.touched;
      CREATE TEMP TABLE touched AS SELECT revision, account FROM entry_account;
      CREATE INDEX temp.touched_revision ON touched (revision);
      """)
    return try firstRow(.newestEntry) { row throws(ProvisioningError) in
      StoreMoment(revision: Revision(row.integer()), entry: try row.identifier())
    } ?? StoreMoment()
  }
}

extension Query {
  fileprivate static let newestEntry = Query(
    "SELECT revision, id FROM entry ORDER BY revision DESC LIMIT 1")
}
