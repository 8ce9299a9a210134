/// What one record shows, as it was at one moment.
struct Record: Sendable {
  enum Content: Sendable {
    /// Without its lists.
    case district(District)
    case school(School)
    case section(Section)
    case course(Course)
    case term(Term)
    case person(Person)
    case contact(Contact)
  }

  let content: Content
  /// When it came into being, and when it last changed.
  let created: String
  let modified: String
}

extension District {
  /// The record at a place; `nil` if it was removed. Sections are without people who were removed.
  func record(at place: Reference) -> Record? {
    guard !index.removed.contains(place) else { return nil }
    return Record(
      content: content(at: place), created: created[place] ?? Moments.created,
      modified: modified[place] ?? Moments.lastModified)
  }

  /// The place of something with an ID in a version; `nil` if there is none. Complexity: O(1).
  func place(_ id: String, of resource: Resource, in version: APIVersion) -> Reference? {
    guard let place = index.places[id], !index.removed.contains(place) else { return nil }
    let shelf = version.shelf(resource)
    return keys(of: place).contains { $0.shelf == shelf && $0.id == id } ? place : nil
  }

  private func content(at place: Reference) -> Record.Content {
    switch place {
    case .district: .district(withoutLists)
    case .school(let number): .school(schools[number])
    case .section(let number): .section(present(sections[number]))
    case .course(let number): .course(courses[number])
    case .term(let number): .term(terms[number])
    case .person(let number): .person(people[number])
    case .contact(let number): .contact(contacts[number])
    }
  }

  private func present(_ section: Section) -> Section {
    guard !index.removed.isEmpty else { return section }
    var section = section
    section.teachers.removeAll { !isPresent($0) }
    section.students.removeAll { !isPresent($0) }
    return section
  }

  private func isPresent(_ id: String) -> Bool {
    index.places[id].map { !index.removed.contains($0) } ?? false
  }

  private var withoutLists: District {
    var district = District(id: id, name: name, contact: contact)
    (district.state, district.error) = (state, error)
    (district.pauseStart, district.pauseEnd) = (pauseStart, pauseEnd)
    return district
  }
}

extension APIVersion {
  /// The list of all records of a kind.
  func shelf(_ resource: Resource) -> Shelf {
    Shelf(resource: resource, hasUserIDs: hasUsers && resource.isOfPeople)
  }
}
