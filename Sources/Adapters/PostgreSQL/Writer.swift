#if PostgreSQL
import Provisioning
import ProvisioningThreads

/// The one connection that writes, on its thread: it commits the writes that wait together in one
/// transaction, under the lock that the writers of all programs take in turn.
final class Writer {
  private let line: Line
  private let layout: Int
  private let patience: Duration
  private let row = WriterRow()

  /// What was cut off is looked for no longer than this.
  static let longestPatience = Duration.seconds(86_400)

  /// `layout` is the version with which the store was opened.
  init(_ line: Line, layout: Int, patience: Duration) {
    self.line = line
    self.layout = layout
    self.patience = min(patience, Self.longestPatience)
  }

  /// Runs `jobs`, each as if alone, and answers after the commit.
  func run(_ jobs: [WriteJob]) {
    var batch: [WriteJob] = []
    for job in jobs {
      if job.cancellation.isRequested {
        job.fail(.cancelled)
      } else if case .expiry(let moment, let reply) = job.work {
        commit(batch)
        batch = []
        expireRecords(before: moment, reply)
      } else {
        batch.append(job)
      }
    }
    commit(batch)
  }

  private func commit(_ jobs: [WriteJob]) {
    if !jobs.isEmpty { commit(Batch(jobs, row, layout: layout)) }
  }

  private func commit(_ batch: Batch) {
    var batch = batch
    let jobs = batch.jobs
    do throws(Failure) {
      let answers = try line.run(
        patience: patience, unless: { jobs.allSatisfy(\.cancellation.isRequested) }
      ) { session throws(Failure) in try batch.attempt(on: session) }
      for answer in answers { answer() }
    } catch {
      guard jobs.count > 1, !batch.isInDoubt, error.mayBeOfOne else {
        return batch.fail(error.error)
      }
      for part in batch.parts { commit(part) }
    }
  }

  private func expireRecords(before moment: Timestamp, _ reply: WriteJob.Reply<Int>) {
    var expiry = Expiry(before: moment, row, layout: layout)
    do throws(Failure) {
      reply(
        .success(
          try line.run(patience: patience) { session throws(Failure) in
            try expiry.attempt(on: session)
          }))
    } catch {
      reply(.failure(expiry.isInDoubt ? .unknownOutcome(error.error) : error.error))
    }
  }
}
#endif
