import CCurl
import ProvisioningHTTP

/// One exchange: an easy handle, and what has come through it.
final class Transfer {
  let job: Job
  let handle: UnsafeMutableRawPointer
  /// Whether libcurl has it.
  var isRunning = false
  private var header: ResponseHeader
  private var body: [UInt8] = []
  private var isTooLarge = false
  private var fields: UnsafeMutablePointer<curl_slist>?

  /// `nil` where libcurl does not take an option.
  init?(_ job: Job, _ options: CurlTransport.Options) {
    guard let handle = curl_easy_init() else { return nil }
    self.job = job
    self.handle = handle
    header = ResponseHeader(limit: options.headerBytes)
    let setting = Setting(handle)
    setting.apply(options)
    setting.apply(job.request)
    fields = setting.apply(job.request.headers)
    provisioning_curl_set_number(handle, job.number)
    provisioning_curl_set_receivers(
      handle,
      { Transfer.receive($0, $1 * $2, $3) { $0.takeHeader($1) } },
      { Transfer.receive($0, $1 * $2, $3) { $0.takeBody($1) } },
      Unmanaged.passUnretained(self).toOpaque())
    guard !setting.hasFailed else { return nil }
  }

  deinit {
    curl_easy_cleanup(handle)
    curl_slist_free_all(fields)
  }

  /// What the transfer came to, when libcurl is done with it.
  func outcome(_ code: CURLcode) -> Outcome {
    if isTooLarge { return .failure(.tooLarge) }
    guard code == CURLE_OK else { return .failure(HTTPFault(code)) }
    // libcurl takes a header that is cut off for a whole one.
    guard header.isWhole else { return .failure(HTTPFault(.broken, "the header was cut off")) }
    return .success(HTTPResponse(status: header.status, headers: header.fields, body: body))
  }

  /// Passes a piece on; tells libcurl to stop if it is not taken.
  private static func receive(
    _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?,
    _ take: (Transfer, UnsafeRawBufferPointer) -> Bool
  ) -> Int {
    let transfer = Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
    if take(transfer, UnsafeRawBufferPointer(start: bytes, count: count)) { return count }
    transfer.isTooLarge = true
    return -1
  }

  private func takeHeader(_ line: UnsafeRawBufferPointer) -> Bool { header.take(line) }

  private func takeBody(_ piece: UnsafeRawBufferPointer) -> Bool {
    guard piece.count <= job.request.limits.bodyBytes - body.count else { return false }
    body.append(contentsOf: piece)
    return true
  }
}
