import Glibc
import Provisioning

/// A thread outside Swift's cooperative pool: calls that block belong here.
package struct Thread: Sendable {
  private let thread: pthread_t

  /// Starts a thread that runs `body` and ends.
  package init(_ body: @escaping @Sendable () -> Void) {
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
  package func join() { pthread_join(thread, nil) }

  /// Lets the thread end by itself. Instead of ``join()``.
  package func detach() { pthread_detach(thread) }

  private final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}

/// Runs `work`, which blocks, on a thread of its own, and waits for its answer. Cancelling the task
/// is a request: `work` looks after it.
package func onThread<Answer: Sendable>(
  _ work: @escaping @Sendable (Cancellation) throws(ProvisioningError) -> Answer
) async throws(ProvisioningError) -> Answer {
  let cancellation = Cancellation()
  let outcome = await withTaskCancellationHandler {
    await withCheckedContinuation {
      (waiting: CheckedContinuation<Result<Answer, ProvisioningError>, Never>) in
      let thread = Thread {
        do throws(ProvisioningError) {
          waiting.resume(returning: .success(try work(cancellation)))
        } catch {
          waiting.resume(returning: .failure(error))
        }
      }
      thread.detach()
    }
  } onCancel: {
    cancellation.request()
  }
  return try outcome.get()
}
