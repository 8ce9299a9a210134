#if PostgreSQL
import Provisioning
import ProvisioningThreads

extension PostgreSQLStore: CopyableStore {
  public func contents() async throws(ProvisioningError) -> any StoreContents {
    try await PostgreSQLContents.open(address)
  }
}

/// What a connection of its own reads within one transaction: one moment of a store, whatever is
/// committed meanwhile. Until it is closed the server keeps the rows that stood then.
final class PostgreSQLContents: StoreContents {
  let moment: StoreMoment
  private let reads: Inbox<ReadJob>
  private let ending: Ending

  private init(_ moment: StoreMoment, _ reads: Inbox<ReadJob>, _ ending: Ending) {
    self.moment = moment
    self.reads = reads
    self.ending = ending
  }

  deinit { reads.close() }

  static func open(_ address: Address) async throws(ProvisioningError) -> PostgreSQLContents {
    let (reads, ending) = (Inbox<ReadJob>(), Ending())
    let thread = Thread {
      reads.serveMoment(at: address)
      ending.end()
    }
    thread.detach()
    do throws(ProvisioningError) {
      return PostgreSQLContents(try await reads.answer(.moment), reads, ending)
    } catch {
      reads.close()
      throw error
    }
  }

  func close() async {
    reads.close()
    await ending.reached()
  }

  func accounts(
    after id: Account.ID?, limit: Int
  ) async throws(ProvisioningError) -> [Account] {
    try await reads.answer(.accounts(after: id, limit: limit))
  }

  func links(after key: Identity.Key?, limit: Int) async throws(ProvisioningError) -> [Link] {
    try await reads.answer(.links(after: key, limit: limit))
  }

  func sections(
    after key: Section.Key?, limit: Int
  ) async throws(ProvisioningError) -> [Section] {
    try await reads.answer(.sections(of: nil, after: key, limit: limit))
  }

  func assertions(
    in sections: [Section.Key]
  ) async throws(ProvisioningError) -> [Enrollment.Assertion] {
    try await reads.answer(.assertions(in: sections))
  }

  func entries(
    after revision: Revision?, limit: Int
  ) async throws(ProvisioningError) -> [KeptEntry] {
    try await reads.answer(.keptEntries(after: revision, limit: limit))
  }

  func records(
    after key: Record.Key?, limit: Int
  ) async throws(ProvisioningError) -> [Record] {
    try await reads.answer(.records(after: key, limit: limit))
  }
}

extension Inbox<ReadJob> {
  /// Answers all reads from what the database holds now, in one transaction.
  fileprivate func serveMoment(at address: Address) {
    var session: Session?
    while let job = take() {
      do throws(Failure) {
        if job.cancellation.isRequested { throw .other(.cancelled) }
        if session == nil {
          let opened = try Session(address)
          // Whoever copies may take his time between two reads.
          try opened.execute("SET idle_in_transaction_session_timeout TO 0")
          _ = try opened.exchange([Request(.beginMoment)])
          session = opened
        }
        guard let session, session.isInTransaction else { throw .lost("") }
        job.answer(.success(try session.exchange([job.request])[0]))
      } catch {
        job.answer(.failure(error.error))
      }
    }
  }
}
#endif
