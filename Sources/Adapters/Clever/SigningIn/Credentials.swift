import FoundationEssentials
import Provisioning
import ProvisioningHTTP

extension Secret {
  /// Whether it is visible ASCII, as every token and secret is.
  var mayStandInHeader: Bool {
    !exposed.isEmpty && exposed.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }
}

extension HTTPHeader {
  /// What an app shows of itself (RFC 7617).
  static func basic(_ clientID: String, _ secret: Secret) -> HTTPHeader {
    let pair = Data("\(clientID):\(secret.exposed)".utf8)
    return HTTPHeader("Authorization", "Basic \(pair.base64EncodedString())")
  }

  /// What the holder of a token shows (RFC 6750).
  static func bearer(_ token: Secret) -> HTTPHeader {
    HTTPHeader("Authorization", "Bearer \(token.exposed)")
  }
}
