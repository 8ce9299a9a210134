public import Provisioning

/// A store in a folder of plain files, for up to some 50,000 people.
///
/// A snapshot in sorted JSON Lines and a log of what was written since: `jq`, spreadsheets and
/// `diff` read them, see `docs/flat-files.md`. Everything is held in memory, too, so that opening
/// takes longer the more there is. Several programs of one machine may share the folder: each looks
/// before a read whether the log has grown. Change sets that wait together become durable together.
/// Nothing blocks Swift's cooperative pool.
public actor FlatFileStore {
  private let executor = BlockingExecutor()
  private let place: StoreFolder
  /// `nil` after a failure that leaves it in doubt; then it is read again.
  private var content: StoreFolder.Content?
  /// How far it was read, whether `content` is there or not.
  private var seen: StoreFolder.Seen?
  private var waiting: [Job] = []
  private var isClosed = false
  /// How long this log was when a new snapshot could not be made, and why.
  private var failure: (length: Int, reason: String)?
  private var mended: [String] = []

  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  /// Whether the folder may be made a store.
  public enum Mode: Sendable {
    /// Makes the folder if it is missing, and a store in it if it is empty.
    case createIfMissing
    /// Throws `notFound` if the folder is missing or empty.
    case existing
  }

  /// Opens the store in the folder at `path`.
  ///
  /// Throws `notFound` where there is none and `mode` is `existing`, `invalid` if the folder holds
  /// something else, `refused` if a newer version made it or something that is no file lies in it,
  /// `corrupt` with file and line if it is damaged, `busy` or `unavailable`. Complexity: reads
  /// everything.
  public static func open(
    at path: String, mode: Mode = .createIfMissing
  ) async throws(ProvisioningError) -> FlatFileStore {
    try await opened(at: path, mode).store
  }

  /// Opens the store as ``open(at:mode:)`` does, and tells whether it was made just now.
  package static func opened(
    at path: String, _ mode: Mode
  ) async throws(ProvisioningError) -> (store: FlatFileStore, wasCreated: Bool) {
    let place = try await offPool { () throws(ProvisioningError) in
      switch mode {
      case .createIfMissing: return try StoreFolder(try Folder.openOrCreate(path))
      case .existing:
        guard let folder = try Folder.open(path), try !folder.names().isEmpty else {
          throw .noStore(path)
        }
        return try StoreFolder(folder)
      }
    }
    let store = FlatFileStore(place)
    return (store, try await store.begin(mode))
  }

  private init(_ place: StoreFolder) { self.place = place }

  private func begin(_ mode: Mode) throws(ProvisioningError) -> Bool {
    try place.lock.holding { () throws(ProvisioningError) in
      let wasCreated = mode == .createIfMissing ? try place.createIfMissing() : false
      try place.requireStore()
      try readAll()
      return wasCreated
    }
  }

  /// Finishes what has been asked for and lets the files go. Later calls throw `unavailable`.
  public func close() {
    drain()
    isClosed = true
    (content, seen) = (nil, nil)
  }

  /// What whoever has it open should know, in sentences: what was mended after a crash since it was
  /// opened, that no new snapshot could be made, and that it has outgrown a folder of files.
  public func notes() throws(ProvisioningError) -> [String] {
    let people = try reading { $0.accountCount }
    var notes = mended
    if content?.isOutgrown == true {
      notes.append(
        "\(place.folder.path)/\(StoreFile.log) has outgrown the other files, which were not written "
          + "anew: \(failure?.reason ?? "that failed, or was killed.") Nothing is lost, but opening "
          + "takes longer. Check the space that is left; it is tried again as the log grows.")
    }
    if people > Self.manyPeople {
      notes.append(
        "The store has \(people) accounts, and a folder of files is meant for \(Self.manyPeople): "
          + "'linkctl store copy --to sqlite:FILE' copies it to a database.")
    }
    return notes
  }

  private static let manyPeople = 50_000

  /// Reads all files again, and tells what is wrong with them, with file and line; empty if
  /// nothing. From then on all else throws `corrupt`, until they are put right.
  public func integrityProblems() throws(ProvisioningError) -> [String] {
    guard !isClosed else { throw .storeClosed }
    do throws(ProvisioningError) {
      try place.lock.holding { () throws(ProvisioningError) in try readAll() }
      return []
    } catch {
      guard error.code == .corrupt else { throw error }
      return [[error.problem, error.reason].compactMap { $0 }.joined(separator: " ")]
    }
  }

  // MARK: Reading

  /// The answer of a read, after what other programs have written.
  func reading<Answer>(
    _ read: (inout MemoryContents) -> Answer
  ) throws(ProvisioningError) -> Answer {
    guard !isClosed else { throw .storeClosed }
    let isBehind = if let content { try place.change(since: content) != .unchanged } else { true }
    if isBehind { try place.lock.holding { () throws(ProvisioningError) in try catchUp() } }
    guard content != nil else { throw .storeClosed }
    return read(&content!.memory)
  }

  /// Takes over what other programs have written. Under the lock.
  private func catchUp() throws(ProvisioningError) {
    guard var content = takeContent() else { return try readAll() }
    switch try place.change(since: content) {
    case .unchanged: break
    case .replaced:
      failure = nil
      return try readAll()
    case .grown: note(try content.log.readAndCut(into: &content.memory))
    }
    self.content = content
  }

  private func readAll() throws(ProvisioningError) {
    _ = takeContent()
    let content = try place.read(after: seen)
    note(content.torn)
    self.content = content
  }

  /// Takes the content out while it is in doubt. There must be one of it only, or each write would
  /// copy it.
  private func takeContent() -> StoreFolder.Content? {
    if let content { seen = content.seen }
    return content.take()
  }

  private func note(_ torn: Int) {
    guard torn > 0 else { return }
    mended.append(
      "The last line of \(place.folder.path)/\(StoreFile.log) was torn by a crash: \(torn) bytes "
        + "behind its last whole line were cut off.")
  }

  // MARK: Writing

  /// A write that waits, and whom to tell how it went.
  struct Job {
    /// Does the work in memory. Returns what the log is to keep, if anything, and what tells the
    /// waiting task its answer.
    let perform:
      (inout MemoryContents) throws(ProvisioningError) -> (logged: LoggedWrite?, answer: () -> Void)
    /// Tells the waiting task that there is no answer.
    let fail: (ProvisioningError) -> Void
  }

  /// Adds a job. Those that come before it is done become durable with it.
  func send(_ job: Job) {
    guard !isClosed else { return job.fail(.storeClosed) }
    waiting.append(job)
    if waiting.count == 1 { Task { self.drain() } }
  }

  private func drain() {
    let jobs = waiting
    guard !jobs.isEmpty else { return }
    waiting = []
    do throws(ProvisioningError) {
      let answers = try place.lock.holding { () throws(ProvisioningError) in try run(jobs) }
      for answer in answers { answer() }
    } catch {
      for job in jobs { job.fail(error) }
    }
  }

  /// Runs `jobs`, each as if alone, and makes what they write durable. Returns what there is to
  /// tell each of them. Under the lock.
  private func run(_ jobs: [Job]) throws(ProvisioningError) -> [() -> Void] {
    try catchUp()
    guard var content = takeContent() else { throw .storeClosed }
    var writes: [LoggedWrite] = []
    var answers: [() -> Void] = []
    for job in jobs {
      do throws(ProvisioningError) {
        let (logged, answer) = try job.perform(&content.memory)
        if let logged { writes.append(logged) }
        answers.append(answer)
      } catch {
        answers.append { job.fail(error) }
      }
    }
    if !writes.isEmpty { try content.log.append(LoggedWrite.object(of: writes)) }
    self.content = content
    compactIfDue()
    return answers
  }

  /// Makes a new snapshot where it is due. What was written is durable already: if this fails, the
  /// log goes on growing, and it is tried again when it has twice the length.
  private func compactIfDue() {
    guard content?.isOutgrown == true, let length = content?.log.length,
      length > (failure?.length ?? 0) * 2
    else { return }
    do throws(ProvisioningError) {
      try compactNow()
    } catch {
      failure = (length, error.reason ?? error.problem)
    }
  }

  /// Makes a new snapshot, and so an empty log.
  public func compact() throws(ProvisioningError) {
    guard !isClosed else { throw .storeClosed }
    try place.lock.holding { () throws(ProvisioningError) in
      try catchUp()
      try compactNow()
    }
  }

  private func compactNow() throws(ProvisioningError) {
    guard let memory = content?.memory else { return }
    let draft = try place.draft(of: memory)
    _ = takeContent()
    content = try place.publish(draft, of: memory)
    failure = nil
  }
}
