import Glibc

/// A thread outside Swift's cooperative pool: calls that block belong here.
struct Thread: Sendable {
  private let thread: pthread_t

  /// Starts a thread that runs `body` and ends.
  init(_ body: @escaping @Sendable () -> Void) {
    let box = Unmanaged.passRetained(Box(body))
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { argument in
        Unmanaged<Box>.fromOpaque(argument!).takeRetainedValue().body()
        return nil
      }, box.toOpaque())
    precondition(code == 0, "the system gives no thread")
    self.thread = thread
  }

  /// Waits for the thread's end. Once for each thread.
  func join() { pthread_join(thread, nil) }

  /// Lets the thread end by itself. Instead of ``join()``.
  func detach() { pthread_detach(thread) }

  private final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
