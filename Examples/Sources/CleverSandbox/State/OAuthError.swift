/// Why an endpoint of OAuth refuses, as it answers.
struct OAuthError: Error, Equatable {
  let status: Int
  let error: String
  let description: String

  static let invalidCode = OAuthError(
    status: 400, error: "invalid_grant", description: "Invalid grant: invalid code")
  static let wrongRedirectURI = OAuthError(
    status: 400, error: "invalid_grant",
    description: "Invalid grant: redirect_uri is not the one that the code was sent to")
  static let wrongGrantType = OAuthError(
    status: 400, error: "unsupported_grant_type",
    description: "Unsupported grant type: must be authorization_code")
  static let wrongContentType = OAuthError(
    status: 400, error: "invalid_request",
    description: "invalid content-type: use application/json or application/x-www-form-urlencoded")
  static let wrongClient = OAuthError(
    status: 401, error: "invalid_client", description: "Client credentials are invalid")
  static let wrongToken = OAuthError(
    status: 401, error: "invalid_token", description: "Unrecognized token string")

  static func missing(_ parameter: String) -> OAuthError {
    OAuthError(
      status: 400, error: "invalid_request", description: "missing parameter: \(parameter)")
  }

  var json: JSON { ["error": .string(error), "error_description": .string(description)] }
}
