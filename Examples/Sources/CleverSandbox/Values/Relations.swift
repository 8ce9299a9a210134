/// What belongs to a record, by the names that paths have for it.
enum Relations {
  /// The names that a kind of record has in a version, as in Clever's Swagger files; in links, users' have
  /// capital letters.
  static func names(of resource: Resource, in version: APIVersion) -> [String] {
    (version.hasUsers ? users : legacy)[resource] ?? []
  }

  private static let legacy: [Resource: [String]] = [
    .contacts: ["district", "students"],
    .courses: ["district", "sections"],
    .districtAdmins: ["district"],
    .schoolAdmins: ["district", "schools"],
    .schools: ["district", "sections", "students", "teachers"],
    .sections: ["course", "district", "school", "students", "teacher", "teachers", "term"],
    .students: ["contacts", "district", "school", "schools", "sections", "teachers"],
    .teachers: ["district", "school", "schools", "sections", "students"],
    .terms: ["district", "sections"],
  ]

  private static let users: [Resource: [String]] = [
    .courses: ["district", "schools", "sections"],
    .schools: ["courses", "district", "sections", "terms", "users"],
    .sections: ["district", "school", "term", "course", "users"],
    .terms: ["district", "schools", "sections"],
    .users: ["district", "sections", "myContacts", "myTeachers", "myStudents", "schools"],
  ]

  /// The kind of what a name leads to in a version.
  static func resource(of name: String) -> Resource {
    switch name.lowercased() {
    case "district": .districts
    case "school", "schools": .schools
    case "course", "courses": .courses
    case "term", "terms": .terms
    case "teacher", "teachers": .teachers
    case "contacts": .contacts
    case "students": .students
    case "sections": .sections
    default: .users
    }
  }

  /// Whether a name leads to one record, not a list.
  static func isSingle(_ name: String) -> Bool {
    ["district", "school", "course", "term", "teacher"].contains(name)
  }
}

extension District {
  /// What belongs to something, by a name in small letters. Complexity: O(seats of the district).
  func related(to place: Reference, by name: String) -> [Reference] {
    let related: [Reference] =
      switch place {
      case _ where name == "district": [.district]
      case .district: []
      case .section(let number): related(toSection: sections[number], by: name)
      case .person(let number): related(toPerson: number, by: name)
      case .contact(let number): find([contacts[number].student])
      case .school(let number): related(toSchool: schools[number].id, by: name)
      case .course(let number):
        related(toSections: sections(where: { $0.course == courses[number].id }), by: name)
      case .term(let number):
        related(toSections: sections(where: { $0.term == terms[number].id }), by: name)
      }
    return related.filter { !index.removed.contains($0) }
  }

  private func related(toSection section: Section, by name: String) -> [Reference] {
    switch name {
    case "school": find([section.school])
    case "course": find([section.course].compactMap(\.self))
    case "term": find([section.term].compactMap(\.self))
    case "teacher": Array(find(section.teachers).prefix(1))
    case "teachers": find(section.teachers)
    case "students": find(section.students)
    default: find(section.teachers + section.students)
    }
  }

  private func related(toPerson number: Int, by name: String) -> [Reference] {
    let person = people[number]
    let own = index.sections(of: number)
    switch name {
    case "school": return Array(find(person.schools).prefix(1))
    case "schools": return find(person.schools)
    case "sections": return own.map(Reference.section)
    case "students", "mystudents":
      return person.teacher == nil ? [] : find(own.flatMap { sections[$0].students })
    case "teachers", "myteachers":
      return person.student == nil ? [] : find(own.flatMap { sections[$0].teachers })
    default:
      return contacts.indices.filter { contacts[$0].student == person.id }.map(Reference.contact)
    }
  }

  private func related(toSchool school: String, by name: String) -> [Reference] {
    let members = people.indices.lazy.filter { people[$0].schools.contains(school) }
    switch name {
    case "users": return members.map(Reference.person)
    case "students": return members.filter { people[$0].student != nil }.map(Reference.person)
    case "teachers": return members.filter { people[$0].teacher != nil }.map(Reference.person)
    default: return related(toSections: sections(where: { $0.school == school }), by: name)
    }
  }

  private func related(toSections numbers: [Int], by name: String) -> [Reference] {
    let present = numbers.filter { !index.removed.contains(.section($0)) }
    switch name {
    case "sections": return present.map(Reference.section)
    case "schools": return find(present.map { sections[$0].school })
    case "courses": return find(present.compactMap { sections[$0].course })
    default: return find(present.compactMap { sections[$0].term })
    }
  }

  private func sections(where belongs: (Section) -> Bool) -> [Int] {
    sections.indices.filter { belongs(sections[$0]) }
  }

  /// The places of IDs, each once.
  private func find(_ ids: [String]) -> [Reference] {
    var found: Set<Reference> = []
    return ids.compactMap { index.places[$0] }.filter { found.insert($0).inserted }
  }
}

extension Person {
  /// The schools of all roles.
  var schools: [String] {
    get { (student?.schools ?? []) + (teacher?.schools ?? []) + (staff?.schools ?? []) }
    set {
      student?.schools = newValue
      teacher?.schools = newValue
      staff?.schools = newValue
    }
  }
}
