import ProvisioningHTTP
import Synchronization

extension HTTPResponse {
  /// The answer with a further record at the head of its page.
  func adding(_ record: String) -> HTTPResponse {
    replacing(#"{"data":["#, with: #"{"data":[{"data":\#(record)},"#)
  }

  /// The answer with other bytes in its body.
  func replacing(_ part: String, with other: String) -> HTTPResponse {
    var answer = self
    let pieces = String(decoding: body, as: UTF8.self).split(
      separator: part, maxSplits: 1, omittingEmptySubsequences: false)
    answer.body = Array(pieces.joined(separator: other).utf8)
    return answer
  }
}

/// Something that a closure keeps for the next time.
final class Kept: Sendable {
  private let answer = Mutex(HTTPResponse(status: 0))

  /// The answer that was kept last.
  var kept: HTTPResponse { answer.withLock { $0 } }

  func keep(_ response: HTTPResponse) { answer.withLock { $0 = response } }
}
