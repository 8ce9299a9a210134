import CCurl
import ProvisioningHTTP

/// Sets the options of an easy handle. libcurl copies every text that it is given here.
final class Setting {
  private let handle: UnsafeMutableRawPointer
  /// Whether an option was not taken: memory is out, or this libcurl does not have the option.
  private(set) var hasFailed = false

  init(_ handle: UnsafeMutableRawPointer) { self.handle = handle }

  func apply(_ options: CurlTransport.Options) {
    set(CURLOPT_NOSIGNAL, 1)
    // Whoever gives up on a name must not wait for the resolver's thread.
    set(CURLOPT_QUICK_EXIT, 1)
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
    set(CURLOPT_ACCEPT_ENCODING, "gzip")
    set(CURLOPT_PROXY, options.proxy ?? "")
    set(CURLOPT_NOPROXY, "")
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    trust(options.authorities)
  }

  /// libcurl has a file of the system's authorities and a folder of the same. A file of ours takes
  /// the place of the first. Otherwise the folder is left out: only then does libcurl keep what it
  /// has read, for a day, where reading costs each connection tens of milliseconds.
  private func trust(_ authorities: String?) {
    if let authorities {
      set(CURLOPT_CAINFO, authorities)
    } else if provisioning_curl_authorities_file() != nil {
      check(provisioning_curl_set_pointer(handle, CURLOPT_CAPATH, nil))
    }
  }

  func apply(_ request: HTTPRequest) {
    set(CURLOPT_URL, request.url)
    let connecting = max(1, min(request.limits.connecting / .milliseconds(1), Double(Int32.max)))
    set(CURLOPT_CONNECTTIMEOUT_MS, Int(connecting))
    // Zero would mean no limit; the receiver holds that one.
    check(
      provisioning_curl_set_size(
        handle, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(max(0, request.limits.bodyBytes))))
    guard request.method == .post || request.body != nil else { return }
    setBody(request.body ?? [], method: request.method)
  }

  /// The fields of the request; the handle needs the list until its end.
  func apply(_ headers: [HTTPHeader]) -> UnsafeMutablePointer<curl_slist>? {
    var list: UnsafeMutablePointer<curl_slist>?
    // Without a value after the colon, libcurl leaves its own field away.
    var lines = ["Expect:"]
    if !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
      lines.append("Content-Type:")
    }
    for header in headers {
      let isBlank = header.value.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 }
      lines.append(isBlank ? "\(header.name);" : "\(header.name): \(header.value)")
    }
    for line in lines {
      guard let longer = curl_slist_append(list, line) else {
        hasFailed = true
        break
      }
      list = longer
    }
    check(provisioning_curl_set_pointer(handle, CURLOPT_HTTPHEADER, list))
    return list
  }

  private func setBody(_ body: [UInt8], method: HTTPRequest.Method) {
    set(CURLOPT_POST, 1)
    set(CURLOPT_CUSTOMREQUEST, method.rawValue)
    // On a kept connection that turns out to be closed, libcurl sends a request again.
    if method == .post { set(CURLOPT_FRESH_CONNECT, 1) }
    check(
      provisioning_curl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
    body.withUnsafeBytes { bytes in
      // Without bytes there may be no address, and without one libcurl would ask for the body.
      withUnsafeBytes(of: UInt8(0)) { none in
        check(
          provisioning_curl_set_pointer(
            handle, CURLOPT_COPYPOSTFIELDS, bytes.baseAddress ?? none.baseAddress))
      }
    }
  }

  private func set(_ option: CURLoption, _ value: Int) {
    check(provisioning_curl_set_long(handle, option, value))
  }

  private func set(_ option: CURLoption, _ value: String) {
    check(value.withCString { provisioning_curl_set_pointer(handle, option, $0) })
  }

  private func check(_ code: CURLcode) {
    if code != CURLE_OK { hasFailed = true }
  }
}
