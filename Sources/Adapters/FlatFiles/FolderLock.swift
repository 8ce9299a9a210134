import Glibc
import Provisioning

/// A lock between programs on a folder: on a file of its own, for the others are replaced. Whoever
/// reads or writes the store's files holds it. It goes with the program that is killed.
struct FolderLock {
  /// How long a program waits for another: ten seconds are long for one that writes a line.
  private static let patience: Duration = .seconds(10)

  private let file: OpenFile

  /// Opens the lock file in `folder`, and makes it if it is missing.
  init(in folder: Folder) throws(ProvisioningError) {
    file = try OpenFile(StoreFile.lock, in: folder, .writingOrCreating)
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
  }
}

extension ProvisioningError {
  fileprivate static let storeBusy = ProvisioningError(
    .busy, "The store is busy.",
    reason: "Another program has been reading or writing it for ten seconds.",
    remedy: "Let that one end, then run the same command again.")
}
