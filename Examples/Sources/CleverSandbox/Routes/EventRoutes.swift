import Hummingbird

/// The events of a district, for tokens of districts of apps with Secure Sync.
struct EventRoutes: Sendable {
  let sandbox: Sandbox

  func add(to router: Router<SandboxContext>) {
    for version in APIVersion.allCases {
      let group = router.group(RouterPath(version.rawValue))
      group.get("events") { request, context in
        await answer(request, context, version) { shape, events in
          list(request, context, shape, events)
        }
      }
      group.get("events/:id") { request, context in
        await answer(request, context, version) { shape, events in
          events.first { $0.id == context.parameters.get("id") }.map { event in
            .json(["data": shape.json(event)])
          }
        }
      }
    }
  }

  private func list(
    _ request: Request, _ context: SandboxContext, _ shape: EventShape, _ events: [Event]
  ) -> Response {
    let query = request.query
    let cursors = ["starting_after", "ending_before"].compactMap { query[$0] }
    guard cursors.allSatisfy({ cursor in events.contains { $0.id == cursor } }) else {
      return .json(["message": "Bad request: there is no such event"], status: 400)
    }
    // The link to itself ends in a bare question mark, as recorded.
    let listing = Listing(
      items: events.filter { query.wants($0) }, path: request.uri.path,
      query: request.uri.query ?? "", fault: context.pageFault)
    return listing.answer { event in
      ["data": shape.json(event), "uri": .string("\(request.uri.path)/\(event.id)")]
    }
  }

  private func answer(
    _ request: Request, _ context: SandboxContext, _ version: APIVersion,
    _ read: (EventShape, [Event]) -> Response?
  ) async -> Response {
    guard let bearer = context.bearer, case .district(let district) = bearer.reach else {
      return .cannot(request)
    }
    let events = await sandbox.with { $0.events(of: district.id, for: bearer.app) }
    let shape = EventShape(version: version, district: district)
    let answer =
      bearer.app.hasSecureSync ? read(shape, events.filter { version.has($0.resource) }) : nil
    return answer ?? .json(["message": "Resource not found"], status: 404)
  }
}

extension Form {
  /// Whether an event is of a kind and of the school that were asked for.
  fileprivate func wants(_ event: Event) -> Bool {
    let kinds = fields.filter { ["record_type", "record_type[]"].contains($0.name) }.map(\.value)
    let isOfKind =
      kinds.isEmpty || kinds.contains { [event.kind, event.resource.rawValue].contains($0) }
    return isOfKind && (self["school"].map { event.schools.contains($0) } ?? true)
  }
}
