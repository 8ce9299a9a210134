extension District {
  /// What a change makes different, of what there is or was; what it is about comes first.
  func places(of change: Change) throws(ControlRefusal) -> [Reference] {
    guard let place = index.places[change.id] else { throw .unknown(change.id) }
    guard index.removed.contains(place) == (change.change == .restore) else {
      throw .unknown(change.id, change.change == .restore ? "record that was removed" : "record")
    }
    switch change.change {
    case .set, .join, .leave: return [place]
    case .remove, .restore: return [place] + seats(of: place)
    case .add: return []
    case .hide, .show:
      let shelf = Shelf(resource: try kind(of: change), hasUserIDs: false)
      return index.entries(shelf).map(\.place)
    }
  }

  /// Makes something different, or refuses and leaves all as it is. Returns what is new.
  mutating func apply(_ change: Change) throws(ControlRefusal) -> Reference? {
    guard let place = index.places[change.id] else { throw .unknown(change.id) }
    try refuseIfFrozen(change, place)
    switch change.change {
    case .set: try set(change.values, at: place)
    case .add: return try add(change)
    case .remove:
      guard place != .district else { throw .unknown(change.id, "record that can be removed") }
      index.remove(keys(of: place), place)
    case .restore: index.insert(keys(of: place), place)
    case .join, .leave: try seat(change, at: place)
    case .hide, .show:
      guard let fields = change.fields else { throw .lacks("fields") }
      let (kind, known) = (try kind(of: change), hidden[try kind(of: change)] ?? [])
      hidden[kind] = change.change == .show ? known.subtracting(fields) : known.union(fields)
    }
    return nil
  }

  /// The kind of records that a change names.
  func kind(of change: Change) throws(ControlRefusal) -> Resource {
    guard let kind = change.kind.flatMap({ Resource(rawValue: $0) }), kind != .users,
      kind != .districts
    else { throw .lacks("kind, the name of a kind of records up to v2.1,") }
    return kind
  }

  /// While a district is paused, nothing comes from its own system; what it shares is decided at Clever.
  private func refuseIfFrozen(_ change: Change, _ place: Reference) throws(ControlRefusal) {
    let isOfClever =
      [.hide, .show].contains(change.change) || (place == .district && change.change == .set)
    guard state == "paused", !isOfClever else { return }
    throw ControlRefusal(reason: "the district is paused: its data stay as they are")
  }

  private mutating func seat(_ change: Change, at place: Reference) throws(ControlRefusal) {
    guard case .section(let number) = place else { throw .unknown(change.id, "section") }
    guard let users = change.users else { throw .lacks("users") }
    var section = sections[number]
    for user in users {
      guard case .person(let place) = index.places[user] else { throw .unknown(user, "user") }
      let person = people[place]
      guard let list = person.seats else { throw .unknown(user, "student or teacher") }
      section[keyPath: list].removeAll { $0 == person.id }
      if change.change == .join { section[keyPath: list].append(person.id) }
    }
    replace(number, by: section)
  }

  /// Sections change with those who are in them.
  private func seats(of place: Reference) -> [Reference] {
    guard case .person(let number) = place else { return [] }
    return index.sections(of: number).map(Reference.section)
  }

  mutating func replace(_ number: Int, by section: Section) {
    for person in sections[number].members { index.unseat(person, from: number) }
    sections[number] = section
    for person in section.members { index.seat(person, in: number) }
  }
}

extension Section {
  var members: [String] { teachers + students }
}

extension Person {
  /// Where sections have somebody.
  fileprivate var seats: WritableKeyPath<Section, [String]>? {
    student != nil ? \.students : teacher != nil ? \.teachers : nil
  }
}
