/// Works out what a part of a listing changes. It only reads.
///
/// A value that grows along one pass over a listing: it remembers whom it met, so that a section's
/// members need not be looked up again, and what must not count as absent.
struct RosterPlanner {
  let store: any AccountStore
  let importer: any SectionImporter
  let linkers: [any IdentityLinker]
  let environment: Environment

  private var people: Set<Identity.Key> = []
  private(set) var listed: Set<Section.Key> = []
  private var protection = Protection()
  /// Who of this listing has each SIS key first: two keys of one listing are two people.
  private var placesBySIS: [SISKey: Identity.Key] = [:]

  init(
    store: any AccountStore, importer: any SectionImporter, linkers: [any IdentityLinker],
    environment: Environment
  ) {
    self.store = store
    self.importer = importer
    self.linkers = linkers
    self.environment = environment
  }

  /// Takes note of what the page's rejected rows protect. Before anything on the page is planned.
  mutating func protect(_ notes: [RosterNote]) { protection.add(notes) }

  /// The plan for a page: its people, then its sections and their members.
  mutating func plan(_ page: RosterPage) async throws(ProvisioningError) -> RosterPart {
    var part = RosterPart(over: store)
    if !page.people.isEmpty { try await plan(people: page.people, &part) }
    if !page.sections.isEmpty { try await plan(sections: page.sections, &part) }
    return part
  }

  // MARK: People

  private mutating func plan(
    people page: [Identity], _ part: inout RosterPart
  ) async throws(ProvisioningError) {
    let links = try await store.links(page.map(\.key))
    let known = Dictionary(links.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
    let newcomers = page.filter { known[$0.key] == nil }
    let verdicts = try await verdicts(on: newcomers)
    var met: Set<Identity.Key> = []
    for identity in page where met.insert(identity.key).inserted {
      people.insert(identity.key)
      defer { takePlace(identity) }
      if let link = known[identity.key] {
        try await follow(identity, link, &part)
        continue
      }
      let verdict = verdicts[identity.key]
      for expectation in verdict?.expectations ?? [] { part.draft.expect(expectation) }
      if case .belongs(let id, let evidence, _) = verdict?.decision, isFirst(identity, evidence) {
        try await join(id, identity, because: evidence, &part)
      } else {
        create(for: identity, &part)
      }
    }
  }

  /// What all linkers together say of a newcomer.
  private struct Opinion {
    var decision: LinkVerdict?
    var expectations: [Expectation] = []
  }

  private func verdicts(
    on newcomers: [Identity]
  ) async throws(ProvisioningError) -> [Identity.Key: Opinion] {
    var opinions: [Identity.Key: Opinion] = [:]
    var undecided = newcomers
    for linker in linkers where !undecided.isEmpty {
      let answers = try await linker.verdicts(on: undecided, among: store)
      for (identity, answer) in zip(undecided, answers) {
        opinions[identity.key, default: Opinion()].expectations += answer.expectations
        if answer.decides(in: identity) { opinions[identity.key]?.decision = answer }
      }
      undecided.removeAll { opinions[$0.key]?.decision != nil }
    }
    return opinions
  }

  private func follow(
    _ identity: Identity, _ link: Link, _ part: inout RosterPart
  ) async throws(ProvisioningError) {
    var state = link.state
    state.sharing = identity.sharing
    state.profile = identity.profile
    let rank = link.state.profile.rank
    if let item = HeldItem(rising: identity, over: rank, of: state.account) {
      state.profile.keepRoles(link.state.profile)
      try await part.draft.hold(item, in: store)
    }
    guard state != link.state else { return part.report.accounts.unchanged += 1 }
    part.draft.note(link, at: link.key)
    part.draft.set(link.key, to: state)
    if state.sharing != link.state.sharing {
      try await settlePrimary(of: state.account, over: link.key, &part)
    }
    part.report.accounts.updated += 1
  }

  private func settlePrimary(
    of id: Account.ID, over key: Identity.Key, _ part: inout RosterPart
  ) async throws(ProvisioningError) {
    guard var account = try await part.draft.account(id) else { throw .conflict("an account") }
    account.primary = try await part.draft.preferred(account.primary, over: key)
    part.draft.set(id, to: account)
  }

  /// Whether no other person of this listing has the SIS key by which the identity was found.
  private func isFirst(_ identity: Identity, _ evidence: Evidence) -> Bool {
    guard evidence.kind == .sisID, let key = identity.profile.sisKey else { return true }
    return placesBySIS[key, default: identity.key] == identity.key
  }

  private mutating func takePlace(_ identity: Identity) {
    guard let key = identity.profile.sisKey, placesBySIS[key] == nil else { return }
    placesBySIS[key] = identity.key
  }

  private func join(
    _ id: Account.ID, _ identity: Identity, because evidence: Evidence, _ part: inout RosterPart
  ) async throws(ProvisioningError) {
    guard let account = try await store.survivor(of: id), account.status.isLive else {
      throw .conflict("an account")
    }
    part.draft.note(account)
    guard MergeRules().violations(identity.profile, account.profile).isEmpty else {
      let item = HeldItem(
        kind: .pair, reason: "A listing says that a person of this account has another role.",
        accounts: [account.id.rawValue], key: identity.key.description)
      try await part.draft.hold(item, in: store)
      return create(for: identity, &part)
    }
    part.draft.set(identity.key, to: link(identity, to: account.id, because: evidence))
    try await settlePrimary(of: account.id, over: identity.key, &part)
    part.report.accounts.updated += 1
  }

  private func create(for identity: Identity, _ part: inout RosterPart) {
    let id: Account.ID = environment.identifier(for: .account)
    part.draft.set(id, to: Account.State(status: .unclaimed, primary: identity.key))
    part.draft.set(identity.key, to: link(identity, to: id, because: Evidence(.created)))
    part.report.accounts.created += 1
  }

  private func link(
    _ identity: Identity, to id: Account.ID, because evidence: Evidence
  ) -> Link.State {
    Link.State(
      account: id, sharing: identity.sharing, since: environment.now(), because: evidence,
      profile: identity.profile)
  }

  // MARK: Sections

  private mutating func plan(
    sections page: [RosterSection], _ part: inout RosterPart
  ) async throws(ProvisioningError) {
    let keys = page.map(\.key)
    listed.formUnion(keys)
    let found = try await store.sections(keys)
    let stored = Dictionary(found.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
    let assertions =
      found.isEmpty ? [] : try await store.assertions(in: found.map(\.key))
    let rosters = Dictionary(grouping: assertions, by: \.section)
    try await meet(page.flatMap(\.members).map(\.key))
    for section in page {
      plan(section, over: stored[section.key], &part)
      plan(section, roster: rosters[section.key] ?? [], &part)
    }
  }

  /// Looks up the members who stood on no page of people: another teacher of a shared section.
  private mutating func meet(_ members: [Identity.Key]) async throws(ProvisioningError) {
    let unknown = members.filter { !people.contains($0) }
    if !unknown.isEmpty { people.formUnion(try await store.links(unknown).map(\.key)) }
  }

  private func plan(_ section: RosterSection, over stored: Section?, _ part: inout RosterPart) {
    part.draft.note(stored, at: section.key)
    guard let stored else {
      part.draft.set(section.key, to: Section.State(asserted: section.details))
      return part.report.sections.created += 1
    }
    var state = stored.state
    state.asserted = section.details
    state.status = .active
    part.draft.set(section.key, to: state)
    if stored.status == .archived {
      part.report.sections.restored += 1
    } else if state != stored.state {
      part.report.sections.updated += 1
    } else {
      part.report.sections.unchanged += 1
    }
  }

  private func plan(
    _ section: RosterSection, roster: [Enrollment.Assertion], _ part: inout RosterPart
  ) {
    var missing = Dictionary(roster.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
    part.scope += roster.count { $0.state.status == .active && isInScope($0) }
    var met: Set<Identity.Key> = []
    for member in section.members
    where people.contains(member.key) && met.insert(member.key).inserted {
      let state = Enrollment.State(role: member.role)
      guard let assertion = missing.removeValue(forKey: member.key) else {
        part.draft.start(EnrollmentKey(section.key, member.key), as: state)
        part.report.enrollments.started += 1
        continue
      }
      part.draft.set(assertion, to: state)
      if assertion.state.status == .ended {
        part.report.enrollments.restored += 1
      } else if assertion.state != state {
        part.report.enrollments.changed += 1
      } else {
        part.report.enrollments.unchanged += 1
      }
    }
    for assertion in roster where missing[assertion.key] != nil && isInScope(assertion) {
      end(assertion, &part)
    }
  }

  // MARK: Absence

  /// The next sections that the listing could have named, after `last`: those of the provider, or
  /// those that the teacher is in.
  func candidates(after last: Section.Key?) async throws(ProvisioningError) -> [Section.Key] {
    guard case .teacher(let teacher) = importer.scope else {
      return try await store.sections(of: importer.provider, after: last, limit: 200).map(\.key)
    }
    let hers = try await store.assertions(by: [teacher]).filter { $0.state.status == .active }
    return hers.map(\.section).filter { key in last.map { key > $0 } ?? true }.sorted()
  }

  /// The plan for stored sections that the listing does not name: they are archived.
  func plan(absent sections: [Section]) async throws(ProvisioningError) -> RosterPart {
    var part = RosterPart(over: store)
    let absent = sections.filter { $0.status == .active }
    let assertions = absent.isEmpty ? [] : try await store.assertions(in: absent.map(\.key))
    let rosters = Dictionary(grouping: assertions, by: \.section)
    for section in absent {
      let roster = rosters[section.key] ?? []
      part.scope += roster.count { $0.state.status == .active && isInScope($0) }
      guard !protection.keeps(section.key) else { continue }
      // Whether a section is archived hangs on who else teaches it.
      part.draft.expect(.teachers(of: section.key, roster.activeTeachers))
      if case .teacher(let teacher) = importer.scope {
        leave(section, roster, teacher, &part)
      } else {
        archive(section, &part)
        for assertion in roster where isOfProvider(assertion.key) { end(assertion, &part) }
      }
    }
    return part
  }

  /// A teacher's listing leaves out a section that she was in: she leaves it, and it is archived
  /// only if no other teacher still has it.
  private func leave(
    _ section: Section, _ roster: [Enrollment.Assertion], _ teacher: Identity.Key,
    _ part: inout RosterPart
  ) {
    let active = roster.filter { $0.state.status == .active }
    guard let hers = active.first(where: { $0.key == teacher }), !protection.keeps(hers) else {
      return
    }
    end(hers, &part)
    guard !active.contains(where: { $0.state.role.teaches && $0.key != teacher }) else { return }
    archive(section, &part)
    for assertion in active where assertion.key != teacher && isOfProvider(assertion.key) {
      end(assertion, &part)
    }
  }

  private func archive(_ section: Section, _ part: inout RosterPart) {
    var state = section.state
    state.status = .archived
    part.draft.note(section, at: section.key)
    part.draft.set(section.key, to: state)
    part.report.sections.archived += 1
  }

  private func end(_ assertion: Enrollment.Assertion, _ part: inout RosterPart) {
    guard assertion.state.status == .active else { return }
    guard !protection.keeps(assertion) else { return }
    var state = assertion.state
    state.status = .ended
    part.draft.set(assertion, to: state)
    part.report.enrollments.ended += 1
  }

  /// Whether the listing may end the assertion: absence counts only within its scope.
  private func isInScope(_ assertion: Enrollment.Assertion) -> Bool {
    guard isOfProvider(assertion.key) else { return false }
    guard case .teacher(let teacher) = importer.scope else { return true }
    return assertion.key == teacher || !assertion.state.role.teaches
  }

  private func isOfProvider(_ key: Identity.Key) -> Bool { key.provider == importer.provider }
}

/// A part of an import's plan.
struct RosterPart {
  var draft: Draft
  var report = RosterReport()
  /// How many active enrollments the part could have ended.
  var scope = 0

  init(over reader: any AccountReader) { draft = Draft(over: reader) }
}

extension LinkVerdict {
  /// Whether an import takes the verdict: only a belonging links. A provider that lists two keys
  /// with one SIS ID says that they are two people, so a key of the same provider is no evidence.
  fileprivate func decides(in identity: Identity) -> Bool {
    guard case .belongs(_, let evidence, let expectations) = self else { return false }
    guard evidence.kind == .sisID else { return true }
    return !expectations.contains { expectation in
      guard case .linksMatching(_, let keys) = expectation else { return false }
      return keys.contains { $0.provider == identity.key.provider }
    }
  }
}

/// What rejected rows keep from counting as absent.
private struct Protection {
  private var people: Set<Identity.Key> = []
  private var sections: Set<Section.Key> = []
  private var enrollments: Set<EnrollmentKey> = []
  private var allEnrollments = false
  private var allSections = false

  mutating func add(_ notes: [RosterNote]) {
    for note in notes {
      guard case .rejected(let protected) = note.kind else { continue }
      switch protected {
      case .nothing: break
      case .person(let key): people.insert(key)
      case .section(let key): sections.insert(key)
      case .enrollment(let section, let key): enrollments.insert(EnrollmentKey(section, key))
      case .allPeople, .allEnrollments: allEnrollments = true
      case .allSections: allSections = true
      }
    }
  }

  func keeps(_ section: Section.Key) -> Bool { allSections || sections.contains(section) }

  func keeps(_ assertion: Enrollment.Assertion) -> Bool {
    allEnrollments || allSections || sections.contains(assertion.section)
      || people.contains(assertion.key)
      || enrollments.contains(EnrollmentKey(assertion.section, assertion.key))
  }
}
