import Provisioning

/// The districts that are connected with an app, with a token for each: the answer to
/// `/oauth/tokens?owner_type=district`.
struct CleverDistrictTokens {
  /// A district's token.
  struct DistrictToken: Sendable {
    let district: CleverID
    /// `nil` where the answer has none that could be used.
    let secret: Secret?
  }

  let tokens: [DistrictToken]

  /// Reads the body of an answer.
  init(_ body: [UInt8]) throws(CleverRecordFault) {
    tokens = try CleverEndpoint.token.read(body) { fields in
      guard fields.names.contains("data") else { throw fields.fault(.missing, "data") }
      return fields.objects("data").compactMap { token in
        guard let id = token.object("owner")?.text("id").flatMap({ CleverID($0) }) else {
          return nil
        }
        let secret = token.text("access_token").map { Secret($0) }
        return DistrictToken(district: id, secret: secret?.mayStandInHeader == true ? secret : nil)
      }
    }
  }
}
