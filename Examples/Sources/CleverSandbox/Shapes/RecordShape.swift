/// Any record, as a version of the Data API shows it.
struct RecordShape: Sendable {
  let version: APIVersion
  let district: District
  /// The fields that are not shared, by the kind of record up to v2.1.
  let hidden: [Resource: Set<String>]

  init(version: APIVersion, district: District, hidden: [Resource: Set<String>]? = nil) {
    self.version = version
    self.district = district
    self.hidden = hidden ?? district.hidden
  }

  /// People up to v2.1 are shown as one of the kinds that they are.
  func json(_ record: Record, as resource: Resource) -> JSON {
    let json =
      switch record.content {
      case .district(let district): DistrictShape(version: version).json(district)
      case .school(let school): self.json(school)
      case .section(let section): self.json(section)
      case .course(let course): self.json(course)
      case .term(let term): self.json(term)
      case .contact(let contact):
        ContactShape(version: version, district: district.id).json(contact)
      case .person(let person): self.json(person, as: resource)
      }
    let shared = sharing(json.stamped(record), of: record, as: resource)
    return version == .v2p0 ? shared.inOldWords : shared
  }

  private func json(_ person: Person, as resource: Resource) -> JSON {
    guard !version.hasUsers, let type = resource.type else {
      return UserShape(version: version).json(person)
    }
    return LegacyShape(version: version).json(person, as: type)
  }

  private func json(_ school: School) -> JSON {
    let record: JSON = [
      "id": .string(school.id), "district": .string(district.id), "name": .string(school.name),
      "sis_id": .string(school.sisID), "school_number": .string(school.number),
      "state_id": .string(school.stateID), "nces_id": .string(school.ncesID),
      "low_grade": .string(school.lowGrade), "high_grade": .string(school.highGrade),
      "phone": .string(school.phone), "location": RecordParts.location(school.address),
      "principal": [
        "name": .string(school.principal), "email": .string(school.principalEmail),
      ],
      "created": .string(Moments.created), "last_modified": .string(Moments.lastModified),
    ]
    return version >= .v2p1 ? record.adding(["ext": [:]]) : record
  }

  private func json(_ section: Section) -> JSON {
    let teachers = section.teachers.map(teacherID)
    var record: JSON = [
      "id": .string(section.id), "district": .string(district.id),
      "school": .string(section.school), "name": .string(section.name),
      "sis_id": .string(section.sisID), "section_number": .string(section.number),
      "grade": .string(section.grade), "period": .string(section.period),
      "subject": .string(section.subject), "students": JSON(section.students),
      "teachers": JSON(teachers), "created": .string(Moments.created),
      "last_modified": .string(Moments.lastModified),
    ]
    let links = [
      ("teacher", teachers.first), ("course", section.course), ("term_id", section.term),
    ]
    for case (let name, let id?) in links { record = record.adding([name: .string(id)]) }
    if version >= .v3p1 { record = record.adding(["lms_status": ["synced_in_lms": false]]) }
    return version >= .v2p1 ? record.adding(["ext": [:]]) : record
  }

  private func json(_ course: Course) -> JSON {
    [
      "id": .string(course.id), "district": .string(district.id), "name": .string(course.name),
      "number": .string(course.number),
    ]
  }

  private func json(_ term: Term) -> JSON {
    [
      "id": .string(term.id), "district": .string(district.id), "name": .string(term.name),
      "start_date": .string(term.start), "end_date": .string(term.end),
    ]
  }

  /// What a teacher shares of a record of hers.
  func limited(_ record: Record, as resource: Resource) -> JSON {
    let json = ofTeacher(record, as: resource)
    return version == .v2p0 ? json.inOldWords : json
  }

  private func ofTeacher(_ record: Record, as resource: Resource) -> JSON {
    switch record.content {
    case .section(let section):
      return LibraryShape.section(section, teachers: section.teachers.map(teacherID))
    case .person(let person):
      guard !version.hasUsers, let type = resource.type else { return LibraryShape.user(person) }
      return LibraryShape.legacy(person, as: type)
    case .district, .school, .course, .term, .contact: return [:]
    }
  }

  private func teacherID(_ id: String) -> String {
    guard !version.hasUsers, case .person(let number) = district.index.places[id] else { return id }
    return district.people[number].legacyID(as: .teacher) ?? id
  }
}

extension RecordShape {
  /// The record without what the district does not share of its kind.
  private func sharing(_ json: JSON, of record: Record, as resource: Resource) -> JSON {
    guard !hidden.isEmpty else { return json }
    if case .contact = record.content { return json.without(hidden[.contacts] ?? []) }
    guard case .person(let person) = record.content, version.hasUsers else {
      return json.without(hidden[resource] ?? [])
    }
    return person.types.reduce(json) { json, type in
      let fields = hidden[Resource(type)] ?? []
      return json.without(fields).changing("roles") { roles in
        roles.changing(type.rawValue) { $0.without(fields) }
      }
    }
  }
}

extension JSON {
  /// The object without some members.
  func without(_ names: Set<String>) -> JSON {
    guard case .object(let members) = self, !names.isEmpty else { return self }
    return .object(members.filter { !names.contains($0.key) })
  }

  /// The object with one of its members changed, if it has it.
  func changing(_ name: String, _ change: (JSON) -> JSON) -> JSON {
    guard case .object(var members) = self, let member = members[name] else { return self }
    members[name] = change(member)
    return .object(members)
  }

  /// The record with the moments of its first and last change, if its kind tells of them.
  fileprivate func stamped(_ record: Record) -> JSON {
    guard record.modified != Moments.lastModified else { return self }
    return changing("last_modified") { _ in .string(record.modified) }
      .changing("created") { _ in .string(record.created) }
  }
}
