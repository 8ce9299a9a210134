public import Provisioning
import Synchronization

/// Reads all that a district's token may read: people of every role, then sections with everyone in
/// them.
///
/// ```swift
/// let data = try CleverData(token: Secret(token), transport: CurlTransport())
/// let importer = try CleverDistrictImporter(data, district: district)
/// let outcome = try await provisioner.bringIn(importer, by: attribution)
/// ```
///
/// It asks first whether the token is that district's and no other's, and how the district fares:
/// while its data is paused, pending or faulty, whoever is listed comes in, and nothing counts as
/// gone.
///
/// A record that cannot be used is left out with a note, and what it names is not absent. A page that
/// cannot be used, leads in a circle or to another host, or is refused ends the listing with an error,
/// so that nothing counts as gone.
///
/// A listing is read from its first page on, one pass at a time. A field that the district no longer
/// shares is not taken back by that.
public struct CleverDistrictImporter: SectionImporter {
  public var provider: ProviderName { .clever }
  public var scope: RosterScope { .district(district.name) }
  public var blanks: RosterBlanks { .untold }
  /// A page begins behind the last ID of the one before, and an ID never changes.
  public var arrival: RosterArrival { .resumable }

  private let data: CleverData
  private let district: CleverID
  private let query: String
  private let steps: [Step]
  private let state: State

  /// What is read, in this order.
  private enum Step: Hashable, Sendable {
    case district
    case people(CleverPeople)
    case sections
  }

  /// The memory of the pass that goes on, and what is read once.
  private final class State: Sendable {
    let memory: Mutex<ListingMemory>
    let catalog = Mutex<CleverCatalog?>(nil)

    init(_ memory: ListingMemory) { self.memory = Mutex(memory) }
  }

  /// Creates an importer of the district whose token `data` has. `pageSize` is how many records
  /// Clever is asked for at a time, 10,000 at most; `nil` leaves it to Clever.
  public init(_ data: CleverData, district: CleverID, pageSize: Int? = 1000) {
    self.data = data
    self.district = district
    query = pageSize.map { "limit=\(min(max($0, 1), 10_000))" } ?? ""
    let people: [CleverPeople] =
      data.version.hasRecordsByType
      ? [.students, .teachers, .schoolAdmins, .districtAdmins, .contacts] : [.users]
    steps = [.district] + people.map { .people($0) } + [.sections]
    state = State(ListingMemory(data.limits, now: data.now))
  }

  public func fingerprint() async throws(ProvisioningError) -> String? { nil }

  public func page(after cursor: PageCursor?) async throws(ProvisioningError) -> RosterPage {
    let now = data.now
    if cursor == nil {
      state.memory.withLock { $0 = ListingMemory(data.limits, now: now) }
    }
    let place = try place(after: cursor)
    try remember { memory throws(ProvisioningError) in
      try memory.enter(place.path, place.page, now: now)
    }
    switch steps[place.step] {
    case .district:
      let notes = try await data.district(district).notes
      return RosterPage(notes: notes, next: self.cursor(after: place, nil, records: 0))
    case .people(let people): return try await page(of: people, at: place)
    case .sections: return try await sections(at: place)
    }
  }

  private func remember<Value: Sendable>(
    _ body: (inout ListingMemory) throws(ProvisioningError) -> sending Value
  ) throws(ProvisioningError) -> Value {
    try state.memory.withLock { memory throws(ProvisioningError) in try body(&memory) }
  }
}

// MARK: Places

extension CleverDistrictImporter {
  /// Where the first page of a step is.
  private func start(of step: Int) -> CleverPath {
    switch steps[step] {
    case .district: data.districts.start
    case .people(let people): self.people(people).start
    case .sections: data.sections(query: query, links: .needed).start
    }
  }

  private func place(after cursor: PageCursor?) throws(ProvisioningError) -> ListingPlace {
    guard let cursor else { return ListingPlace(step: 0, page: 0, records: 0, path: start(of: 0)) }
    guard let place = ListingPlace(cursor), steps.indices.contains(place.step),
      let path = start(of: place.step).following(place.path.target, at: data.hosts)
    else {
      throw ProvisioningError(
        .invalid, "The listing cannot go on.", reason: "The cursor is not one of this importer's.",
        remedy: "Import from the beginning.")
    }
    return ListingPlace(step: place.step, page: place.page, records: place.records, path: path)
  }

  /// Where the listing goes on after the page at `place`; `nil` at its end.
  private func cursor(
    after place: ListingPlace, _ next: CleverPath?, records: Int
  ) -> PageCursor? {
    if let next {
      return ListingPlace(
        step: place.step, page: place.page + 1, records: place.records + records, path: next
      ).cursor
    }
    guard place.step + 1 < steps.count else { return nil }
    return ListingPlace(
      step: place.step + 1, page: place.page + 1, records: 0, path: start(of: place.step + 1)
    ).cursor
  }
}

// MARK: Pages

extension CleverDistrictImporter {
  private func people(_ people: CleverPeople) -> CleverList<CleverPerson> {
    data.people(
      people, .people(people), "/\(people.rawValue)", query: query, links: .needed)
  }

  private func page(
    of people: CleverPeople, at place: ListingPlace
  ) async throws(ProvisioningError) -> RosterPage {
    let list = self.people(people)
    let (page, next): (CleverPage<CleverPerson>, CleverPath?)
    do {
      (page, next) = try await list.page(at: place.path)
    } catch {
      guard error.code == .notFound, people.mayBeUnshared, place.records == 0 else { throw error }
      let note = RecordPlace(endpoint: list.endpoint, number: 1).unshared()
      return RosterPage(notes: [note], next: cursor(after: place, nil, records: 0))
    }
    if next == nil { try await list.requireAll(listed: place.records + page.records.count) }
    let repeats = try met(list.ids(page), "person", at: place, page.bytes)
    var result = RosterPage(next: cursor(after: place, next, records: page.records.count))
    for (index, record) in page.records.enumerated() {
      let at = RecordPlace(endpoint: list.endpoint, number: place.records + index + 1)
      switch record {
      case .failure(let unread): result.notes.append(at.rejected(person: unread))
      case .success where repeats[index]: result.notes.append(at.repeated())
      case .success(let person) where person.roles.isEmpty:
        result.notes.append(at.withoutRole(person))
      case .success(let person) where person.district.isAnother(than: district):
        result.notes.append(at.stranger(protecting: .person(person.id.personKey)))
      case .success(let person): result.people.append(person.identity(of: district))
      }
    }
    return result
  }

  private func sections(at place: ListingPlace) async throws(ProvisioningError) -> RosterPage {
    let catalog = try await catalog()
    let list = data.sections(query: query, links: .needed)
    let (page, next) = try await list.page(at: place.path)
    if next == nil { try await list.requireAll(listed: place.records + page.records.count) }
    let repeats = try met(list.ids(page), "section", at: place, page.bytes)
    var result = RosterPage(next: cursor(after: place, next, records: page.records.count))
    if place.records == 0 { result.notes = catalog.notes }
    for (index, record) in page.records.enumerated() {
      let at = RecordPlace(endpoint: list.endpoint, number: place.records + index + 1)
      switch record {
      case .failure(let unread): result.notes.append(at.rejected(section: unread))
      case .success where repeats[index]: result.notes.append(at.repeated())
      case .success(let section) where section.district.isAnother(than: district):
        result.notes.append(at.stranger(protecting: .section(section.id.sectionKey)))
      case .success(let section):
        result.notes += at.unread(section, missingToo: true)
        result.sections.append(section.listed(catalog, of: district))
      }
    }
    return result
  }

  private func met(
    _ ids: [CleverID?], _ kind: String, at place: ListingPlace, _ bytes: Int
  ) throws(ProvisioningError) -> [Bool] {
    try remember { memory throws(ProvisioningError) in
      try memory.meet(ids, kind, on: place.page, bytes: bytes)
    }
  }

  /// Read once for all passes, so that a section has the same term in each.
  private func catalog() async throws(ProvisioningError) -> CleverCatalog {
    if let known = state.catalog.withLock({ $0 }) { return known }
    let catalog = try await CleverCatalog(data, query: query)
    state.catalog.withLock { $0 = catalog }
    return catalog
  }
}

extension CleverPeople {
  /// Whether a district may keep all of these people to itself: those whom no section needs.
  fileprivate var mayBeUnshared: Bool {
    self == .schoolAdmins || self == .districtAdmins || self == .contacts
  }
}

/// Where a listing stands: in which of its lists, at which page, after how many records of the list.
private struct ListingPlace {
  let step: Int
  let page: Int
  let records: Int
  let path: CleverPath

  init(step: Int, page: Int, records: Int, path: CleverPath) {
    self.step = step
    self.page = page
    self.records = records
    self.path = path
  }

  init?(_ cursor: PageCursor) {
    let parts = cursor.rawValue.split(separator: " ", maxSplits: 3)
    guard parts.count == 4, let step = Int(parts[0]), let page = Int(parts[1]), page > 0,
      let records = Int(parts[2]), records >= 0
    else { return nil }
    self.init(step: step, page: page, records: records, path: CleverPath(String(parts[3])))
  }

  var cursor: PageCursor { PageCursor("\(step) \(page) \(records) \(path.target)") }
}
