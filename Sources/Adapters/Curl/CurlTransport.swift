import CCurl
import ProvisioningHTTP
import ProvisioningThreads
import Synchronization

/// Sends requests with libcurl: HTTP/1.1, and HTTP/2 over TLS, on one thread of its own.
///
/// Connections are kept and shared, certificates verified against the system's store, bodies in gzip
/// unpacked. Where a transport is no longer in use, its thread ends, and what is still under way ends
/// as cancelled. One is enough for a program.
public final class CurlTransport: HTTPTransport {
  /// What holds for all requests of a transport.
  public struct Options: Hashable, Sendable {
    /// The `User-Agent` of requests that name none.
    public var userAgent = "provisioning"
    /// A PEM file of authorities that are trusted beside those in the system's folder of them.
    public var authorities: String?
    /// The proxy, such as `http://proxy.example:3128`. Without one, connections are direct: what the
    /// environment says of proxies is never asked.
    public var proxy: String?
    /// How many requests to one host are under way at once, each on a connection of its own or,
    /// over HTTP/2, together on one. Further ones wait for their turn, and their time runs.
    public var requestsPerHost = 8
    /// The header of a response, in bytes.
    public var headerBytes = 64 << 10

    /// Creates the defaults.
    public init() {}
  }

  private let options: Options
  private let mailbox = Mailbox()
  private let ending = Ending()
  private let lastNumber = Atomic(0)

  /// Starts a transport.
  public init(_ options: Options = Options()) {
    self.options = options
    let thread = Thread { [mailbox, ending] in
      Loop(options: options, mailbox: mailbox).run()
      ending.end()
    }
    thread.detach()
  }

  deinit { mailbox.close() }

  /// Ends what is under way as cancelled, refuses what comes later, and returns when the thread and
  /// all connections are gone.
  public func close() async {
    mailbox.close()
    await ending.reached()
  }

  public func send(_ request: HTTPRequest) async throws(HTTPFault) -> HTTPResponse {
    let request = request.named(options.userAgent)
    let address = try request.check()
    let number = lastNumber.add(1, ordering: .relaxed).newValue
    let cancellation = Cancellation()
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { (waiter: CheckedContinuation<Outcome, Never>) in
        let job = Job(
          number: number, request: request, host: address.description,
          cancellation: cancellation, deadline: .now + request.limits.total, waiter: waiter)
        mailbox.post(job)
      }
    } onCancel: { [mailbox] in
      // In this order: whichever of the job and the note the thread sees first, it sees the flag.
      cancellation.request()
      mailbox.cancel(number)
    }
    return try outcome.get()
  }
}

extension HTTPRequest {
  fileprivate func named(_ userAgent: String) -> HTTPRequest {
    guard !headers.contains(where: { $0.name.lowercased() == "user-agent" }) else { return self }
    var named = self
    named.headers.append(HTTPHeader("User-Agent", userAgent))
    return named
  }
}
