import Dispatch
import Provisioning
import Synchronization

/// Runs work that blocks, one piece at a time, on a thread outside Swift's cooperative pool: there,
/// a slow disk would stall every task of the process.
final class BlockingQueue: Sendable {
  private let queue: DispatchQueue

  /// Creates a queue; `label` shows in debuggers.
  init(label: String) { queue = DispatchQueue(label: label) }

  /// Runs `work` after all work that was given before. `work` asks its argument now and then
  /// whether to go on; it throws once the calling task is cancelled.
  func run<Answer: Sendable>(
    _ work: @escaping @Sendable (Cancellation) throws(ProvisioningError) -> Answer
  ) async throws(ProvisioningError) -> Answer {
    let cancellation = Cancellation()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation {
        (continuation: CheckedContinuation<Result<Answer, ProvisioningError>, Never>) in
        queue.async {
          continuation.resume(
            returning: Result { () throws(ProvisioningError) -> Answer in
              try cancellation.check()
              return try work(cancellation)
            })
        }
      }
    } onCancel: {
      cancellation.cancel()
    }
    return try result.get()
  }
}

/// Whether the task that waits for a piece of blocking work was cancelled.
final class Cancellation: Sendable {
  private let isCancelled = Atomic<Bool>(false)

  fileprivate func cancel() { isCancelled.store(true, ordering: .relaxed) }

  /// Throws `ProvisioningError.cancelled` if it was.
  func check() throws(ProvisioningError) {
    if isCancelled.load(ordering: .relaxed) { throw .cancelled }
  }
}
