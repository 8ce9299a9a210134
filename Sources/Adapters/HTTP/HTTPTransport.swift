/// Sends requests over HTTP, one exchange each.
///
/// What a transport promises: it follows no redirect (a 3xx is a response), keeps no cookies, and
/// holds the request's limits whatever the other side does. Any status is a response; a fault is
/// thrown where no whole response came. It sends a POST once and never again; a GET it may repeat by
/// itself where a kept connection turns out to be closed (RFC 9110, section 9.2.2). A cancelled task
/// ends with ``HTTPFault/Kind/cancelled`` at once, and sends nothing if it was cancelled before. It
/// may be used from many tasks at once.
public protocol HTTPTransport: Sendable {
  /// The response to `request`.
  func send(_ request: HTTPRequest) async throws(HTTPFault) -> HTTPResponse
}
