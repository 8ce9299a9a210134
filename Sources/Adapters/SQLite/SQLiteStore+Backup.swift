import Glibc
import Provisioning
import ProvisioningThreads

extension SQLiteStore {
  /// Copies the store at `path` to `file`, as it stands at one moment, while others write to it.
  ///
  /// The copy is checked, has mode 0600, and is a store itself, in a single file. It appears whole or
  /// not at all; cancelling the task leaves none. An older layout is copied as it is. Throws
  /// `notFound` where there is no store, `refused` if `file` is there and stays, or is the store or
  /// another one in use, `corrupt` if the store is damaged.
  public static func backUp(
    at path: String, to file: String, existing: ExistingFile = .keep,
    progress: @escaping StoreUpkeep.Progress = { _, _ in }
  ) async throws(ProvisioningError) {
    try await onThread { cancellation throws(ProvisioningError) in
      let (location, target) = (try Location(path), try Location(file))
      try target.requirePlace(existing, besides: location)
      let course = Course(cancellation: cancellation, progress: progress)
      let draft = try DraftFile(beside: target)
      defer { draft.remove() }
      try location.reading(.present) { source throws(ProvisioningError) in
        try draft.fill(from: source, course) { copy throws(ProvisioningError) in
          try copy.requireIntegrity()
        }
      }
      try target.requirePlace(existing, besides: location)
      try draft.put(at: target.path, existing)
    }
  }
}

extension Session {
  /// A session that reads the store at `location`, whatever its layout. To be used, and closed,
  /// under the lock.
  static func reading(
    _ location: Location, _ layout: Layout
  ) throws(ProvisioningError) -> Session {
    guard try location.exists() else { throw .noStore(at: location.path) }
    let session = try Session(path: location.path, layout)
    guard try session.layoutVersion() > 0 else { throw .noStore(at: location.path) }
    try session.configure(for: .reading)
    return session
  }

  /// Throws `corrupt` if SQLite finds fault with the file.
  func requireIntegrity() throws(ProvisioningError) {
    let problems = try integrityProblems()
    guard let first = problems.first else { return }
    throw ProvisioningError(
      .corrupt, "What was read is damaged.",
      reason: "SQLite finds \(problems.count) faults in it.",
      remedy: "Look at it with 'linkctl store verify', or take an older backup.", detail: first)
  }
}

extension Location {
  /// Reads the store that is here, whatever its layout, beside others that write to it. The last
  /// session that closes writes the log back: that happens under the lock, where it is to be had.
  func reading<Answer>(
    _ layout: Layout, _ work: (Session) throws(ProvisioningError) -> Answer
  ) throws(ProvisioningError) -> Answer {
    guard try exists() else { throw .noStore(at: path) }
    // Where nothing can be written nobody needs a lock.
    guard access(folder, W_OK) == 0 else { return try work(try Session.reading(self, layout)) }
    let lock = try FileLock(path: lockPath, patience: .seconds(10))
    var session: Session? = try Session.reading(self, layout)
    let answer: Result<Answer, ProvisioningError>
    do throws(ProvisioningError) {
      answer = .success(try work(session!))
    } catch {
      answer = .failure(error)
    }
    let isLocked = (try? lock.acquire()) != nil
    session = nil
    if isLocked { lock.release() }
    return try answer.get()
  }

  /// Throws `refused` if a copy of the store at `store` cannot take this place.
  func requirePlace(
    _ existing: ExistingFile, besides store: Location
  ) throws(ProvisioningError) {
    guard !isSameFile(as: store) else { throw .taken("It is the store itself.") }
    // A log without its database would be taken for a part of the new one.
    for suffix in ["-wal", "-journal"] where access(path + suffix, F_OK) == 0 {
      throw .taken("It is a database in use, or one that was not closed.")
    }
    guard try exists(), existing == .keep else { return }
    throw .taken("There is such a file already.")
  }

  /// Whether both are one file, by whatever names.
  func isSameFile(as other: Location) -> Bool {
    var (one, two) = (stat(), stat())
    guard stat(path, &one) == 0, stat(other.path, &two) == 0 else { return path == other.path }
    return one.st_dev == two.st_dev && one.st_ino == two.st_ino
  }
}

extension ProvisioningError {
  fileprivate static func taken(_ reason: String) -> ProvisioningError {
    ProvisioningError(
      .refused, "The backup cannot be written to that file.", reason: reason,
      remedy: "Name another file.")
  }
}
