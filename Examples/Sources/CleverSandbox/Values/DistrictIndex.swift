/// One line of a list: an ID, and whose it is.
struct Entry: Identifiable, Sendable {
  let id: String
  let place: Reference
}

/// A list that is paged through.
struct Shelf: Hashable, Sendable {
  let resource: Resource
  /// Whether its IDs are those of people from v3.0 on.
  let hasUserIDs: Bool
}

/// A district's records in the order of their IDs, and ways to find them.
struct DistrictIndex: Sendable {
  /// Everything that there is or has been, by each of its IDs.
  private(set) var places: [String: Reference] = [:]
  private(set) var removed: Set<Reference> = []
  /// What there is, in ascending order of IDs.
  private var shelves: [Shelf: [Entry]] = [:]
  /// The sections of each person, also those that were removed.
  private var seats: [Int: [Int]] = [:]

  init() {}

  /// Complexity: O(n log n) for n records, and O(seats).
  init(_ district: District) {
    for place in district.everything { append(district.keys(of: place), place) }
    for shelf in Array(shelves.keys) { shelves[shelf]?.sort { $0.id < $1.id } }
    for (number, section) in district.sections.enumerated() {
      for person in section.teachers + section.students { seat(person, in: number) }
    }
  }

  /// A list. Complexity: O(1).
  func entries(_ shelf: Shelf) -> [Entry] { shelves[shelf] ?? [] }

  /// The sections that a person is in. Complexity: O(their number).
  func sections(of person: Int) -> [Int] {
    (seats[person] ?? []).filter { !removed.contains(.section($0)) }
  }

  mutating func seat(_ person: String, in section: Int) {
    if case .person(let number) = places[person] {
      seats[number, default: []].appendIfNew(section)
    }
  }

  mutating func unseat(_ person: String, from section: Int) {
    if case .person(let number) = places[person] { seats[number]?.removeAll { $0 == section } }
  }

  /// Puts something into its lists, new or restored. Complexity: O(length of the lists).
  mutating func insert(_ keys: [(shelf: Shelf, id: String)], _ place: Reference) {
    removed.remove(place)
    for (shelf, id) in keys {
      places[id] = place
      let entries = shelves[shelf] ?? []
      shelves[shelf, default: []].insert(
        Entry(id: id, place: place), at: entries.firstPlace { $0 >= id })
    }
  }

  /// Takes something out of its lists. Complexity: O(length of the lists).
  mutating func remove(_ keys: [(shelf: Shelf, id: String)], _ place: Reference) {
    removed.insert(place)
    for (shelf, _) in keys { shelves[shelf]?.removeAll { $0.place == place } }
  }

  private mutating func append(_ keys: [(shelf: Shelf, id: String)], _ place: Reference) {
    for (shelf, id) in keys {
      places[id] = place
      shelves[shelf, default: []].append(Entry(id: id, place: place))
    }
  }
}

extension Array where Element: Identifiable, Element.ID == String {
  /// The first place whose ID passes, in a list where those that pass come last. Complexity: O(log n).
  func firstPlace(_ passes: (String) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if passes(self[middle].id) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension District {
  /// All places of all lists.
  fileprivate var everything: [Reference] {
    [.district] + schools.indices.map(Reference.school)
      + sections.indices.map(Reference.section) + courses.indices.map(Reference.course)
      + terms.indices.map(Reference.term) + people.indices.map(Reference.person)
      + contacts.indices.map(Reference.contact)
  }

  /// The lists that something is in, with its ID in each.
  func keys(of place: Reference) -> [(shelf: Shelf, id: String)] {
    let plain = { (resource: Resource, id: String) in
      [(shelf: Shelf(resource: resource, hasUserIDs: false), id: id)]
    }
    switch place {
    case .district: return plain(.districts, id)
    case .school(let number): return plain(.schools, schools[number].id)
    case .section(let number): return plain(.sections, sections[number].id)
    case .course(let number): return plain(.courses, courses[number].id)
    case .term(let number): return plain(.terms, terms[number].id)
    case .contact(let number):
      let contact = contacts[number]
      return user(contact.id, [(.contacts, contact.legacyID)])
    case .person(let number):
      let person = people[number]
      return user(
        person.id, person.types.map { (Resource($0), person.legacyID(as: $0) ?? person.id) })
    }
  }

  private func user(
    _ id: String, _ kinds: [(resource: Resource, legacyID: String)]
  ) -> [(shelf: Shelf, id: String)] {
    [(Shelf(resource: .users, hasUserIDs: true), id)]
      + kinds.flatMap { kind in
        [
          (Shelf(resource: kind.resource, hasUserIDs: true), id),
          (Shelf(resource: kind.resource, hasUserIDs: false), kind.legacyID),
        ]
      }
  }
}
