import CCurl
import ProvisioningHTTP

extension HTTPFault {
  static let cancelled = HTTPFault(.cancelled, "the task was cancelled")
  static let closed = HTTPFault(.cancelled, "the transport is closed")
  static let tooLarge = HTTPFault(.tooLarge, "the response is larger than its limit")

  /// What libcurl's code means. A handshake that fails for another reason than a certificate is a
  /// broken connection: libcurl does not tell a server that speaks no TLS from one that goes away.
  init(_ code: CURLcode) {
    let kind: Kind =
      switch code {
      case CURLE_URL_MALFORMAT: .invalidAddress
      case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .unknownHost
      case CURLE_COULDNT_CONNECT: .unreachable
      case CURLE_OPERATION_TIMEDOUT: .timeout
      case CURLE_FILESIZE_EXCEEDED: .tooLarge
      case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
        CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE:
        .untrusted
      default: .broken
      }
    self.init(kind, String(cString: curl_easy_strerror(code)))
  }
}
