import Hummingbird

/// Short cuts past the pages.
extension ControlRoutes {
  /// A code as a login would have given it, without its checks of what the app supports.
  func makeCode(_ wish: MintingWish) async throws -> Response {
    let (code, location) = try await change { state throws(ControlRefusal) in
      let (app, person, type) = try wish.resolve(in: state)
      guard let uri = wish.redirectURI ?? app.redirectURIs.first else {
        throw ControlRefusal(reason: "the app has no redirect URI")
      }
      let code = state.makeCode(for: person, as: type, app: app, redirectURI: uri)
      let request = LoginRequest(
        app: app, redirectURI: uri, responseType: .code, state: wish.state, district: nil,
        asksToConfirm: false, returnsUnshared: false)
      return (code, request.destination([("code", code)]))
    }
    return .json(["code": .string(code), "location": .string(location)])
  }

  /// A user's token.
  func makeToken(_ wish: MintingWish) async throws -> Response {
    let token = try await change { state throws(ControlRefusal) in
      let (app, person, type) = try wish.resolve(in: state)
      return state.makeToken(for: .user(person.id, type), app: app.id)
    }
    return .json(["access_token": .string(token.value), "token_type": "bearer"])
  }

  /// People of a role and a district, 200 at most, with what is needed to sign in as them.
  func users(_ query: Form) async -> Response {
    let directory = await sandbox.with { $0.directory }
    let role = query["role"].flatMap(UserType.init)
    let people = directory.districts
      .filter { query["district"] ?? $0.id == $0.id }
      .flatMap { district in
        district.presentPeople.filter { role.map($0.types.contains) ?? true }.prefix(200)
      }
    return .json([
      "data": .array(
        people.map { person in
          [
            "id": .string(person.id), "name": .string(person.name.full),
            "username": .string(person.username), "district": .string(person.district),
            "roles": JSON(person.types.map(\.rawValue)),
          ]
        })
    ])
  }
}

/// For whom a code or token is made.
struct MintingWish: ControlBody {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case user, role, state
    case clientID = "client_id"
    case redirectURI = "redirect_uri"
  }

  let user: String
  let clientID: String
  var role: UserType?
  var redirectURI: String?
  var state: String?

  func resolve(
    in state: SandboxState
  ) throws(ControlRefusal) -> (ClientApp, Person, UserType) {
    guard let app = state.apps[clientID] else { throw .unknown(clientID, "app") }
    guard let person = state.directory.person(user), let type = role ?? person.types.first,
      person.types.contains(type)
    else { throw .unknown(user, "user in this role") }
    return (app, person, type)
  }
}
