import Glibc
public import Provisioning
import ProvisioningThreads
import Synchronization

/// A store in the making, in a file beside its place: a copy of another store.
///
/// Each page is a transaction, which keeps the place along; so a copy that was stopped goes on
/// where it stood. The store's lock file is locked from the beginning to the end.
public final class SQLiteFilling: StoreFilling {
  private let work = FillingWork()

  /// Begins a store in the file at `path`. Throws `refused` if the file is there already, `busy` if
  /// somebody else is making it.
  public static func open(at path: String) async throws(ProvisioningError) -> SQLiteFilling {
    let location = try Location(path)
    let filling = SQLiteFilling()
    let outcome = await withCheckedContinuation {
      (waiting: CheckedContinuation<Result<Void, ProvisioningError>, Never>) in
      let thread = Thread { [work = filling.work] in
        var waiting: CheckedContinuation? = waiting
        do throws(ProvisioningError) {
          try location.locked { () throws(ProvisioningError) in
            try location.requireMissing()
            let path = try location.openFilling()
            try work.serve(path) {
              waiting?.resume(returning: .success(()))
              waiting = nil
            }
            work.end(path, at: location)
          }
        } catch {
          waiting?.resume(returning: .failure(error))
        }
        work.ending.end()
      }
      thread.detach()
    }
    try outcome.get()
    return filling
  }

  private init() {}

  deinit { work.jobs.close() }

  public func begin(_ moment: StoreMoment) async throws(ProvisioningError) -> ContentsPlace? {
    try await work.jobs.answer { session throws(ProvisioningError) in
      try session.inTransaction { () throws(ProvisioningError) in
        try session.beginFilling(moment)
      }
    }
  }

  public func write(_ page: ContentsPage) async throws(ProvisioningError) {
    try await work.jobs.answer { session throws(ProvisioningError) in
      try session.inTransaction { () throws(ProvisioningError) in try session.fill(page) }
    }
  }

  public func contents() async throws(ProvisioningError) -> any StoreContents {
    let moment = try await work.jobs.answer { session throws(ProvisioningError) in
      try session.inTransaction { () throws(ProvisioningError) in
        try session.setPrimaryLinks()
        return try session.prepareContents()
      }
    }
    return SQLiteContents(moment, reads: work.jobs)
  }

  public func finish() async throws(ProvisioningError) {
    try await work.jobs.answer { session throws(ProvisioningError) in
      try session.inTransaction { () throws(ProvisioningError) in try session.endFilling() }
      try session.requireIntegrity()
    }
    work.end.withLock { $0 = .complete }
    await close()
    if case .published(let outcome) = work.end.withLock({ $0 }) { try outcome.get() }
  }

  public func close() async {
    work.jobs.close()
    await work.ending.reached()
  }

  public func discard() async {
    work.end.withLock { $0 = .unwanted }
    await close()
  }
}

/// What the one who fills and the thread with the file share.
private final class FillingWork: Sendable {
  let jobs = Inbox<Job>()
  let ending = Ending()
  let end = Mutex(End.unfinished)

  /// What becomes of the file when the work ends.
  enum End {
    case unfinished
    /// All is in it: it is to get its place.
    case complete
    /// It is to go.
    case unwanted
    case published(Result<Void, ProvisioningError>)
  }

  /// Opens the file at `path`, and answers jobs until there are no more.
  func serve(_ path: String, whenReady ready: () -> Void) throws(ProvisioningError) {
    let session = try Session(path: path)
    try session.configure(for: .drafting)
    try session.migrate()
    try session.prepareFilling()
    ready()
    session.serve(jobs)
  }

  /// Gives a file that is complete its place, and removes one that is unwanted. No connection has
  /// it open any more.
  func end(_ path: String, at location: Location) {
    switch end.withLock({ $0 }) {
    case .complete:
      let outcome = publish(path, at: location)
      end.withLock { $0 = .published(outcome) }
    case .unwanted: DraftFile.remove(path)
    case .unfinished, .published: break
    }
  }

  private func publish(
    _ path: String, at location: Location
  ) -> Result<Void, ProvisioningError> {
    do throws(ProvisioningError) {
      try location.requireMissing()
      return .success(
        try DraftFile.put(path, at: location.path, in: location.folder, .keep))
    } catch {
      return .failure(error)
    }
  }
}

extension Session {
  /// Runs `body` as one transaction.
  fileprivate func inTransaction<Answer>(
    _ body: () throws(ProvisioningError) -> Answer
  ) throws(ProvisioningError) -> Answer {
    try prepared(.beginImmediate).run()
    do throws(ProvisioningError) {
      let answer = try body()
      try prepared(.commit).run()
      return answer
    } catch {
      rollBack()
      forgetProviders()
      throw error
    }
  }
}

extension Location {
  /// The file in which a store is made for this place: one that is there is gone on with.
  fileprivate func openFilling() throws(ProvisioningError) -> String {
    let path = "\(folder)/.\(name).filling"
    var status = stat()
    for suffix in ["", "-journal", "-wal"]
    where lstat(path + suffix, &status) == 0 && !status.isOwn { throw .foreignDraft(path + suffix) }
    let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .system("A file beside \(self.path) cannot be made.") }
    defer { Glibc.close(descriptor) }
    guard fstat(descriptor, &status) == 0, status.isOwn else { throw .foreignDraft(path) }
    return path
  }

  /// Throws `refused` if the file is there.
  fileprivate func requireMissing() throws(ProvisioningError) {
    for suffix in ["", "-wal", "-journal"] where access(path + suffix, F_OK) == 0 {
      throw ProvisioningError(
        .refused, "The store cannot be copied to that file.",
        reason: "There is such a file already, or what belongs to one.",
        remedy: "Name another file.")
    }
  }
}

extension stat {
  /// Whether it is a file that nobody else can have put there, nor read or write, nor know by another
  /// name.
  fileprivate var isOwn: Bool {
    st_mode & S_IFMT == S_IFREG && st_uid == geteuid() && st_nlink == 1 && st_mode & 0o077 == 0
  }
}

extension ProvisioningError {
  fileprivate static func foreignDraft(_ path: String) -> ProvisioningError {
    ProvisioningError(
      .refused, "The store cannot be copied to that file.",
      reason: "\(path), where the copy is made, belongs to somebody else, is open to others, has a "
        + "second name or is no file.",
      remedy: "Find out who put \(path) there and remove it, or name another file.")
  }
}
