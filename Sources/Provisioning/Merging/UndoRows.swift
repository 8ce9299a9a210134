/// The rows that an entry changed, as they stand now, and what those that it removed hung on.
struct UndoRows {
  var accounts: [Account.ID: Account] = [:]
  var links: [Identity.Key: Link] = [:]
  var sections: [Section.Key: Section] = [:]
  var enrollments: [EnrollmentKey: Enrollment.Assertion] = [:]
  /// Everything that is asserted about the sections among them.
  private(set) var members: [Section.Key: [Enrollment.Assertion]] = [:]
  /// Everything that the links which the entry made assert.
  private(set) var asserted: [Identity.Key: [Enrollment.Assertion]] = [:]
  /// Those of the accounts which the entry made that others were merged into.
  private(set) var survivors: Set<Account.ID> = []
  private let wanted: [JournaledChange.Row]

  init(of changes: [JournaledChange], in reader: any AccountReader) async throws(ProvisioningError)
  {
    let grounds = Set(changes.flatMap(\.grounds)).subtracting(changes.map(\.row))
    wanted = changes.map(\.row) + grounds
    var (ids, keys, sectionKeys) = ([Account.ID](), [Identity.Key](), [Section.Key]())
    var (madeIDs, madeKeys) = ([Account.ID](), [Identity.Key]())
    var rosters: Set<Section.Key> = []
    for change in changes {
      let isMade = change.edit == .created
      switch change.row {
      case .account(let id):
        ids.append(id)
        if isMade { madeIDs.append(id) }
      case .link(let key):
        keys.append(key)
        if isMade { madeKeys.append(key) }
      case .section(let key):
        sectionKeys.append(key)
        if isMade { rosters.insert(key) }
      case .enrollment(let key): rosters.insert(key.section)
      }
    }
    for case .account(let id) in grounds { ids.append(id) }
    for case .link(let key) in grounds { keys.append(key) }
    for case .section(let key) in grounds { sectionKeys.append(key) }
    for account in try await reader.accounts(ids) { accounts[account.id] = account }
    for link in try await reader.links(keys) { links[link.key] = link }
    for section in try await reader.sections(sectionKeys) { sections[section.key] = section }
    for assertion in try await reader.assertions(in: Array(rosters)) {
      enrollments[EnrollmentKey(assertion.section, assertion.key)] = assertion
      members[assertion.section, default: []].append(assertion)
    }
    if !madeKeys.isEmpty {
      asserted = Dictionary(grouping: try await reader.assertions(by: madeKeys), by: \.key)
    }
    if !madeIDs.isEmpty { survivors = try await reader.survivors(among: madeIDs) }
  }

  func note(in draft: inout Draft) {
    for account in accounts.values { draft.note(account) }
    for row in wanted {
      switch row {
      case .link(let key): draft.note(links[key], at: key)
      case .section(let key): draft.note(sections[key], at: key)
      case .account, .enrollment: break
      }
    }
  }
}

extension JournaledChange {
  /// Whether the row went.
  var isRemoval: Bool { if case .removed = edit { true } else { false } }

  /// What the row hung on that went.
  fileprivate var grounds: [Row] {
    guard case .removed(let columns) = edit else { return [] }
    switch row {
    case .account, .section: return []
    case .link: return Link.State(columns: columns).map { [.account($0.account)] } ?? []
    case .enrollment(let key): return [.link(key.key), .section(key.section)]
    }
  }
}
