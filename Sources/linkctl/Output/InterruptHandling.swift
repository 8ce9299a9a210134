import Dispatch
import Glibc
import Synchronization

/// Runs `operation` so that Ctrl-C stops it cleanly.
///
/// The first interrupt cancels the operation's task, which ends when it has put things in order,
/// by throwing `CancellationError`; `onFirstInterrupt` can say so. The second ends the process at
/// once, as `end` does it. Cancelling the calling task cancels the operation as well.
func withInterruptHandling<Success: Sendable>(
  onFirstInterrupt: @escaping @Sendable () -> Void = {},
  end: @escaping @Sendable () -> Void = { _exit(ExitCode.interrupted.rawValue) },
  operation: @escaping @Sendable () async throws -> Success
) async throws -> Success {
  signal(SIGINT, SIG_IGN)  // The source below sees the signal; the default action must not.
  let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
  let task = Task(operation: operation)
  let interruptCount = Atomic<Int>(0)
  // Without `@Sendable` the closure would belong to the caller's actor, and trap on this queue.
  source.setEventHandler { @Sendable in
    guard interruptCount.add(1, ordering: .relaxed).oldValue == 0 else { return end() }
    task.cancel()
    onFirstInterrupt()
  }
  source.resume()
  defer {
    source.cancel()
    signal(SIGINT, SIG_DFL)
  }
  return try await withTaskCancellationHandler {
    try await task.value
  } onCancel: {
    task.cancel()
  }
}
