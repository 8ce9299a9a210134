import Foundation

/// What the endpoints of OAuth answer beside tokens.
enum TokenShape {
  static func listed(_ token: AccessToken, of district: District, scopes: [String]) -> JSON {
    [
      "id": .string(ObjectID.make("token", token.value, in: token.app)),
      "created": .string(
        token.created.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))),
      "owner": ["type": "district", "id": .string(district.id)],
      "access_token": .string(token.value), "scopes": JSON(scopes),
    ]
  }

  static func openIDConfiguration(_ base: String) -> JSON {
    [
      "issuer": .string(base), "authorization_endpoint": .string("\(base)/oauth/authorize"),
      "token_endpoint": .string("\(base)/oauth/tokens"),
      "userinfo_endpoint": .string("\(base)/userinfo"),
      "response_types_supported": ["code", "token"],
      "grant_types_supported": ["authorization_code", "implicit"],
      "token_endpoint_auth_methods_supported": ["client_secret_basic"],
      "subject_types_supported": ["public"],
    ]
  }
}
