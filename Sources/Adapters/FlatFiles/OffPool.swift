import Dispatch
package import Provisioning

/// Runs file operations, which block, on a thread of Dispatch's instead of Swift's cooperative pool.
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
