import Dispatch
import Glibc
import Synchronization

/// What asks the program to stop.
enum StopSignal: Sendable, CaseIterable {
  /// Ctrl-C.
  case interrupt
  /// What a service manager or `kill` sends.
  case termination
  /// The terminal is gone.
  case hangup

  /// The system's number.
  var number: Int32 {
    switch self {
    case .interrupt: SIGINT
    case .termination: SIGTERM
    case .hangup: SIGHUP
    }
  }

  /// The signal as people call it.
  var name: String {
    switch self {
    case .interrupt: "Ctrl-C"
    case .termination: "SIGTERM"
    case .hangup: "SIGHUP"
    }
  }
}

/// Runs `operation` so that Ctrl-C and its like stop it cleanly.
///
/// The first signal cancels the operation's task, which ends when it has put things in order, by
/// throwing; `onFirst` can say so, and must not wait. The second ends the process at once, as `end`
/// does it. A signal that was ignored stays so: `nohup` means it. Cancelling the calling task
/// cancels the operation as well.
func withStopHandling<Success: Sendable>(
  onFirst: @escaping @Sendable (StopSignal) -> Void = { _ in },
  end: @escaping @Sendable () -> Void = { _exit(ExitCode.interrupted.rawValue) },
  operation: @escaping @Sendable () async throws -> Success
) async throws -> Success {
  let (start, starter) = AsyncStream<Never>.makeStream()
  let task = Task {
    for await _ in start {}
    try Task.checkCancellation()
    return try await operation()
  }
  let count = Atomic<Int>(0)
  var sources: [any DispatchSourceSignal] = []
  for stop in StopSignal.allCases where !stop.isIgnored {
    let source = DispatchSource.makeSignalSource(signal: stop.number, queue: .global())
    // Without `@Sendable` the closure would belong to the caller's actor, and trap on this queue.
    source.setEventHandler { @Sendable in
      guard count.add(1, ordering: .relaxed).oldValue == 0 else { return end() }
      onFirst(stop)
      task.cancel()
    }
    await source.resumed()
    sources.append(source)
  }
  // Only now: until all signals are watched for, they end the process, in which nothing has begun.
  starter.finish()
  defer { for source in sources { source.cancel() } }
  return try await withTaskCancellationHandler {
    try await task.value
  } onCancel: {
    task.cancel()
  }
}

extension DispatchSourceSignal {
  /// Resumes the source, and returns when it sees signals.
  fileprivate func resumed() async {
    await withCheckedContinuation { waiting in
      setRegistrationHandler { @Sendable in waiting.resume() }
      resume()
    }
  }
}

extension StopSignal {
  fileprivate var isIgnored: Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
