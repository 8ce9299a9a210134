import Glibc
import Provisioning

/// A lock between programs on a folder: on a file of its own, for the others are replaced. Whoever
/// reads or writes the store's files holds it. It goes with the program that is killed.
struct FolderLock {
  /// How long a program waits for another: ten seconds are long for one that writes a line.
  private static let patience: Duration = .seconds(10)

  private let file: OpenFile
  private let folder: Folder

  /// Opens the lock file in `folder`, and makes it if it is missing.
  init(in folder: Folder) throws(ProvisioningError) {
    file = try OpenFile(StoreFile.lock, in: folder, .writingOrCreating)
    self.folder = folder
  }

  /// Runs `work` under the lock.
  func holding<Answer>(
    _ work: () throws(ProvisioningError) -> Answer
  ) throws(ProvisioningError) -> Answer {
    try acquire()
    defer { release() }
    return try work()
  }

  /// Gives the lock back.
  func release() { file.unlock() }

  /// Waits for the lock on this thread; throws `busy` when patience ends.
  func acquire() throws(ProvisioningError) {
    let start = ContinuousClock.now
    var pause: UInt32 = 200
    while try !file.lock() {
      guard start.duration(to: .now) < Self.patience else { throw .storeBusy }
      // A little chance keeps programs that wait together from asking together.
      usleep(.random(in: pause / 2...pause))
      pause = min(pause * 2, 5000)
    }
    // A lock on a file that others do not find locks nothing.
    guard try folder.status(of: StoreFile.lock)?.identity == file.status.identity else {
      release()
      throw .lockRemoved(folder.path)
    }
  }
}

extension ProvisioningError {
  fileprivate static func lockRemoved(_ path: String) -> ProvisioningError {
    ProvisioningError(
      .unavailable, "The store in \(path) cannot be used any more.",
      reason: "Somebody has removed its lock file while it was open.",
      remedy: "End all programs that use it, then start again.")
  }

  fileprivate static let storeBusy = ProvisioningError(
    .busy, "The store is busy.",
    reason: "Another program has been reading or writing it for ten seconds.",
    remedy: "Let that one end, then run the same command again.")
}
