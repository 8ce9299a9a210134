import ProvisioningCurl
import ProvisioningHTTP

extension HTTPTransport {
  /// The kind of fault that a request ends with; `nil` where a response comes.
  func fault(_ request: HTTPRequest) async -> HTTPFault.Kind? {
    do throws(HTTPFault) { _ = try await send(request) } catch { return error.kind }
    return nil
  }

  /// The kind of fault that a GET ends with; `nil` where a response comes.
  func fault(_ url: String, _ limits: HTTPRequest.Limits = .patient) async -> HTTPFault.Kind? {
    await fault(HTTPRequest(.get, url, limits: limits))
  }
}

extension HTTPRequest.Limits {
  /// Longer than any test may take: what ends in time ends for another reason.
  static let patient = HTTPRequest.Limits(connecting: .seconds(600), total: .seconds(600))

  /// Patient but for the size.
  static func bytes(_ count: Int) -> HTTPRequest.Limits {
    HTTPRequest.Limits(connecting: .seconds(600), total: .seconds(600), bodyBytes: count)
  }

  /// Patient but for the whole.
  static func total(_ duration: Duration) -> HTTPRequest.Limits {
    HTTPRequest.Limits(connecting: .seconds(600), total: duration)
  }
}

/// Waits until something holds; the test's time limit ends what never does.
func until(_ condition: () -> Bool) async {
  while !condition(), !Task.isCancelled { try? await Task.sleep(for: .milliseconds(2)) }
}
