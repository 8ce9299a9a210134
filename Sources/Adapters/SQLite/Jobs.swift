import Provisioning
import ProvisioningThreads

/// Work for the thread of a session, and whom to tell how it went.
struct Job: Sendable {
  /// Does the work, and returns what tells the waiting task its answer.
  let perform: @Sendable (Session) throws(ProvisioningError) -> @Sendable () -> Void
  /// Tells the waiting task that there is no answer.
  let fail: @Sendable (ProvisioningError) -> Void
  /// Whether the waiting task was cancelled. Once started, work is finished.
  let cancellation: Cancellation
}

extension Inbox<Job> {
  /// Sends `work` to a session's thread and waits for its answer.
  func answer<Answer: Sendable>(
    _ work: @escaping @Sendable (Session) throws(ProvisioningError) -> Answer
  ) async throws(ProvisioningError) -> Answer {
    let cancellation = Cancellation()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation {
        (waiting: CheckedContinuation<Result<Answer, ProvisioningError>, Never>) in
        let job = Job(
          perform: { session throws(ProvisioningError) in
            let answer = try work(session)
            return { waiting.resume(returning: .success(answer)) }
          },
          fail: { waiting.resume(returning: .failure($0)) }, cancellation: cancellation)
        if send(job) == .refused { job.fail(.storeClosed) }
      }
    } onCancel: {
      cancellation.request()
    }
    return try result.get()
  }
}
