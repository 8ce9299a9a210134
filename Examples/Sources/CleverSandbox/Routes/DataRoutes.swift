import Hummingbird

/// The Data API. `BearerMiddleware` has let the request in.
///
/// A resource is a line in `add`, a check of who may read it, and a shape.
struct DataRoutes: Sendable {
  let sandbox: Sandbox
  let directory: Directory

  func add(to router: Router<SandboxContext>) {
    // Without a version, `/me` answers as the oldest that is spoken.
    router.get("me") { me($0, $1, .v2p0) }
    for version in APIVersion.allCases {
      let group = router.group(RouterPath(version.rawValue))
      group.get("me") { me($0, $1, version) }
      group.get("districts") { districts($0, $1, version) }
      group.get("districts/:id") { district($0, $1, version) }
      if version.hasUsers {
        group.get("users/:id") { user($0, $1, version) }
      } else {
        for type in UserType.allCases {
          group.get(RouterPath("\(type.legacyName)s/:id")) { record($0, $1, version, type) }
        }
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

  private func districts(
    _ request: Request, _ context: SandboxContext, _ version: APIVersion
  ) -> Response {
    guard case .district(let district) = context.bearer?.reach else { return .cannot(request) }
    let uri = "/\(version.rawValue)/districts"
    let item: JSON = [
      "data": DistrictShape(version: version).json(district),
      "uri": .string("\(uri)/\(district.id)"),
    ]
    return .json(["data": [item], "links": [link("self", uri)]])
  }

  private func district(
    _ request: Request, _ context: SandboxContext, _ version: APIVersion
  ) -> Response {
    let district: District?
    switch context.bearer?.reach {
    case .district(let own): district = own
    case .user(let person, _, .district): district = directory.district(person.district)
    case .user(_, _, .teacher), nil: district = nil
    }
    guard let district, district.id == context.parameters.get("id") else {
      return refusal(request, context)
    }
    return .json(["data": DistrictShape(version: version).json(district)])
  }

  private func user(
    _ request: Request, _ context: SandboxContext, _ version: APIVersion
  ) -> Response {
    let person = context.parameters.get("id").flatMap { directory.person(String($0)) }
    guard let person, let access = access(context.bearer, to: person) else {
      return refusal(request, context)
    }
    switch access {
    case .own(.teacher): return .json(["data": LibraryShape.user(person)])
    case .own(.district): return .json(["data": UserShape(version: version).json(person)])
    case .district:
      return .json([
        "data": UserShape(version: version).json(person),
        "links": .array(Links.ofUser(person, version)),
      ])
    }
  }

  private func record(
    _ request: Request, _ context: SandboxContext, _ version: APIVersion, _ type: UserType
  ) -> Response {
    let person = context.parameters.get("id").flatMap {
      directory.person(legacyID: String($0), as: type)
    }
    guard let person, let access = access(context.bearer, to: person) else {
      return refusal(request, context)
    }
    if case .own(.teacher) = access {
      return .json(["data": LibraryShape.legacy(person, as: type)])
    }
    return .json(["data": LegacyShape(version: version).json(person, as: type)])
  }
}

extension DataRoutes {
  /// On what ground a record may be read.
  private enum Access {
    case own(Sharing)
    case district
  }

  /// Users read themselves, and apps with Secure Sync everybody of the district.
  private func access(_ bearer: Bearer?, to person: Person) -> Access? {
    switch bearer?.reach {
    case .user(let own, _, let sharing): own.id == person.id ? .own(sharing) : nil
    case .district(let district):
      bearer?.app.hasSecureSync == true && district.id == person.district ? .district : nil
    case nil: nil
    }
  }

  /// What a user's token may not read is no path; for a district's, it is not there.
  private func refusal(_ request: Request, _ context: SandboxContext) -> Response {
    if case .district = context.bearer?.reach {
      return .json(["message": "Resource not found"], status: 404)
    }
    return .cannot(request)
  }
}
