import Hummingbird

/// What a user's token reads: the user, the district if that shares the user, and, if it is a teacher who
/// shares, her sections with their members. There are no pages.
struct UserReader: DataReader {
  let asked: Asked
  let district: District
  let person: Person
  let sharing: Sharing

  func list(_ resource: Resource) -> Response? { nil }

  func record(_ resource: Resource, _ id: String) -> Response? {
    guard let place = district.place(id, of: resource, in: asked.version),
      let record = district.record(at: place)
    else { return nil }
    switch (record.content, sharing) {
    case (.district, .district):
      return .json(["data": shape.json(record, as: resource)])
    case (.person(let other), .district) where other.id == person.id:
      return .json(["data": shape.json(record, as: resource)])
    case (.person(let other), .teacher) where other.id == person.id:
      return .json(["data": shape.limited(record, as: resource)])
    default: return nil
    }
  }

  func related(_ resource: Resource, _ id: String, by name: String) -> Response? {
    guard sharing == .teacher, person.teacher != nil,
      let place = district.place(id, of: resource, in: asked.version), owns(place),
      readable(place).contains(name), asked.version.has(Relations.resource(of: name))
    else { return nil }
    let target = Relations.resource(of: name)
    let role = target == .users ? asked.role.flatMap { Resource(role: $0) } : nil
    let shelf = role.map { Shelf(resource: $0, hasUserIDs: true) } ?? asked.version.shelf(target)
    let entries = district.entries(district.related(to: place, by: name), shelf)
    return asked.listing(entries).whole { entry in
      [
        "data": district.record(at: entry.place).map { shape.limited($0, as: target) } ?? .null,
        "uri": .string(asked.uri(target, entry.id)),
      ]
    }
  }

  private var shape: RecordShape { RecordShape(version: asked.version, district: district) }

  private func readable(_ place: Reference) -> Set<String> {
    if case .section = place { ["students", "users"] } else { ["sections"] }
  }

  /// Whether it is she herself or a section that she teaches.
  private func owns(_ place: Reference) -> Bool {
    switch place {
    case .person(let number): district.people[number].id == person.id
    case .section(let number): district.sections[number].teachers.contains(person.id)
    case .district, .school, .course, .term, .contact: false
    }
  }
}
