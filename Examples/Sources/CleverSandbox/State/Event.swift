import Foundation

/// That a record was created, updated or deleted. A reference, so that lists of many are copied fast.
final class Event: Identifiable, Sendable {
  /// For how long events are told, in seconds.
  static let life: TimeInterval = 30 * 24 * 3600

  /// Of all events of the sandbox, from 1 on.
  let number: UInt64
  /// Ascending with time: seconds since 1970 and the number, in hexadecimal digits.
  let id: String
  let created: String
  /// People are users for the versions from v3.0 on, and of other kinds before: there are events of each.
  let resource: Resource
  let before: Record?
  let after: Record?
  /// What was not shared before and after.
  let hiddenBefore: [Resource: Set<String>]
  let hiddenAfter: [Resource: Set<String>]

  fileprivate init(
    _ number: UInt64, id: String, created: String, _ resource: Resource, before: Noted?,
    after: Noted?
  ) {
    (self.number, self.id, self.created, self.resource) = (number, id, created, resource)
    (self.before, self.after) = (before?.record, after?.record)
    (hiddenBefore, hiddenAfter) = (before?.hidden ?? [:], after?.hidden ?? [:])
  }

  /// As Clever names it: `schooladmins.created`.
  var type: String {
    let action = before == nil ? "created" : after == nil ? "deleted" : "updated"
    return "\(kind).\(action)"
  }

  /// The kind of record in the type.
  var kind: String { resource.rawValue.filter { $0 != "_" } }

  /// The schools that the record is of.
  var schools: [String] {
    switch (after ?? before)?.content {
    case .section(let section): [section.school]
    case .person(let person): person.schools
    case .school(let school): [school.id]
    default: []
    }
  }
}

extension SandboxState {
  /// Makes something in a district different, and notes the events of it. Returns the ID of the record, from
  /// v3.0 on, and how many events there are. Complexity: O(records that become different), beside a copy of
  /// the lists that change.
  mutating func apply(_ change: Change) throws(ControlRefusal) -> (id: String, events: Int) {
    guard
      let number = directory.districts.firstIndex(where: { $0.index.places[change.id] != nil })
    else { throw .unknown(change.id) }
    let count = eventCount
    let old = directory.districts[number].noted(
      try directory.districts[number].places(of: change))
    let new = try directory.districts[number].apply(change)
    if let new {
      directory.districts[number].created[new] = moment
      note(new, number, before: nil)
    }
    for (place, before) in old { note(place, number, before: before) }
    let place = new ?? directory.districts[number].index.places[change.id] ?? .district
    let id = directory.districts[number].keys(of: place).first?.id ?? change.id
    return (id, Int(eventCount - count))
  }

  /// The events of a district that an app is told, in ascending order. Complexity: O(their number).
  func events(of district: String, for app: ClientApp) -> [Event] {
    guard let after = app.eventsAfter else { return [] }
    let events = events[district] ?? []
    let oldest = hex(UInt64(max(0, now.timeIntervalSince1970 - Event.life)), digits: 8)
    return events[events.firstPlace { $0 >= oldest }...].filter { $0.number > after }
  }

  /// Notes the events of a record, one for each kind that shows it otherwise than before.
  private mutating func note(_ place: Reference, _ number: Int, before: Noted?) {
    let kinds = directory.districts[number].kinds(showing: place, otherwiseThan: before)
    guard !kinds.isEmpty else { return }
    directory.districts[number].modified[place] = moment
    let district = directory.districts[number]
    let after = district.noted(place)
    for kind in kinds {
      eventCount += 1
      let id = eventID(after: events[district.id]?.last)
      events[district.id, default: []].append(
        Event(eventCount, id: id, created: moment, kind, before: before, after: after))
    }
  }

  /// IDs ascend also where the clock was moved back.
  private func eventID(after last: Event?) -> String {
    let seconds = hex(UInt64(max(0, now.timeIntervalSince1970)), digits: 8)
    return max(seconds, String(last?.id.prefix(8) ?? "")) + hex(eventCount, digits: 16)
  }

  private var moment: String {
    now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }
}

/// A record at one moment.
private struct Noted {
  let record: Record
  let hidden: [Resource: Set<String>]
}

extension District {
  fileprivate func noted(_ places: [Reference]) -> [(Reference, Noted?)] {
    places.map { ($0, noted($0)) }
  }

  fileprivate func noted(_ place: Reference) -> Noted? {
    record(at: place).map { Noted(record: $0, hidden: hidden) }
  }

  /// The kinds that show a record otherwise than before, each in its newest version.
  fileprivate func kinds(
    showing place: Reference, otherwiseThan before: Noted?
  ) -> [Resource] {
    let now = noted(place)
    return resources(of: place).filter { shown(now, as: $0) != shown(before, as: $0) }
  }

  private func shown(_ noted: Noted?, as kind: Resource) -> JSON? {
    let version = APIVersion.allCases.last { $0.has(kind) } ?? .v3p1
    return noted.map { noted in
      RecordShape(version: version, district: self, hidden: noted.hidden)
        .json(noted.record, as: kind)
    }
  }

  /// The kinds of which there is a record of something, that from v3.0 on first.
  private func resources(of place: Reference) -> [Resource] {
    keys(of: place).map(\.shelf).filter { $0.resource == .users || !$0.hasUserIDs }.map(\.resource)
  }
}
