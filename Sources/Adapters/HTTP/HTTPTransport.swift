/// Sends requests over HTTP, one exchange each.
///
/// What a transport promises: it follows no redirect (a 3xx is a response), keeps no cookies, sends
/// a request once and never again, and holds the request's limits whatever the other side does. Any
/// status is a response; a fault is thrown where no whole response came. A cancelled task ends with
/// ``HTTPFault/Kind/cancelled`` at once. It may be used from many tasks at once.
public protocol HTTPTransport: Sendable {
  /// The response to `request`.
  func send(_ request: HTTPRequest) async throws(HTTPFault) -> HTTPResponse
}
