/// An event, with what changed inside `data`, as recorded and other than Swagger says.
struct EventShape {
  let version: APIVersion
  let district: District

  func json(_ event: Event) -> JSON {
    let old = event.before.map { shape(event.hiddenBefore).json($0, as: event.resource) }
    let new = event.after.map { shape(event.hiddenAfter).json($0, as: event.resource) }
    var data: JSON = ["object": new ?? old ?? .null]
    if let old, let new {
      data = data.adding(["previous_attributes": old.difference(to: new)])
    }
    return [
      "id": .string(event.id), "type": .string(event.type), "created": .string(event.created),
      "data": data,
    ]
  }

  private func shape(_ hidden: [Resource: Set<String>]) -> RecordShape {
    RecordShape(version: version, district: district, hidden: hidden)
  }
}

extension JSON {
  /// The members that are other than in a later object, as they were: `null` if they were not there. The
  /// moment of the change is none.
  fileprivate func difference(to later: JSON) -> JSON {
    guard case .object(let old) = self, case .object(let new) = later else { return self }
    var different: [String: JSON] = [:]
    for key in Set(old.keys).union(new.keys)
    where old[key] != new[key] && key != "last_modified" {
      if case .object = old[key], case .object = new[key], let before = old[key] {
        different[key] = before.difference(to: new[key] ?? .null)
      } else {
        different[key] = old[key] ?? .null
      }
    }
    return .object(different)
  }
}
