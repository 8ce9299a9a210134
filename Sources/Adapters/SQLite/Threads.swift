import Glibc

/// A thread outside Swift's cooperative pool: calls that block belong here.
struct Thread: Sendable {
  private let thread: pthread_t

  /// Starts a thread that runs `body` and ends.
  init(_ body: @escaping @Sendable () -> Void) {
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
  func join() { pthread_join(thread, nil) }

  /// Lets the thread end by itself. Instead of ``join()``.
  func detach() { pthread_detach(thread) }

  private final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}

/// The jobs that wait for the threads that take them.
///
/// `@unchecked Sendable`: every access of `jobs`, `first`, `isClosed` and `farewells` happens between
/// locking and unlocking `mutex`; the two pointers never change.
final class Inbox<Job: Sendable>: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let arrival = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var jobs: [Job] = []
  private var first = 0
  private var isClosed = false

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(arrival, nil)
  }

  deinit {
    pthread_cond_destroy(arrival)
    pthread_mutex_destroy(mutex)
    arrival.deallocate()
    mutex.deallocate()
  }

  /// Adds a job, unless the inbox is closed.
  func send(_ job: Job) -> Delivery {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    guard !isClosed else { return .refused }
    jobs.append(job)
    pthread_cond_signal(arrival)
    return .taken
  }

  enum Delivery {
    case taken, refused
  }

  /// Takes the jobs that wait, at most `limit`, and waits for one if there is none. Empty: the inbox
  /// is closed and nothing is left in it.
  func take(upTo limit: Int) -> ArraySlice<Job> {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while first == jobs.count, !isClosed { pthread_cond_wait(arrival, mutex) }
    let taken = jobs[first...].prefix(limit)
    first += taken.count
    if first == jobs.count {
      jobs = []
      first = 0
    }
    return taken
  }

  /// Refuses further jobs. Those that wait are still taken.
  func close() {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    isClosed = true
    pthread_cond_broadcast(arrival)
  }
}
