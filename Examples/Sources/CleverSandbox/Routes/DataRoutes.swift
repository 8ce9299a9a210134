import Hummingbird

/// The Data API. `BearerMiddleware` has let the request in.
struct DataRoutes: Sendable {
  let sandbox: Sandbox

  func add(to router: Router<SandboxContext>) {
    // Without a version, `/me` answers as the oldest that is spoken.
    router.get("me") { me($0, $1, .v2p0) }
    for version in APIVersion.allCases {
      let group = router.group(RouterPath(version.rawValue))
      group.get("me") { me($0, $1, version) }
      group.get(":resource") { await answer($0, $1, version) { $0.list($1) } }
      group.get(":resource/:id") { request, context in
        let id = context.parameters.get("id") ?? ""
        return await answer(request, context, version) { $0.record($1, id) }
      }
      group.get(":resource/:id/:relation") { request, context in
        let (id, name) = (
          context.parameters.get("id") ?? "", context.parameters.get("relation") ?? ""
        )
        return await answer(request, context, version) { $0.related($1, id, by: name) }
      }
    }
  }

  private func me(
    _ request: Request, _ context: SandboxContext, _ version: APIVersion
  ) -> Response {
    guard let bearer = context.bearer, case .user(let person, let type, let sharing) = bearer.reach
    else { return .cannot(request) }
    return .json(
      MeShape.json(person, as: type, sharing: sharing, version: version, form: bearer.app.me))
  }

  /// The answer of whoever reads with the request's kind of token.
  private func answer(
    _ request: Request, _ context: SandboxContext, _ version: APIVersion,
    _ read: (any DataReader, Resource) -> Response?
  ) async -> Response {
    guard let resource = context.parameters.get("resource").flatMap({ Resource(rawValue: $0) }),
      version.has(resource), let bearer = context.bearer
    else { return .cannot(request) }
    let asked = Asked(
      path: request.uri.path, query: request.uri.query, version: version, fault: context.pageFault)
    switch bearer.reach {
    case .district(let district):
      let reader = DistrictReader(
        asked: asked, district: district, readsAll: bearer.app.hasSecureSync)
      return read(reader, resource) ?? .json(["message": "Resource not found"], status: 404)
    case .user(let person, _, let sharing):
      guard let district = await sandbox.with({ $0.directory.district(person.district) }) else {
        return .cannot(request)
      }
      let reader = UserReader(asked: asked, district: district, person: person, sharing: sharing)
      return read(reader, resource) ?? .cannot(request)
    }
  }
}

/// A request to the Data API.
struct Asked: Sendable {
  let path: String
  let query: String?
  let version: APIVersion
  let fault: Fault?

  func listing<Item>(_ items: [Item]) -> Listing<Item> {
    Listing(items: items, path: path, query: query, fault: fault)
  }

  /// The address of a record.
  func uri(_ resource: Resource, _ id: String) -> String {
    "/\(version.rawValue)/\(resource.rawValue)/\(id)"
  }
}

/// Reads what a kind of token may read; `nil` is what it may not, or what is not there.
protocol DataReader {
  func list(_ resource: Resource) -> Response?
  func record(_ resource: Resource, _ id: String) -> Response?
  func related(_ resource: Resource, _ id: String, by name: String) -> Response?
}
