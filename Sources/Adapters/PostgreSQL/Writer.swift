#if PostgreSQL
import Provisioning
import ProvisioningThreads

/// The one connection that writes, on its thread: it commits the writes that wait together in one
/// transaction, under the lock that the writers of all programs take in turn.
final class Writer {
  private let line: Line
  private let patience: Duration

  init(_ line: Line, patience: Duration) {
    self.line = line
    self.patience = patience
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
    guard !jobs.isEmpty else { return }
    var batch = Batch(jobs)
    do throws(Failure) {
      let answers = try line.run(
        patience: patience, unless: { jobs.allSatisfy(\.cancellation.isRequested) }
      ) { session throws(Failure) in try batch.attempt(on: session) }
      for answer in answers { answer() }
    } catch {
      let jobs = batch.unsettled()
      guard jobs.count > 1, !batch.isInDoubt, error.mayBeOfOne else {
        for job in jobs {
          job.fail(batch.isInDoubt ? .unknownOutcome(error.error) : error.error)
        }
        return
      }
      for job in jobs { commit([job]) }
    }
  }

  private func expireRecords(before moment: Timestamp, _ reply: WriteJob.Reply<Int>) {
    do throws(Failure) {
      let deletion = Request(.expireRecords) { $0.add(moment.milliseconds) }
      let requests = [Request(.begin), Request(.lock), deletion, Request(.commit)]
      let count = try line.run(patience: patience) { session throws(Failure) in
        try session.exchange(requests)[2].written
      }
      reply(.success(count))
    } catch {
      reply(.failure(error.error))
    }
  }
}
#endif
