import Dispatch
package import Provisioning

/// Runs file operations, which block, on a thread of Dispatch's instead of Swift's cooperative
/// pool.
package func offPool<Answer: Sendable>(
  _ work: @escaping @Sendable () throws(ProvisioningError) -> Answer
) async throws(ProvisioningError) -> Answer {
  let outcome = await withCheckedContinuation {
    (waiting: CheckedContinuation<Result<Answer, ProvisioningError>, Never>) in
    DispatchQueue.global().async {
      do throws(ProvisioningError) {
        waiting.resume(returning: .success(try work()))
      } catch {
        waiting.resume(returning: .failure(error))
      }
    }
  }
  return try outcome.get()
}

/// Runs the jobs of an actor whose work blocks, one after the other in the order in which they
/// came, on threads of Dispatch's.
final class BlockingExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "provisioning.flat-files")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}
