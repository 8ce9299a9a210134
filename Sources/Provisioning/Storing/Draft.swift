/// A plan in the making: what a store holds, with the changes planned so far laid over it.
///
/// Planners read and write through a draft, so a plan sees itself: a person met twice is one
/// account. Every row read through it becomes an expectation of the change set.
public struct Draft {
  private let reader: any AccountReader
  private var accounts = Slots<Account.ID, Account.State>()
  private var links = Slots<Identity.Key, Link.State>()
  private var sections = Slots<Section.Key, Section.State>()
  private var enrollments: [RowChange<EnrollmentKey, Enrollment.State>] = []
  private var records: [RecordChange] = []
  private var sets: [Expectation] = []

  /// Creates a draft over what `reader` holds.
  public init(over reader: any AccountReader) { self.reader = reader }

  /// Whether nothing is planned: no row and no record changes.
  public var isEmpty: Bool { !hasRows && records.isEmpty }

  /// Whether a row changes.
  public var hasRows: Bool {
    accounts.hasChanges || links.hasChanges || sections.hasChanges || !enrollments.isEmpty
  }

  /// How many rows change. Complexity: O(rows in the draft).
  var changeCount: Int {
    accounts.changes.count + links.changes.count + sections.changes.count + enrollments.count
  }

  /// The change set: what is planned, and what it stands on.
  public func changeSet(_ header: JournalEntry.Header) -> ChangeSet {
    var changes = ChangeSet(header: header)
    changes.accounts = accounts.changes
    changes.links = links.changes
    changes.sections = sections.changes
    changes.enrollments = enrollments
    changes.records = records
    changes.expectations =
      accounts.unchanged.map { .account($0, $1) } + links.unchanged.map { .link($0, $1) }
      + sections.unchanged.map { .section($0, $1) } + sets
    return changes
  }

  // MARK: Rows

  /// The account as planned; `nil` if there is none.
  public mutating func account(_ id: Account.ID) async throws(ProvisioningError) -> Account.State? {
    if !accounts.knows(id) {
      let found = try await reader.account(id)
      accounts.read(id, found?.state, found?.revision)
    }
    return accounts[id]
  }

  /// The link as planned; `nil` if there is none.
  public mutating func link(_ key: Identity.Key) async throws(ProvisioningError) -> Link.State? {
    if !links.knows(key) { note(try await reader.link(key), at: key) }
    return links[key]
  }

  /// The section as planned; `nil` if there is none.
  public mutating func section(
    _ key: Section.Key
  ) async throws(ProvisioningError) -> Section.State? {
    if !sections.knows(key) { note(try await reader.section(key), at: key) }
    return sections[key]
  }

  /// The links of an account as stored, sorted; that there are no others becomes an expectation.
  public mutating func links(
    of id: Account.ID
  ) async throws(ProvisioningError) -> [Identity.Key] {
    let found = try await reader.links(of: [id])
    for link in found { note(link, at: link.key) }
    let keys = found.map(\.key).sorted()
    sets.append(.links(of: id, keys))
    return keys
  }

  /// The links of accounts as planned, sorted. Complexity: O(links in the draft).
  mutating func plannedLinks(
    of ids: Set<Account.ID>
  ) async throws(ProvisioningError) -> [Account.ID: [Identity.Key]] {
    let found = try await reader.links(of: Array(ids))
    for link in found { note(link, at: link.key) }
    let stored = Dictionary(grouping: found, by: \.state.account)
    sets += ids.sorted().map { .links(of: $0, (stored[$0] ?? []).map(\.key).sorted()) }
    let planned = links.keys.filter { links[$0].map { ids.contains($0.account) } ?? false }
    return Dictionary(grouping: planned.sorted()) { links[$0]?.account }
      .reduce(into: [:]) { keys, group in
        if let id = group.key { keys[id] = group.value }
      }
  }

  /// The link among `keys` that an account's fields would follow by nature: district-shared before
  /// teacher-shared, then the oldest.
  mutating func natural(
    among keys: [Identity.Key]
  ) async throws(ProvisioningError) -> Identity.Key? {
    var best: (key: Identity.Key, link: Link.State)?
    for key in keys {
      guard let link = try await link(key) else { continue }
      guard let present = best?.link else {
        best = (key, link)
        continue
      }
      let (new, old) = (link.sharing == .district, present.sharing == .district)
      if new != old ? new : link.since < present.since { best = (key, link) }
    }
    return best?.key
  }

  /// What is asserted by `keys` as stored. No expectation: enrollments guard themselves.
  public func assertions(
    by keys: [Identity.Key]
  ) async throws(ProvisioningError) -> [Enrollment.Assertion] {
    try await reader.assertions(by: keys)
  }

  /// Takes note of a link that was read already; `nil` if there is none.
  public mutating func note(_ link: Link?, at key: Identity.Key) {
    if !links.knows(key) { links.read(key, link?.state, link?.revision) }
  }

  /// Takes note of an account that was read already.
  public mutating func note(_ account: Account) {
    if !accounts.knows(account.id) {
      accounts.read(account.id, account.state, account.revision)
    }
  }

  /// Takes note of a section that was read already; `nil` if there is none.
  public mutating func note(_ section: Section?, at key: Section.Key) {
    if !sections.knows(key) { sections.read(key, section?.state, section?.revision) }
  }

  /// Adds an expectation about a set of rows.
  public mutating func expect(_ expectation: Expectation) { sets.append(expectation) }

  // MARK: Changes

  /// Plans the account to be `state`; `nil` removes it. It must have been read, or be new.
  public mutating func set(_ id: Account.ID, to state: Account.State?) { accounts[id] = state }

  /// Plans the link to be `state`; `nil` removes it. It must have been read, or be new.
  public mutating func set(_ key: Identity.Key, to state: Link.State?) { links[key] = state }

  /// Plans the section to be `state`; `nil` removes it. It must have been read, or be new.
  public mutating func set(_ key: Section.Key, to state: Section.State?) { sections[key] = state }

  /// Plans a new assertion. Each assertion may be changed once in a draft.
  public mutating func start(_ key: EnrollmentKey, as state: Enrollment.State) {
    enrollments.append(RowChange(key: key, before: nil, after: state, revision: nil))
  }

  /// Plans the assertion to be `state`; `nil` removes it. Each may be changed once in a draft.
  public mutating func set(_ assertion: Enrollment.Assertion, to state: Enrollment.State?) {
    guard state != assertion.state else { return }
    enrollments.append(
      RowChange(
        key: EnrollmentKey(assertion.section, assertion.key), before: assertion.state,
        after: state, revision: assertion.revision))
  }

  /// Forgets every planned row and what the plan stood on; record changes stay.
  mutating func dropRows() {
    (accounts, links, sections) = (Slots(), Slots(), Slots())
    enrollments = []
    sets = []
  }

  /// Whether a change of the record is planned.
  func changes(_ key: Record.Key) -> Bool {
    records.contains { record in
      switch record {
      case .put(let other, _, _, _), .take(let other, _): other == key
      }
    }
  }

  /// Plans a record change for the same commit.
  public mutating func change(_ record: RecordChange) { records.append(record) }
}

/// The rows of one kind that a draft knows, in the order in which it met them.
private struct Slots<Key: Hashable & Sendable, State: Hashable & Sendable> {
  private struct Slot {
    let key: Key
    let before: State?
    let revision: Revision?
    var after: State?
  }

  private var slots: [Slot] = []
  private var places: [Key: Int] = [:]

  func knows(_ key: Key) -> Bool { places[key] != nil }

  mutating func read(_ key: Key, _ state: State?, _ revision: Revision?) {
    places[key] = slots.count
    slots.append(Slot(key: key, before: state, revision: revision, after: state))
  }

  subscript(key: Key) -> State? {
    get { places[key].flatMap { slots[$0].after } }
    set {
      if let place = places[key] {
        slots[place].after = newValue
      } else {
        places[key] = slots.count
        slots.append(Slot(key: key, before: nil, revision: nil, after: newValue))
      }
    }
  }

  var hasChanges: Bool { slots.contains { $0.before != $0.after } }

  var keys: [Key] { slots.map(\.key) }

  var changes: [RowChange<Key, State>] {
    slots.filter { $0.before != $0.after }.map {
      RowChange(key: $0.key, before: $0.before, after: $0.after, revision: $0.revision)
    }
  }

  var unchanged: [(Key, Revision?)] {
    slots.filter { $0.before == $0.after }.map { ($0.key, $0.revision) }
  }
}
