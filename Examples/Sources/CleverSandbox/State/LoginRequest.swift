/// What an app, or Clever itself, asks of a login.
struct LoginRequest: Sendable {
  enum ResponseType: String, Sendable {
    case code, token
  }

  let app: ClientApp
  let redirectURI: String
  let responseType: ResponseType
  /// Given back as it came, if it came.
  let state: String?
  /// The district to sign in to, if it is known.
  let district: District?
  /// Whether somebody who is signed in is asked whether it is them.
  let asksToConfirm: Bool
  /// Whether the app is told if it may not have the user, instead of the user.
  let returnsUnshared: Bool

  /// Where the user is sent, with what the app is told.
  func destination(_ fields: [(name: String, value: String)]) -> String {
    let told = Form(fields + (state.map { [("state", $0)] } ?? [])).encoded
    switch responseType {
    case .token: return "\(redirectURI)#\(told)"
    case .code: return redirectURI + (redirectURI.contains("?") ? "&" : "?") + told
    }
  }
}

/// Why somebody sees an error page.
struct PageProblem: Error, Equatable {
  let status: Int
  let title: String
  let text: String
}

extension SandboxState {
  /// A login that an app has begun.
  func loginRequest(_ query: Form) throws(PageProblem) -> LoginRequest {
    let app = try app(query)
    guard let uri = query["redirect_uri"], app.redirectURIs.contains(uri) else {
      throw .redirectURI
    }
    guard let type = query["response_type"].flatMap(LoginRequest.ResponseType.init) else {
      throw .responseType
    }
    return LoginRequest(
      app: app, redirectURI: uri, responseType: type, state: query["state"],
      district: try district(query), asksToConfirm: query["confirmed"] == "false",
      returnsUnshared: query["return_unshared"] == "true")
  }

  /// A login that Clever has begun: it goes to the first redirect URI, without a state.
  func instantLogin(_ query: Form) throws(PageProblem) -> LoginRequest {
    let app = try app(query)
    guard let uri = app.redirectURIs.first else { throw .redirectURI }
    return LoginRequest(
      app: app, redirectURI: uri, responseType: .code, state: nil,
      district: try district(query), asksToConfirm: false, returnsUnshared: false)
  }

  private func app(_ query: Form) throws(PageProblem) -> ClientApp {
    guard let app = query["client_id"].flatMap({ apps[$0] }) else { throw .client }
    return app
  }

  private func district(_ query: Form) throws(PageProblem) -> District? {
    guard let id = query["district_id"], !id.isEmpty else { return nil }
    guard let district = directory.district(id) else { throw .district }
    return district
  }
}

extension PageProblem {
  static let client = PageProblem(
    status: 400, title: "Unknown app",
    text: "The link's client_id is missing or belongs to no app that is registered here.")
  static let redirectURI = PageProblem(
    status: 400, title: "Unknown redirect URI",
    text: "The link's redirect_uri is missing or not exactly one of those registered for the app.")
  static let responseType = PageProblem(
    status: 400, title: "Unknown response type",
    text: "The link's response_type must be “code” or “token”.")
  static let district = PageProblem(
    status: 404, title: "Unknown district", text: "The link's district_id belongs to no district.")
  static let denied = PageProblem(
    status: 403, title: "Nothing was shared",
    text: "You have decided not to share your classes. The app has learned nothing of you.")

  static func userType(_ app: ClientApp, _ person: Person) -> PageProblem {
    let words = person.types.map(\.words).joined(separator: " and ")
    return PageProblem(
      status: 403, title: "You cannot sign in to this app",
      text: "\(app.name) does not support the account of a \(words).")
  }

  static func notShared(_ app: ClientApp) -> PageProblem {
    PageProblem(
      status: 403, title: "You do not have access to this app",
      text: "Neither your district nor one of your teachers shares your account with \(app.name).")
  }
}
