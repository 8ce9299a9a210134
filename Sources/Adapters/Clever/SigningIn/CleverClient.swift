import Provisioning
import ProvisioningHTTP

/// Asks Clever over HTTP, and says what went wrong in the core's words.
struct CleverClient: Sendable {
  let app: CleverApp
  let transport: any HTTPTransport
  let retries: HTTPRetries

  /// The body of the answer to a GET of `path`, which is put behind the data's host.
  func data(_ path: String, bearing token: Secret) async throws(ProvisioningError) -> [UInt8] {
    try await get(app.hosts.data + path, bearing: token)
  }

  /// The body of the answer to a GET of `path`, which is put behind the accounts' host.
  func account(_ path: String, bearing token: Secret) async throws(ProvisioningError) -> [UInt8] {
    try await get(app.hosts.accounts + path, bearing: token)
  }

  private func get(_ url: String, bearing token: Secret) async throws(ProvisioningError) -> [UInt8]
  {
    let headers = [HTTPHeader.bearer(token), HTTPHeader("Accept", "application/json")]
    let response = try await send(HTTPRequest(.get, url, headers: headers))
    guard response.status == 200 else { throw response.failure(.token) }
    return response.body
  }

  /// Redeems a code. Sent once, whatever happens.
  func redeem(
    _ code: Secret, sentTo redirectURI: RedirectURI
  ) async throws(ProvisioningError) -> CleverToken {
    let fields = [
      ("code", code.exposed), ("grant_type", "authorization_code"),
      ("redirect_uri", redirectURI.rawValue),
    ]
    let (type, body) = app.codeBody.encoded(fields)
    let response = try await send(
      HTTPRequest(
        .post, app.hosts.accounts + "/oauth/tokens",
        headers: [
          .basic(app.clientID, app.clientSecret),
          HTTPHeader("Content-Type", type), HTTPHeader("Accept", "application/json"),
        ], body: body))
    guard response.status == 200 else { throw response.failure(.code) }
    return try usable { () throws(CleverRecordFault) in try CleverToken(response.body) }
  }

  private func send(_ request: HTTPRequest) async throws(ProvisioningError) -> HTTPResponse {
    do {
      return try await retries.send(request, over: transport)
    } catch {
      if error.kind == .cancelled { throw .cancelled }
      throw ProvisioningError(
        .unavailable, "Clever did not answer.", reason: "Over the network: \(error.reason).",
        remedy: "Sign in again; 'linkctl doctor' tells whether Clever can be reached.")
    }
  }
}

/// Reads an answer; one that cannot be used is Clever's trouble, not the person's.
func usable<Value>(
  _ read: () throws(CleverRecordFault) -> Value
) throws(ProvisioningError) -> Value {
  do throws(CleverRecordFault) { return try read() } catch { throw error.error }
}

extension CleverApp.CodeBody {
  /// The type and the bytes of a body.
  fileprivate func encoded(_ fields: [(name: String, value: String)]) -> (String, [UInt8]) {
    switch self {
    case .form:
      return ("application/x-www-form-urlencoded", Array(formEncoded(fields).utf8))
    case .json:
      let object = Dictionary(
        uniqueKeysWithValues: fields.map { ($0.name, JSONPart.text($0.value)) })
      var bytes: [UInt8] = []
      bytes.append(object: object)
      return ("application/json", bytes)
    }
  }
}

extension HTTPResponse {
  /// What was asked with.
  fileprivate enum Credential {
    case code, token
  }

  /// A status other than 200, in the core's words. What the body says is passed on as a known word
  /// only.
  fileprivate func failure(_ credential: Credential) -> ProvisioningError {
    let answer = CleverErrorAnswer(status: status, body: body)
    switch (status, credential) {
    case (401, .code):
      return ProvisioningError(
        .refused, "Clever does not know this app.", reason: answer.description,
        remedy: "Check the client ID and secret: 'linkctl doctor'.")
    case (400, .code):
      return ProvisioningError(
        .refused, "The sign-in is no longer good.",
        reason:
          "\(answer) A code is good for one minute, once, and for the redirect URI it was sent to.",
        remedy: "Sign in again.")
    case (401, .token):
      return ProvisioningError(
        .refused, "The sign-in is no longer good.", reason: answer.description,
        remedy: "Sign in again.")
    case (403, .token), (404, .token):
      return ProvisioningError(
        .notFound, "Clever has nothing there for this app.", reason: answer.description,
        remedy: "It may be unshared, or want another kind of token.")
    case (429, _):
      return ProvisioningError(
        .busy, "Clever takes no more requests for now.", reason: answer.description,
        remedy: "Try again in a minute.")
    case (500..., _):
      return ProvisioningError(
        .unavailable, "Clever cannot answer now.", reason: answer.description,
        remedy: "Try again later.")
    default:
      return ProvisioningError(
        .invalid, "Clever's answer cannot be used.", reason: answer.description,
        remedy: "Check the hosts in the configuration: 'linkctl doctor'.")
    }
  }
}
