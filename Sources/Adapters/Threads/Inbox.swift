import Glibc

/// The jobs that wait for the threads that take them, in the order in which they came.
///
/// `@unchecked Sendable`: every access of `arrived`, `next` and `isClosed` happens between locking
/// and unlocking `mutex`; the two pointers never change.
package final class Inbox<Job: Sendable>: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let arrival = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var arrived: [Job] = []
  /// Jobs that came before those in `arrived`, the next one last.
  private var next: [Job] = []
  private var isClosed = false

  package init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(arrival, nil)
  }

  deinit {
    pthread_cond_destroy(arrival)
    pthread_mutex_destroy(mutex)
    arrival.deallocate()
    mutex.deallocate()
  }

  /// Whether a job will be taken.
  package enum Delivery {
    case taken, refused
  }

  /// Adds a job, unless the inbox is closed.
  package func send(_ job: Job) -> Delivery {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    guard !isClosed else { return .refused }
    arrived.append(job)
    pthread_cond_signal(arrival)
    return .taken
  }

  /// Takes the next job, and waits for one if there is none; `nil` when the inbox is closed and
  /// nothing is left in it.
  package func take() -> Job? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while next.isEmpty {
      if arrived.isEmpty {
        if isClosed { return nil }
        pthread_cond_wait(arrival, mutex)
      } else {
        swap(&next, &arrived)
        next.reverse()
      }
    }
    return next.popLast()
  }

  /// Takes the jobs that wait, at most `limit`, as ``take()`` does one; empty instead of `nil`.
  package func take(upTo limit: Int) -> [Job] {
    guard let first = take() else { return [] }
    var jobs = [first]
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while jobs.count < limit, let job = next.popLast() { jobs.append(job) }
    if jobs.count < limit, arrived.count <= limit - jobs.count {
      jobs += arrived
      arrived = []
    }
    return jobs
  }

  /// Refuses further jobs. Those that wait are still taken.
  package func close() {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    isClosed = true
    pthread_cond_broadcast(arrival)
  }
}
