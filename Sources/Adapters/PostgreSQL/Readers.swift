#if PostgreSQL
import Provisioning
import ProvisioningThreads

/// Answers reads on this thread until `inbox` is closed: those that wait together are sent together.
func serveReads(from inbox: Inbox<ReadJob>, at address: Address, patience: Duration) {
  let line = Line(address)
  while case let jobs = inbox.take(upTo: 16), !jobs.isEmpty {
    let started = jobs.filter { !$0.cancellation.isRequested }
    for job in jobs where job.cancellation.isRequested { job.answer(.failure(.cancelled)) }
    if !started.isEmpty { line.answer(started, patience: patience) }
  }
}

extension Line {
  fileprivate func answer(_ jobs: [ReadJob], patience: Duration) {
    do throws(Failure) {
      let answers = try run(
        patience: patience, unless: { jobs.allSatisfy(\.cancellation.isRequested) }
      ) { session throws(Failure) in try session.exchange(jobs.map(\.request)) }
      for (job, rows) in zip(jobs, answers) { job.answer(.success(rows)) }
    } catch {
      // One that fails takes the others along; alone, each has its own answer.
      guard jobs.count > 1, error.mayBeOfOne else {
        for job in jobs { job.answer(.failure(error.error)) }
        return
      }
      for job in jobs { answer([job], patience: patience) }
    }
  }
}
#endif
