import Hummingbird

/// The portal of a district, from which Clever starts logins.
struct PortalRoutes: Sendable {
  let sandbox: Sandbox

  func add(to router: Router<SandboxContext>) {
    router.get("/") { request, _ in await portal(request) }
  }

  private func portal(_ request: Request) async -> Response {
    let (query, secret) = (request.query, request.sessionSecret)
    let login = PendingLogin(path: "/", query: query, app: nil)
    let (person, districts) = await sandbox.with {
      ($0.person(signedInWith: secret), $0.directory.districts)
    }
    if let person { return await page(of: person) }
    guard let district = districts.first(where: { $0.id == query["district_id"] }) else {
      return Pages.schools(login, districts, search: query["school"] ?? "")
    }
    return Pages.signIn(login, district, failed: query["failed"] != nil)
  }

  private func page(of person: Person) async -> Response {
    let (apps, library) = await sandbox.with { state in
      let all = state.apps.values.sorted { $0.name < $1.name }
      return (
        all.compactMap { state.tile(of: $0, for: person) },
        all.filter { state.offers($0, to: person) }.map { Tile(app: $0, person: person, note: "") }
      )
    }
    return Template.page(
      "portal",
      [
        "title": "Portal", "apps": apps.map(\.values), "library": library.map(\.values),
        "person": ["name": person.name.full, "roles": person.roleWords],
      ])
  }
}

private struct Tile: Sendable {
  let name: String
  /// `nil` where the app cannot be signed in to.
  let link: String?
  let note: String

  init(app: ClientApp, person: Person, note: String, isLinked: Bool = true) {
    let query = Form([("client_id", app.id), ("district_id", person.district)]).encoded
    name = app.name
    link = isLinked ? "/oauth/instant-login?\(query)" : nil
    self.note = note
  }

  var values: [String: Any] {
    var values: [String: Any] = ["name": name, "note": note]
    if let link { values["link"] = link }
    return values
  }
}

extension SandboxState {
  /// An app in somebody's portal. Students and teachers do not see apps that do not support them;
  /// administrators do, with a note.
  fileprivate func tile(of app: ClientApp, for person: Person) -> Tile? {
    guard sharing(of: person, with: app) != nil else { return nil }
    if person.types.contains(where: { app.userTypes.contains($0) }) {
      return Tile(app: app, person: person, note: "")
    }
    guard person.staff != nil || person.districtAdmin != nil else { return nil }
    return Tile(
      app: app, person: person, note: "Instant Login is not supported for your user type.",
      isLinked: false)
  }

  /// Whether the Library offers an app to a teacher, who has not shared her classes with it.
  fileprivate func offers(_ app: ClientApp, to person: Person) -> Bool {
    person.teacher != nil && app.userTypes.contains(.teacher)
      && sharing(of: person, with: app) == nil
  }
}
