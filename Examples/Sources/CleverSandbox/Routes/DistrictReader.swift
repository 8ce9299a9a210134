import Hummingbird

/// What a district's token reads: everything of the district with Secure Sync, and itself without.
struct DistrictReader: DataReader {
  let asked: Asked
  let district: District
  let readsAll: Bool

  func list(_ resource: Resource) -> Response? {
    guard readsAll || resource == .districts else { return nil }
    guard resource == .users, let role = asked.role else {
      return page(district.index.entries(asked.version.shelf(resource)), as: resource)
    }
    guard let kind = Resource(role: role) else { return .badRole }
    return page(
      district.index.entries(Shelf(resource: kind, hasUserIDs: true)), as: resource)
  }

  func record(_ resource: Resource, _ id: String) -> Response? {
    guard readsAll || resource == .districts,
      let place = district.place(id, of: resource, in: asked.version)
    else { return nil }
    return record(at: place, as: resource)
  }

  func related(_ resource: Resource, _ id: String, by name: String) -> Response? {
    let name = name.lowercased()
    let names = Relations.names(of: resource, in: asked.version).map { $0.lowercased() }
    guard readsAll, names.contains(name),
      let place = district.place(id, of: resource, in: asked.version)
    else { return nil }
    let target = Relations.resource(of: name)
    let places = district.related(to: place, by: name)
    guard !Relations.isSingle(name) else {
      return places.first.flatMap { record(at: $0, as: target) }
    }
    if target == .users, let role = asked.role {
      guard let kind = Resource(role: role) else { return .badRole }
      return page(district.entries(places, Shelf(resource: kind, hasUserIDs: true)), as: target)
    }
    return page(district.entries(places, asked.version.shelf(target)), as: target)
  }

  private func page(_ entries: [Entry], as resource: Resource) -> Response {
    let shape = RecordShape(version: asked.version, district: district)
    return asked.listing(entries).answer { entry in
      [
        "data": district.record(at: entry.place).map { shape.json($0, as: resource) } ?? .null,
        "uri": .string(asked.uri(resource, entry.id)),
      ]
    }
  }

  private func record(at place: Reference, as resource: Resource) -> Response? {
    let shelf = asked.version.shelf(resource)
    guard let record = district.record(at: place),
      let id = district.keys(of: place).first(where: { $0.shelf == shelf })?.id
    else { return nil }
    let shape = RecordShape(version: asked.version, district: district)
    return .json([
      "data": shape.json(record, as: resource),
      "links": Links.of(record, at: asked.uri(resource, id), as: resource, asked.version),
    ])
  }
}

extension Asked {
  /// The role to which users are limited.
  var role: String? { Form(encoded: query ?? "")["role"] }
}

extension Response {
  static let badRole = Response.json(["message": "Bad request: there is no such role"], status: 400)
}

extension District {
  /// The lines of places in a list, ascending; places that are not of the list are left out.
  func entries(_ places: [Reference], _ shelf: Shelf) -> [Entry] {
    places.compactMap { place in
      keys(of: place).first { $0.shelf == shelf }.map { Entry(id: $0.id, place: place) }
    }.sorted { $0.id < $1.id }
  }
}
