import CCurl
import Glibc
import ProvisioningHTTP
import ProvisioningThreads

/// The thread's work: all transfers on one multi handle. Everything here runs on that thread.
final class Loop {
  private let options: CurlTransport.Options
  private let mailbox: Mailbox
  private let multi: UnsafeMutableRawPointer
  private var transfers: [Int: Transfer] = [:]
  private var lanes: [String: Lane] = [:]
  /// No transfer's deadline lies before it.
  private var nextDeadline: ContinuousClock.Instant?

  /// What goes to one host. libcurl has such a queue of its own, which forgets who waits (7.88).
  private struct Lane {
    var running = 0
    /// The next one first; those that have ended meanwhile are still named.
    var waiting: [Int] = []
  }

  init(options: CurlTransport.Options, mailbox: Mailbox) {
    _ = Self.library
    guard let multi = curl_multi_init() else { preconditionFailure("there is no memory left") }
    self.options = options
    self.mailbox = mailbox
    self.multi = multi
    // Left alone, libcurl keeps four for each request that is under way.
    let kept = 4 * max(1, options.requestsPerHost)
    provisioning_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, kept)
  }

  deinit { curl_multi_cleanup(multi) }

  /// libcurl made ready, once in the life of a program.
  private static let library = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

  /// Works until the mailbox is closed.
  func run() {
    blockSignals()
    mailbox.use(Bell(multi))
    while true {
      let mail = mailbox.take()
      for job in mail.jobs { start(job) }
      for number in mail.cancelled { finish(number, .failure(.cancelled)) }
      if mail.isClosed { break }
      var running: CInt = 0
      curl_multi_perform(multi, &running)
      collect()
      expire()
      curl_multi_poll(multi, nil, 0, waitingTime(), nil)
    }
    mailbox.use(nil)
    lanes = [:]
    for number in Array(transfers.keys) { finish(number, .failure(.closed)) }
  }

  /// Handlers of the program run on its own threads, and a connection that breaks is no signal.
  private func blockSignals() {
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, nil)
  }

  private func start(_ job: Job) {
    guard !job.cancellation.isRequested else {
      return job.waiter.resume(returning: .failure(.cancelled))
    }
    guard let transfer = Transfer(job, options) else {
      let fault = HTTPFault(.broken, "libcurl does not take an option")
      return job.waiter.resume(returning: .failure(fault))
    }
    transfers[job.number] = transfer
    nextDeadline = min(nextDeadline ?? job.deadline, job.deadline)
    lanes[job.host, default: Lane()].waiting.append(job.number)
    advance(job.host)
  }

  /// Lets those run to a host whose turn it is.
  private func advance(_ host: String) {
    guard var lane = lanes[host] else { return }
    while lane.running < max(1, options.requestsPerHost), !lane.waiting.isEmpty {
      guard let transfer = transfers[lane.waiting.removeFirst()] else { continue }
      curl_multi_add_handle(multi, transfer.handle)
      transfer.isRunning = true
      lane.running += 1
    }
    lanes[host] = lane.running > 0 ? lane : nil
  }

  private func finish(_ number: Int, _ outcome: Outcome) {
    guard let transfer = transfers.removeValue(forKey: number) else { return }
    if transfer.isRunning {
      curl_multi_remove_handle(multi, transfer.handle)
      lanes[transfer.job.host]?.running -= 1
      advance(transfer.job.host)
    }
    transfer.job.waiter.resume(returning: outcome)
  }

  /// Hands over what has come to its end.
  private func collect() {
    var left: CInt = 0
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE else { continue }
      let number = provisioning_curl_number(message.pointee.easy_handle)
      guard let transfer = transfers[number] else { continue }
      finish(number, transfer.outcome(message.pointee.data.result))
    }
  }

  /// Ends what has no time left, whether it runs or waits.
  private func expire() {
    guard let due = nextDeadline, due <= .now else { return }
    let now = ContinuousClock.now
    for (number, transfer) in transfers where transfer.job.deadline <= now {
      finish(number, .failure(HTTPFault(.timeout, "the time for the whole exchange was up")))
    }
    nextDeadline = transfers.values.lazy.map(\.job.deadline).min()
  }

  /// In milliseconds. The bell and libcurl's own timers end the waiting earlier.
  private func waitingTime() -> CInt {
    guard let nextDeadline else { return 60_000 }
    let left = max(.zero, nextDeadline - .now)
    return CInt(min(left / .milliseconds(1) + 1, 60_000))
  }
}
