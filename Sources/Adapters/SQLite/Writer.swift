import Provisioning
import ProvisioningThreads

/// The one connection that writes, on its thread: it commits the jobs that wait together.
struct Writer: ~Copyable {
  private let location: Location
  private let layout: Layout
  private let durability: SQLiteStore.Durability
  private let lock: FileLock
  /// `nil` after a failure that leaves its state in doubt; then it is opened again.
  private var session: Session?

  /// Opens the file, and makes or migrates it.
  init(
    _ location: Location, mode: SQLiteStore.Mode, _ layout: Layout,
    older: SQLiteStore.OlderLayout, durability: SQLiteStore.Durability, patience: Duration,
    cancellation: Cancellation
  ) throws(ProvisioningError) {
    if mode == .existing, try !location.exists() { throw .noStore(at: location.path) }
    let lock = try FileLock(path: location.lockPath, patience: patience)
    try lock.acquire(unless: { cancellation.isRequested })
    let opened: Session
    do throws(ProvisioningError) {
      opened = try Self.prepareFile(at: location, mode, layout, older, durability)
    } catch {
      lock.release()
      throw error
    }
    lock.release()
    self.location = location
    self.layout = layout
    self.durability = durability
    self.lock = lock
    session = opened
  }

  private static func prepareFile(
    at location: Location, _ mode: SQLiteStore.Mode, _ layout: Layout,
    _ older: SQLiteStore.OlderLayout, _ durability: SQLiteStore.Durability
  ) throws(ProvisioningError) -> Session {
    if try !location.exists() {
      guard mode == .createIfMissing else { throw .noStore(at: location.path) }
      try location.create()
    }
    let session = try Session(path: location.path, layout)
    // Asked before anything is set, so that a file of someone else stays as it is.
    if try session.layoutVersion() == 0, mode == .existing { throw .noStore(at: location.path) }
    try session.admitLayout(older)
    try session.configure(for: .writing(durability))
    try session.migrate()
    return session
  }

  /// Closes the connection. The last one of a file writes the log back, hence the lock; where it is
  /// not to be had, closing without it is better than not closing.
  consuming func close() {
    let isLocked = (try? lock.acquire()) != nil
    session = nil
    if isLocked { lock.release() }
  }

  /// Runs `jobs` in one transaction, each as if alone, and answers after its commit.
  mutating func run(_ jobs: [Job]) {
    var started: [Job] = []
    for job in jobs {
      // Asked once: from here on it is finished.
      if job.cancellation.isRequested { job.fail(.cancelled) } else { started.append(job) }
    }
    guard !started.isEmpty else { return }
    do throws(ProvisioningError) {
      try lock.acquire(unless: { started.allSatisfy(\.cancellation.isRequested) })
      let answers: [@Sendable () -> Void]
      do throws(ProvisioningError) {
        answers = try transact(started)
      } catch {
        lock.release()
        throw error
      }
      lock.release()
      for answer in answers { answer() }
    } catch {
      for job in started { job.fail(error) }
    }
  }

  /// Commits what succeeds of `jobs`. Returns what there is to tell each of them.
  private mutating func transact(
    _ jobs: [Job]
  ) throws(ProvisioningError) -> [@Sendable () -> Void] {
    let session = try openSession()
    session.wait.isCancelled = { jobs.allSatisfy(\.cancellation.isRequested) }
    defer { session.wait.isCancelled = { false } }
    var answers: [@Sendable () -> Void] = []
    do {
      try session.prepared(.beginImmediate).run()
      _ = try session.noticeReplacement()
      for job in jobs {
        answers.append(try session.attempt(job, among: jobs.count))
      }
      if session.isInTransaction { try session.prepared(.commit).run() }
      return answers
    } catch {
      session.rollBack()
      session.forgetProviders()
      // After a failed write to the disk, what the connection believes to be there may not be.
      if error.code == .unavailable || error.code == .corrupt { self.session = nil }
      throw error.code == .busy && session.wait.isCancelled() ? .cancelled : error
    }
  }

  private mutating func openSession() throws(ProvisioningError) -> Session {
    if let session { return session }
    let session = try Session(path: location.path, layout)
    try session.configure(for: .writing(durability))
    self.session = session
    return session
  }
}

extension Session {
  /// Runs `job` inside the open transaction. If it fails by itself, only its own changes are taken
  /// back, and the answer tells the failure; throws if the whole transaction is lost.
  fileprivate func attempt(
    _ job: Job, among count: Int
  ) throws(ProvisioningError) -> @Sendable () -> Void {
    // A savepoint costs a copy of each page that changes: one alone needs none.
    let isAlone = count == 1
    if !isAlone { try prepared(.savepoint).run() }
    do {
      let answer = try job.perform(self)
      if !isAlone { try prepared(.release).run() }
      return answer
    } catch {
      guard isInTransaction, error.code != .unavailable else { throw error }
      if isAlone {
        try prepared(.rollback).run()
      } else {
        try prepared(.rollbackToSavepoint).run()
        try prepared(.release).run()
      }
      forgetProviders()
      return { job.fail(error) }
    }
  }
}
