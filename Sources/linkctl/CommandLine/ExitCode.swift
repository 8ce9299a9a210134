/// How the tool ends, for scripts to act on.
enum ExitCode: Int32, Sendable {
  /// Done; rejected rows are reported and still count as done.
  case done = 0
  /// Failed.
  case failed = 1
  /// Done, and it found problems.
  case problemsFound = 2
  /// A person must decide before it can go on.
  case personMustDecide = 3
  /// The words on the command line make no request.
  case usage = 64
  /// A service is unavailable.
  case unavailable = 69
  /// Something was busy; the same command may work later.
  case tryAgainLater = 75
  /// Stopped by Ctrl-C.
  case interrupted = 130
}
