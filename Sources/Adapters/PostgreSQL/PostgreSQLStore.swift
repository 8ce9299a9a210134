#if PostgreSQL
import Provisioning
import ProvisioningThreads

/// A store in a PostgreSQL database, for programs on many machines.
///
/// One connection of each program writes, and commits the change sets that wait together in one
/// transaction; a few more read. Writers take turns at one row, so revisions have no gaps and every
/// commit is as if alone. No call blocks Swift's cooperative pool. A server that restarts, or another
/// that takes its place, is waited for; a commit that was cut off is looked up before it is tried
/// again. Texts are compared byte by byte whatever the database's collation.
public final class PostgreSQLStore: Sendable {
  let reads: Inbox<ReadJob>
  let writes: Inbox<WriteJob>
  let address: Address
  private let ending: Ending
  /// Whether opening has made the store.
  public let wasCreated: Bool

  /// Whether the store may be made.
  public enum Mode: Sendable {
    /// Makes the schema and its tables if they are missing. The database must be there.
    case createIfMissing
    /// Throws `notFound` if they are missing.
    case existing
  }

  /// What happens to a store of an older layout.
  public enum OlderLayout: Sendable {
    /// Throws `refused` and leaves it as it is: programs of the older version that share it could
    /// not open it any more. The default.
    case refuse
    /// Brings it up at once, under the lock that writers take.
    case migrate
  }

  /// How many connections a program has beside the one that writes.
  private static let readers = 3

  /// Opens the store in the database at `url`, written as libpq takes it:
  /// `postgresql://USER@HOST:PORT/DATABASE`. Several hosts may be named; the one that takes writes
  /// is found. Passwords come from `~/.pgpass`, `PGPASSWORD` or a service file.
  ///
  /// The tables lie in a schema of their own. `patience` is how long a server that went away is
  /// waited for: when opening, 5 seconds at most, and when writing, a day. A server that owes an answer and is silent for `silence`
  /// is taken for gone; where it goes through all rows, to count, to search, to look for contradictions or
  /// to migrate, it may be silent 120 times as long. Throws `notFound` where there is none and `mode` is `existing`, `invalid` or
  /// `refused` for a URL that cannot be read or holds a password, `refused` for the layout of
  /// another version, `busy` or `unavailable`.
  public static func open(
    at url: String, schema: String = "provisioning", mode: Mode = .createIfMissing,
    older: OlderLayout = .refuse, patience: Duration = .seconds(60),
    silence: Duration = .seconds(30)
  ) async throws(ProvisioningError) -> PostgreSQLStore {
    let address = try Address(url, schema: schema, silence: silence)
    return try await open(at: address, mode, .present, older, patience)
  }

  /// Opens with another layout, for tests.
  static func open(
    at address: Address, _ mode: Mode, _ layout: Layout, _ older: OlderLayout,
    _ patience: Duration
  ) async throws(ProvisioningError) -> PostgreSQLStore {
    let (reads, writes, ending) = (Inbox<ReadJob>(), Inbox<WriteJob>(), Ending())
    let cancellation = Cancellation()
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation {
        (waiting: CheckedContinuation<Result<Bool, ProvisioningError>, Never>) in
        let thread = Thread {
          let line = Line(address)
          do throws(Failure) {
            let wasCreated = try line.run(
              patience: min(patience, .seconds(5)), unless: { cancellation.isRequested }
            ) { session throws(Failure) in
              try session.prepareStore(at: address, mode, layout, older)
            }
            waiting.resume(returning: .success(wasCreated))
          } catch {
            ending.end()
            return waiting.resume(returning: .failure(error.error))
          }
          let readers = (0..<Self.readers).map { _ in
            Thread { serveReads(from: reads, at: address, patience: patience) }
          }
          let writer = Writer(line, layout: layout.version, patience: patience)
          while case let jobs = writes.take(upTo: 128), !jobs.isEmpty { writer.run(jobs) }
          for reader in readers { reader.join() }
          ending.end()
        }
        thread.detach()
      }
    } onCancel: {
      cancellation.request()
    }
    return PostgreSQLStore(
      reads: reads, writes: writes, address: address, ending: ending,
      wasCreated: try outcome.get())
  }

  private init(
    reads: Inbox<ReadJob>, writes: Inbox<WriteJob>, address: Address, ending: Ending,
    wasCreated: Bool
  ) {
    self.reads = reads
    self.writes = writes
    self.address = address
    self.ending = ending
    self.wasCreated = wasCreated
  }

  deinit { stop() }

  /// Finishes what has been asked for, which a server that is away delays no longer than `patience` and
  /// `silence` say, and closes the connections. Later calls throw `unavailable`.
  public func close() async {
    stop()
    await ending.reached()
  }

  private func stop() {
    reads.close()
    writes.close()
  }

  /// What contradicts itself in the tables; empty if nothing does. Complexity: reads all keys.
  public func integrityProblems() async throws(ProvisioningError) -> [String] {
    try await reads.answer(.problems)
  }
}
#endif
