extension District {
  /// Sets fields of a record.
  mutating func set(
    _ values: [String: Change.Value]?, at place: Reference
  ) throws(ControlRefusal) {
    guard let values else { throw .lacks("values") }
    let resolved = try resolve(values)
    switch place {
    case .district:
      if case .text(let state) = resolved["state"], !Self.states.contains(state) {
        throw .unknown(state, "state", Self.states)
      }
      try set(resolved)
    case .school(let number): try schools[number].set(resolved)
    case .course(let number): try courses[number].set(resolved)
    case .term(let number): try terms[number].set(resolved)
    case .person(let number): try people[number].set(resolved)
    case .contact(let number): try contacts[number].set(resolved)
    case .section(let number):
      var section = sections[number]
      try section.set(resolved)
      replace(number, by: section)
    }
  }

  /// Adds a record, of which all but the values is made up.
  mutating func add(_ change: Change) throws(ControlRefusal) -> Reference {
    let (kind, values) = (try kind(of: change), try resolve(change.values ?? [:]))
    let place: Reference
    switch kind {
    case .sections:
      try sections.append(.made(sections.count, in: self).having(values))
      place = .section(sections.count - 1)
      for person in sections[sections.count - 1].members {
        index.seat(person, in: sections.count - 1)
      }
    case .students, .teachers, .schoolAdmins:
      try people.append(.made(kind, people.count, in: self).having(values))
      place = .person(people.count - 1)
    case .terms:
      try terms.append(.made(terms.count, in: self).having(values))
      place = .term(terms.count - 1)
    default: throw .lacks("kind, one of sections, students, teachers, school_admins and terms,")
    }
    index.insert(keys(of: place), place)
    return place
  }

  /// The values with the IDs that records have, of what there is.
  private func resolve(
    _ values: [String: Change.Value]
  ) throws(ControlRefusal) -> [String: Change.Value] {
    var resolved = values
    for (name, kind) in Self.references {
      switch values[name] {
      case .text(let id): resolved[name] = .text(id.isEmpty ? id : try own(id, kind))
      case .list(let ids):
        resolved[name] = .list(try ids.map { id throws(ControlRefusal) in try own(id, kind) })
      case nil: break
      }
    }
    return resolved
  }

  private static var states: [String] { ["running", "pending", "error", "paused", "success"] }

  /// The fields that have IDs.
  private static var references: [String: Resource] {
    [
      "school": .schools, "schools": .schools, "course": .courses, "term_id": .terms,
      "students": .students, "teachers": .teachers,
    ]
  }

  private func own(_ id: String, _ kind: Resource) throws(ControlRefusal) -> String {
    guard let place = index.places[id], !index.removed.contains(place),
      case let keys = keys(of: place), keys.contains(where: { $0.shelf.resource == kind })
    else { throw .unknown(id, "record among \(kind.rawValue)") }
    return keys[0].id
  }
}

extension Section {
  fileprivate static func made(_ number: Int, in district: District) -> Section {
    Section(
      id: ObjectID.make("section", "made/\(number)", in: district.id), sisID: "made-\(number)",
      school: district.schools.first?.id ?? "", name: "New Section", subject: "other", teachers: [])
  }
}

extension Term {
  fileprivate static func made(_ number: Int, in district: District) -> Term {
    Term(
      id: ObjectID.make("term", "made/\(number)", in: district.id), name: "New Term", start: "",
      end: "")
  }
}

extension Person {
  fileprivate static func made(_ kind: Resource, _ number: Int, in district: District) -> Person {
    let id = { ObjectID.make($0, "made/\(number)", in: district.id) }
    let (sisID, schools) = ("made-\(number)", district.schools.prefix(1).map(\.id))
    var person = Person(
      id: id(kind == .students ? "student" : "user"), district: district.id,
      name: PersonName(first: "New", middle: "", last: "Person \(number)"), email: "",
      username: "")
    switch kind {
    case .students: person.student = StudentRole(sisID: sisID, schools: schools)
    case .teachers:
      person.teacher = TeacherRole(legacyID: id("teacher"), sisID: sisID, schools: schools)
    default:
      person.staff = StaffRole(legacyID: id("school_admin"), staffID: sisID, schools: schools)
    }
    return person
  }
}
