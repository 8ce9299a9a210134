import Glibc
import Provisioning

/// A lock between programs, on a file beside the database.
///
/// Every write and every close of the database happens under it. SQLite's own lock would do for
/// writes, but it lets some of many writers starve, and before 3.51.3 two connections that write and
/// checkpoint at once can damage the file. The database itself is never opened here: closing it
/// would drop the locks that SQLite holds on it in this process.
struct FileLock: ~Copyable {
  private let descriptor: Int32
  private let patience: Duration

  /// Opens the lock file at `path`, readable by its owner only, and makes it if it is missing.
  init(path: String, patience: Duration) throws(ProvisioningError) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    self.patience = patience
    guard descriptor >= 0 else { throw .system("The lock file cannot be opened.") }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Waits for the lock, on this thread; throws `busy` when patience ends, or `cancelled` as soon as
  /// nobody needs it any more.
  borrowing func acquire(
    unless isCancelled: () -> Bool = { false }
  ) throws(ProvisioningError) {
    let start = ContinuousClock.now
    var pause: UInt32 = 200
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        throw .system("The lock file cannot be locked.")
      }
      if isCancelled() { throw .cancelled }
      guard start.duration(to: .now) < patience else {
        throw .storeBusy(detail: "lock file")
      }
      // A little chance keeps programs that wait together from asking together.
      usleep(.random(in: pause / 2...pause))
      pause = min(pause * 2, 5000)
    }
  }

  /// Gives the lock back.
  borrowing func release() {
    flock(descriptor, LOCK_UN)
  }
}

extension ProvisioningError {
  /// The error for a failed call of the system, from `errno`.
  static func system(_ reason: String) -> ProvisioningError {
    let code = errno
    return .unavailable(
      reason, remedy: "Check who owns the store's file and folder.",
      detail: String(cString: strerror(code)))
  }
}
