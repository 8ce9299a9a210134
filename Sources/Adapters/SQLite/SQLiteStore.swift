import Provisioning
import ProvisioningThreads

/// A store in one SQLite file: the default.
///
/// Several programs of one machine may use the file at once. One connection writes, on a thread of
/// its own, and commits the change sets that wait together; two more read beside it. No call blocks
/// Swift's cooperative pool. Beside the file lie `-wal` and `-shm`, which SQLite needs, and
/// `-lock`; all belong to their owner alone. Keep it on a local disk: SQLite's locks do not hold on
/// network file systems.
public final class SQLiteStore: Sendable {
  let reads: Inbox<Job>
  let writes: Inbox<Job>
  let location: Location
  let layout: Layout
  private let ending: Ending

  /// Whether the file may be made.
  public enum Mode: Sendable {
    /// Makes the file if it is missing or empty.
    case createIfMissing
    /// Throws `notFound` if the file is missing or empty.
    case existing
  }

  /// What happens to a file of an older layout.
  public enum OlderLayout: Sendable {
    /// Throws `refused` and leaves it as it is: a program of the older version that shares the file
    /// could not open it any more. `linkctl store migrate` or
    /// ``SQLiteStore/migrate(at:_:progress:)`` brings it up when all are ready. The default.
    case refuse
    /// Brings it up at once, all steps or none: for an app that has the file to itself.
    case migrate
  }

  /// What a commit has survived when it returns.
  public enum Durability: Sendable {
    /// Any crash, loss of power included.
    case full
    /// A crash of the program, not a loss of power: that may take the last commits with it, whole.
    case normal
  }

  /// Opens the store in the file at `path`.
  ///
  /// Throws `notFound` where there is none and `mode` is `existing`, `invalid` if the file is
  /// something else, `refused` if a newer version made it, or an older one and `older` does not say
  /// that it is to be migrated, `busy` or `unavailable`.
  public static func open(
    at path: String, mode: Mode = .createIfMissing, older: OlderLayout = .refuse,
    durability: Durability = .full
  ) async throws(ProvisioningError) -> SQLiteStore {
    try await open(
      at: path, mode: mode, layout: .present, older: older, durability: durability)
  }

  /// Opens with another layout or patience, for tests.
  static func open(
    at path: String, mode: Mode, layout: Layout = .present, older: OlderLayout = .refuse,
    durability: Durability = .full, patience: Duration = .seconds(10)
  ) async throws(ProvisioningError) -> SQLiteStore {
    let location = try Location(path)
    let store = SQLiteStore(location, layout)
    let (reads, writes, ending) = (store.reads, store.writes, store.ending)
    let cancellation = Cancellation()
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation {
        (waiting: CheckedContinuation<Result<Void, ProvisioningError>, Never>) in
        let thread = Thread {
          var writer: Writer
          do throws(ProvisioningError) {
            writer = try Writer(
              location, mode: mode, layout, older: older, durability: durability,
              patience: patience,
              cancellation: cancellation)
          } catch {
            ending.end()
            return waiting.resume(returning: .failure(error))
          }
          waiting.resume(returning: .success(()))
          let readers = (1...2).map { _ in Thread { serveReads(from: reads, at: location, layout) }
          }
          while case let jobs = writes.take(upTo: 256), !jobs.isEmpty { writer.run(jobs) }
          for reader in readers { reader.join() }
          writer.close()
          ending.end()
        }
        thread.detach()
      }
    } onCancel: {
      cancellation.request()
    }
    try outcome.get()
    return store
  }

  private init(_ location: Location, _ layout: Layout) {
    self.location = location
    self.layout = layout
    reads = Inbox()
    writes = Inbox()
    ending = Ending()
  }

  deinit { stop() }

  /// Finishes what has been asked for and closes the file. Later calls throw `unavailable`.
  public func close() async {
    stop()
    await ending.reached()
  }

  private func stop() {
    reads.close()
    writes.close()
  }

  /// What SQLite finds wrong with the file: its pages, indexes and references. Empty if nothing.
  /// Complexity: reads the whole file.
  public func integrityProblems() async throws(ProvisioningError) -> [String] {
    try await reads.answer { session throws(ProvisioningError) in
      try session.integrityProblems()
    }
  }
}

/// Answers reads on this thread until `inbox` is closed.
private func serveReads(from inbox: Inbox<Job>, at location: Location, _ layout: Layout) {
  var session: Session?
  while let job = inbox.take() {
    if job.cancellation.isRequested {
      job.fail(.cancelled)
      continue
    }
    do throws(ProvisioningError) {
      if session == nil {
        let opened = try Session(path: location.path, layout)
        try opened.configure(for: .reading)
        session = opened
      }
      try session!.settled { session throws(ProvisioningError) in try job.perform(session) }()
    } catch {
      // What failed once may work on a connection that is opened anew.
      if error.code == .unavailable { session = nil }
      job.fail(error)
    }
  }
}

extension Session {
  /// The answer of a read; asked again where a restore came between its parts.
  fileprivate func settled<Answer>(
    _ read: (Session) throws(ProvisioningError) -> Answer
  ) throws(ProvisioningError) -> Answer {
    while true {
      let answer: Result<Answer, ProvisioningError>
      do throws(ProvisioningError) {
        answer = .success(try read(self))
      } catch {
        answer = .failure(error)
      }
      guard try noticeReplacement() else { return try answer.get() }
    }
  }
}
