import Foundation
import Hummingbird

/// What apps ask of OAuth without a browser. These paths tell of no rate limit.
struct TokenRoutes: Sendable {
  let sandbox: Sandbox

  func add(to router: Router<SandboxContext>) {
    router.post("oauth/tokens") { request, context in
      let text = try await request.text(context)
      return await answering { () async throws(OAuthError) in
        try await exchange(request, body: text)
      }
    }
    router.get("oauth/tokens") { request, _ in
      await answering { () async throws(OAuthError) in try await districtTokens(request) }
    }
    router.get("oauth/tokeninfo") { request, _ in
      await answering { () async throws(OAuthError) in try await tokenInfo(request) }
    }
    router.get("userinfo") { request, _ in
      await answering { () async throws(OAuthError) in try await userInfo(request) }
    }
    router.get(".well-known/openid-configuration") { request, _ in
      Response.json(openIDConfiguration(request))
    }
  }

  private func answering(_ body: () async throws(OAuthError) -> JSON) async -> Response {
    do { return .json(try await body()) } catch { return Response(error) }
  }

  private func exchange(_ request: Request, body: String) async throws(OAuthError) -> JSON {
    let fields = try fields(of: request, body: body)
    let credentials = request.authorization("basic")
    let token = try await sandbox.with { state throws(OAuthError) in
      let app = try state.app(basic: credentials)
      guard fields["grant_type"] == "authorization_code" else { throw .wrongGrantType }
      guard let code = fields["code"] else { throw .missing("code") }
      guard let uri = fields["redirect_uri"] else { throw .missing("redirect_uri") }
      return try state.redeem(code, app: app, redirectURI: uri)
    }
    return ["access_token": .string(token.value), "token_type": "bearer"]
  }

  private func fields(of request: Request, body: String) throws(OAuthError) -> [String: String] {
    let type = (request.headers[.contentType] ?? "").lowercased()
    if type.hasPrefix("application/x-www-form-urlencoded") {
      let fields = Form(encoded: body).fields.map { ($0.name, $0.value) }
      return Dictionary(fields) { first, _ in first }
    }
    guard type.hasPrefix("application/json") else { throw .wrongContentType }
    guard let fields = try? JSONDecoder().decode([String: String].self, from: Data(body.utf8))
    else {
      throw OAuthError(
        status: 400, error: "invalid_request", description: "the body is no object of strings")
    }
    return fields
  }

  private func districtTokens(_ request: Request) async throws(OAuthError) -> JSON {
    let (query, credentials) = (request.query, request.authorization("basic"))
    let tokens = try await sandbox.with { state throws(OAuthError) in
      let app = try state.app(basic: credentials)
      guard query["owner_type"] == "district" else { throw .missing("owner_type=district") }
      let wanted = state.directory.districts.filter { query["district"] ?? $0.id == $0.id }
      return wanted.compactMap { district in
        state.districtToken(of: district.id, for: app).map { token in
          TokenShape.listed(
            token, of: district, scopes: state.bearer(of: token.value)?.scopes ?? [])
        }
      }
    }
    let district = query["district"].map { "&district=\($0)" } ?? ""
    return [
      "data": .array(tokens),
      "links": [link("self", "/oauth/tokens?owner_type=district\(district)")],
    ]
  }

  private func tokenInfo(_ request: Request) async throws(OAuthError) -> JSON {
    let bearer = try await bearer(request)
    return ["client_id": .string(bearer.app.id), "scopes": JSON(bearer.scopes)]
  }

  private func userInfo(_ request: Request) async throws(OAuthError) -> JSON {
    guard case .user(let person, let type, let sharing) = try await bearer(request).reach else {
      throw .wrongToken
    }
    return MeShape.userInfo(person, as: type, sharing: sharing)
  }

  private func bearer(_ request: Request) async throws(OAuthError) -> Bearer {
    let value = request.authorization("bearer") ?? ""
    guard let bearer = await sandbox.with({ $0.bearer(of: value) }) else { throw .wrongToken }
    return bearer
  }

  private func openIDConfiguration(_ request: Request) -> JSON {
    TokenShape.openIDConfiguration("http://\(request.head.authority ?? "127.0.0.1")")
  }
}

extension SandboxState {
  /// The app of Basic credentials.
  fileprivate func app(basic credentials: String?) throws(OAuthError) -> ClientApp {
    guard
      let text = credentials.flatMap({ Data(base64Encoded: $0) })
        .map({ String(decoding: $0, as: UTF8.self) }),
      let colon = text.firstIndex(of: ":"), let app = apps[String(text[..<colon])],
      app.secret == text[text.index(after: colon)...]
    else { throw .wrongClient }
    return app
  }
}
