import Provisioning

/// What events come to: the newest state of every record that they tell of, so that it does not
/// matter how often one is told.
struct EventFold {
  let district: CleverID
  let catalog: CleverCatalog
  private(set) var notes: [RosterNote] = []
  private var people = Newest<Identity>()
  private var sections = Newest<SectionState>()
  /// Who was in a section at some time.
  private var former: [CleverID: Set<Identity.Key>] = [:]

  private struct SectionState {
    var details: Section.Details
    var teachers: [RosterSection.Member]
    var students: [RosterSection.Member]

    var members: [RosterSection.Member] { teachers + students }
  }

  init(district: CleverID, catalog: CleverCatalog) {
    self.district = district
    self.catalog = catalog
    notes = catalog.notes
  }

  /// Takes the next event, which stands at a place of the list.
  mutating func take(_ record: Result<CleverEvent, UnreadRecord>, at place: RecordPlace) {
    switch record {
    case .failure(let unread):
      notes.append(
        place.note(.rejected(protecting: .nothing), unread.field, unread.reason))
    case .success(let event):
      switch event.content {
      case .person(.failure(let unread)): notes.append(place.rejected(person: unread))
      case .person(.success(let person)): take(person, event.action, at: place)
      case .section(.failure(let unread), _): notes.append(place.rejected(section: unread))
      case .section(.success(let section), let former):
        take(section, event.action, former, at: place)
      case .catalog, .other: break
      case .unknown: notes.append(place.unknownType())
      }
    }
  }

  private mutating func take(
    _ person: CleverPerson, _ action: CleverEvent.Action, at place: RecordPlace
  ) {
    guard !person.district.isAnother(than: district) else {
      return notes.append(place.stranger(protecting: .person(person.id.personKey)))
    }
    guard action != .deleted else { return people.set(person.id, nil) }
    if person.roles.isEmpty {
      guard person.unknownRoles.isEmpty else { return notes.append(place.withoutRole(person)) }
      notes.append(place.partial())
    }
    var identity = person.identity(of: district)
    if let earlier = people[person.id] {
      identity.profile.fillBlanks(from: earlier.profile)
      identity.aliases = (identity.aliases + earlier.aliases).withoutRepeats
    }
    people.set(person.id, identity)
  }

  private mutating func take(
    _ section: CleverSection, _ action: CleverEvent.Action, _ left: CleverEvent.FormerMembers,
    at place: RecordPlace
  ) {
    guard !section.district.isAnother(than: district) else {
      return notes.append(place.stranger(protecting: .section(section.id.sectionKey)))
    }
    let listed = section.listed(catalog, of: district)
    guard action != .deleted else {
      former[section.id, default: []].formUnion(listed.members.map(\.key))
      return sections.set(section.id, nil)
    }
    notes += place.unread(section, missingToo: false)
    var state = SectionState(
      details: listed.details ?? Section.Details(),
      teachers: listed.members.filter(\.role.teaches),
      students: listed.members.filter { !$0.role.teaches })
    let earlier = sections[section.id]
    if let earlier { state.details.fillBlanks(from: earlier.details) }
    // Who is not told of stays: a list that is missing or cannot be read tells of nobody.
    let unread = Set(section.unread.map(\.field))
    let teachers = left.teachers.map(\.personKey) + (earlier?.teachers.map(\.key) ?? [])
    let students = left.students.map(\.personKey) + (earlier?.students.map(\.key) ?? [])
    if unread.contains("teachers") {
      state.teachers = earlier?.teachers ?? state.teachers
    } else {
      former[section.id, default: []].formUnion(teachers)
    }
    if unread.contains("students") {
      state.students = earlier?.students ?? state.students
    } else {
      former[section.id, default: []].formUnion(students)
    }
    sections.set(section.id, state)
  }
}

// MARK: Pages

extension EventFold {
  private static let peopleAtOnce = 500
  private static let sectionsAtOnce = 100

  /// The listing of changes that they come to, in pages.
  var pages: [RosterPage] {
    var pages: [RosterPage] = []
    for part in people.present.map(\.value).chunks(of: Self.peopleAtOnce) {
      pages.append(RosterPage(people: part))
    }
    var departures = RosterDepartures(
      people: people.gone.map(\.personKey), sections: sections.gone.map(\.sectionKey))
    let listed = sections.present.map { id, state in
      RosterSection(key: id.sectionKey, details: state.details, members: state.members)
    }
    for section in listed { departures.members += left(section) }
    for part in listed.chunks(of: Self.sectionsAtOnce) { pages.append(RosterPage(sections: part)) }
    if pages.isEmpty { pages = [RosterPage()] }
    pages[0].notes = notes
    pages[pages.count - 1].departures = departures
    for number in pages.indices.dropLast() { pages[number].next = PageCursor("\(number + 1)") }
    return pages
  }

  private func left(_ section: RosterSection) -> [EnrollmentKey] {
    guard let id = CleverID(section.key.subject.rawValue), let former = former[id] else {
      return []
    }
    return former.subtracting(section.members.map(\.key)).sorted().map {
      EnrollmentKey(section.key, $0)
    }
  }
}

/// The newest value of each record, in the order in which they were first told of; `nil` for one that
/// is gone.
private struct Newest<Value> {
  private var values: [CleverID: Value?] = [:]
  private var order: [CleverID] = []

  subscript(id: CleverID) -> Value? { values[id] ?? nil }

  mutating func set(_ id: CleverID, _ value: Value?) {
    if values.updateValue(value, forKey: id) == nil { order.append(id) }
  }

  var present: [(id: CleverID, value: Value)] {
    order.compactMap { id in self[id].map { (id, $0) } }
  }

  var gone: [CleverID] { order.filter { self[$0] == nil } }
}

extension Array {
  fileprivate func chunks(of size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}

extension RecordPlace {
  fileprivate func unknownType() -> RosterNote {
    note(.warning(protecting: .nothing), "type", "It is of no kind that is known here.")
  }

  /// The note for changes of a person that do not say what she is.
  fileprivate func partial() -> RosterNote {
    note(.warning(protecting: .nothing), "roles", "It tells no role: somebody new is passed over.")
  }
}
