import Hummingbird

/// The pages of a login.
struct LoginRoutes: Sendable {
  let sandbox: Sandbox

  func add(to router: Router<SandboxContext>) {
    router.get("oauth/authorize") { request, _ in
      await answer(request) { state, query throws(PageProblem) in try state.loginRequest(query) }
    }
    router.get("oauth/instant-login") { request, _ in
      await answer(request) { state, query throws(PageProblem) in try state.instantLogin(query) }
    }
    router.post("oauth/sign-in") { try await signIn($0, Form(encoded: $0.text($1))) }
    router.post("oauth/switch") { try await switchUser($0, Form(encoded: $0.text($1))) }
    router.post("oauth/consent") { try await consent($0, Form(encoded: $0.text($1))) }
    router.post("logout") { request, _ in await endSession(of: request, then: "/") }
  }

  private func answer(
    _ request: Request,
    _ parse: @Sendable (SandboxState, Form) throws(PageProblem) -> LoginRequest
  ) async -> Response {
    let (query, secret) = (request.query, request.sessionSecret)
    let person = await sandbox.with { $0.person(signedInWith: secret) }
    do {
      let (login, step) = try await sandbox.with { state throws(PageProblem) in
        let login = try parse(state, query)
        return (login, state.step(login, signedIn: person))
      }
      let pending = PendingLogin(path: request.uri.path, query: query, app: login.app)
      return await show(step, pending, signedIn: person)
    } catch {
      return Pages.problem(error, signedIn: person)
    }
  }

  private func show(
    _ step: LoginStep, _ login: PendingLogin, signedIn person: Person?
  ) async -> Response {
    switch step {
    case .pickSchool:
      let districts = await sandbox.with { $0.directory.districts }
      return Pages.schools(login, districts, search: login.query["school"] ?? "")
    case .signIn(let district):
      return Pages.signIn(login, district, failed: login.query["failed"] != nil)
    case .confirm(let person): return Pages.confirm(login, person)
    case .consent(let person): return Pages.consent(login, person)
    case .redirect(let location): return .seeOther(location)
    case .refuse(let problem): return Pages.problem(problem, signedIn: person)
    }
  }

  /// Signs in by name and password, or by a badge, and goes on with the login.
  private func signIn(_ request: Request, _ form: Form) async throws -> Response {
    let address = try ownAddress(form)
    let secret = await sandbox.with { state -> String? in
      guard let district = form["district"].flatMap(state.directory.district) else { return nil }
      if let person = form["user"].flatMap(state.directory.person), person.district == district.id {
        return state.startSession(of: person)
      }
      return state.signIn(
        form["username"] ?? "", password: form["password"] ?? "", at: district)
    }
    let (path, query) = Self.split(address)
    guard let secret else {
      return .seeOther("\(path)?\(query.without("failed").adding("failed", "1").encoded)")
    }
    let rest = query.without("failed").without("confirmed")
    var response = Response.seeOther(rest.fields.isEmpty ? path : "\(path)?\(rest.encoded)")
    response.setCookie(SandboxCookie.setting(secret))
    return response
  }

  private func switchUser(_ request: Request, _ form: Form) async throws -> Response {
    await endSession(of: request, then: try ownAddress(form))
  }

  private func consent(_ request: Request, _ form: Form) async throws -> Response {
    let address = try ownAddress(form)
    let (secret, query) = (request.sessionSecret, Self.split(address).query)
    guard form["decision"] == "allow" else { return await decline(query, secret) }
    await sandbox.with { state in
      guard let person = state.person(signedInWith: secret), person.teacher != nil,
        let app = query["client_id"].flatMap({ state.apps[$0] })
      else { return }
      state.consents[app.id, default: []].insert(person.id)
    }
    return .seeOther(address)
  }

  private func decline(_ query: Form, _ secret: String?) async -> Response {
    let (person, login) = await sandbox.with { state in
      (state.person(signedInWith: secret), try? state.loginRequest(query))
    }
    guard let login, login.returnsUnshared else {
      return Pages.problem(.denied, signedIn: person)
    }
    return .seeOther(login.destination([("error", "access_denied")]))
  }

  private func endSession(of request: Request, then address: String) async -> Response {
    let secret = request.sessionSecret ?? ""
    await sandbox.with { $0.sessions[secret] = nil }
    var response = Response.seeOther(address)
    response.setCookie(SandboxCookie.clearing)
    return response
  }

  /// Where a form leads on to.
  private func ownAddress(_ form: Form) throws -> String {
    guard let address = form["continue"], PendingLogin.isOwn(address) else {
      throw HTTPError(.badRequest, message: "the form leads nowhere")
    }
    return address
  }

  private static func split(_ address: String) -> (path: String, query: Form) {
    let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    return (String(parts[0]), Form(encoded: parts.count > 1 ? parts[1] : ""))
  }
}
