#if PostgreSQL
import Provisioning
import ProvisioningThreads

/// A read that waits for a connection, and whom to tell its answer.
struct ReadJob: Sendable {
  let request: Request
  /// Tells the waiting task.
  let answer: @Sendable (Result<Rows, ProvisioningError>) -> Void
  let cancellation: Cancellation
}

/// A write that waits for the writer.
struct WriteJob: Sendable {
  let work: Work
  let cancellation: Cancellation

  /// What is to be done, and whom to tell how it went.
  enum Work: Sendable {
    case commit(Draft, Reply<JournalEntry>)
    case records([RecordChange], Reply<Void>)
    case expiry(Timestamp, Reply<Int>)
  }

  typealias Reply<Answer> = @Sendable (Result<Answer, ProvisioningError>) -> Void

  func fail(_ error: ProvisioningError) {
    switch work {
    case .commit(_, let reply): reply(.failure(error))
    case .records(_, let reply): reply(.failure(error))
    case .expiry(_, let reply): reply(.failure(error))
    }
  }
}

extension Inbox<ReadJob> {
  /// Sends `read` to a thread with a connection and waits for its answer.
  func answer<Answer>(_ read: Read<Answer>) async throws(ProvisioningError) -> Answer {
    try await reply { reply, cancellation in
      let answer: @Sendable (Result<Rows, ProvisioningError>) -> Void = { rows in
        do throws(ProvisioningError) {
          reply(.success(try read.answer(try rows.get())))
        } catch {
          reply(.failure(error))
        }
      }
      let job = ReadJob(request: read.request, answer: answer, cancellation: cancellation)
      if send(job) == .refused { reply(.failure(.storeClosed)) }
    }
  }
}

extension Inbox<WriteJob> {
  /// Sends work to the writer and waits for its answer.
  func answer<Answer: Sendable>(
    _ work: (@escaping WriteJob.Reply<Answer>) -> WriteJob.Work
  ) async throws(ProvisioningError) -> Answer {
    try await reply { reply, cancellation in
      let job = WriteJob(work: work(reply), cancellation: cancellation)
      if send(job) == .refused { reply(.failure(.storeClosed)) }
    }
  }
}

/// Waits for a reply. Cancelling the task is a request, which whoever takes the job looks after.
private func reply<Answer: Sendable>(
  to send: (@escaping WriteJob.Reply<Answer>, Cancellation) -> Void
) async throws(ProvisioningError) -> Answer {
  let cancellation = Cancellation()
  let result = await withTaskCancellationHandler {
    await withCheckedContinuation {
      (waiting: CheckedContinuation<Result<Answer, ProvisioningError>, Never>) in
      send({ waiting.resume(returning: $0) }, cancellation)
    }
  } onCancel: {
    cancellation.request()
  }
  return try result.get()
}
#endif
