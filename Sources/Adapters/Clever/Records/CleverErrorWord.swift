import Provisioning

/// The words for what went wrong that may be passed on: those of OAuth 2.0 (RFC 6749, RFC 6750).
/// Any other text in an error may hold anything.
public enum CleverErrorWord: String, CaseIterable, Hashable, Sendable {
  case invalidRequest = "invalid_request"
  case invalidClient = "invalid_client"
  case invalidGrant = "invalid_grant"
  case invalidScope = "invalid_scope"
  case invalidToken = "invalid_token"
  case insufficientScope = "insufficient_scope"
  case accessDenied = "access_denied"
  case unauthorizedClient = "unauthorized_client"
  case unsupportedGrantType = "unsupported_grant_type"
  case unsupportedResponseType = "unsupported_response_type"
  case serverError = "server_error"
  case temporarilyUnavailable = "temporarily_unavailable"

  /// The word that `text` is, or that Clever says in its own way; `nil` for any other text.
  public init?(_ text: String) {
    let text = lowercasedASCII(text)
    if let word = Self(rawValue: text) {
      self = word
      return
    }
    switch text {
    case "unrecognized token string": self = .invalidToken
    case "resource not in token's scopes": self = .insufficientScope
    case let text where text.hasPrefix("invalid grant"): self = .invalidGrant
    default: return nil
    }
  }
}
