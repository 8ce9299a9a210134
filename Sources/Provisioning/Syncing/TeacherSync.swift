/// Brings in the sections that a teacher has at a provider, in her name, as policy says.
///
/// ```swift
/// let sync = TeacherSync(provisioner, source: clever, policy: .first, vault: vault)
///
/// let signedIn = try await signIn.complete(callback)               // She is in; show her a page, then:
/// if let classes = try await sync.run(after: signedIn) { … }       // `nil`: nothing was due.
/// let again = try await sync.run(for: teacher)                     // The button.
/// ```
///
/// A sync that fails undoes no sign-in, and is due again at the next one. What would end too much is
/// held (`outcome.roster.held`): she is asked, and ``Provisioner/approve(_:into:by:_:progress:)``
/// carries it out. Other teachers of a section join it when they sign in themselves. Safe to call
/// from many tasks and processes at once: several syncs of one teacher come to what one would.
public struct TeacherSync: Sendable {
  /// What brings the sections in.
  public let provisioner: Provisioner
  /// Where they are read.
  public let source: any TeacherSectionSource
  /// When they come in.
  public var policy: SectionPolicy
  /// How much may end unasked.
  public var limit: RemovalLimit
  /// Where the teachers' tokens are kept, for the button.
  public var vault: (any TokenVault)?

  private static let attempts = 50

  /// Creates a sync.
  public init(
    _ provisioner: Provisioner, source: any TeacherSectionSource, policy: SectionPolicy = .first,
    limit: RemovalLimit = .standard, vault: (any TokenVault)? = nil
  ) {
    self.provisioner = provisioner
    self.source = source
    self.policy = policy
    self.limit = limit
    self.vault = vault
  }

  /// Brings sections in after a sign-in, if they are due; `nil` if not: policy says so, or it is no
  /// teacher who is signed in.
  ///
  /// Throws what the source throws, and the errors of the store.
  public func run(
    after signIn: FederatedOutcome,
    progress: @escaping @Sendable (RosterProgress) -> Void = { _ in }
  ) async throws(ProvisioningError) -> TeacherSyncOutcome? {
    let key = signIn.identity.key
    guard signIn.outcome.isSignedIn, try await isDue(key),
      let teacher = try await teacher(key)
    else { return nil }
    return try await run(teacher, token: signIn.token, choosing: nil, progress)
  }

  private func isDue(_ key: Identity.Key) async throws(ProvisioningError) -> Bool {
    switch policy {
    case .none, .button: false
    case .first: try await state(of: key) == nil
    case .every: true
    }
  }

  /// Brings a teacher's sections in because she asks. A choice of sections holds until she makes
  /// another.
  ///
  /// Throws `refused` where policy has no sections, the key is no teacher's who is signed up here, or
  /// her token has ended; what the source throws; and the errors of the store.
  public func run(
    for key: Identity.Key, choosing choice: SectionChoice? = nil,
    progress: @escaping @Sendable (RosterProgress) -> Void = { _ in }
  ) async throws(ProvisioningError) -> TeacherSyncOutcome {
    let (teacher, token) = try await requireTeacher(key)
    return try await run(teacher, token: token, choosing: choice, progress)
  }

  /// What the teacher has at the provider now, to choose from. Nothing is written. Throws as
  /// ``run(for:choosing:progress:)`` does.
  public func offers(
    for key: Identity.Key
  ) async throws(ProvisioningError) -> [SectionOffer] {
    let (teacher, token) = try await requireTeacher(key)
    let choice = try await state(of: key)?.state.choice ?? .all
    let listing = try await OwnListing(
      source.sections(of: key, sharing: teacher.state.sharing, token: token), .all)
    let hers = try await provisioner.store.assertions(by: [key]).filter(\.isActive)
    let known = Set(hers.map(\.section))
    return listing.page.sections.map { section in
      SectionOffer(
        key: section.key, details: section.details ?? Section.Details(),
        students: section.members.count { !$0.role.teaches },
        isChosen: choice.takes(section.key), isHere: known.contains(section.key))
    }
  }

  // MARK: Who

  /// The link of a teacher who uses her account.
  private func teacher(_ key: Identity.Key) async throws(ProvisioningError) -> Link? {
    guard let pair = try await provisioner.store.linkedAccounts([key]).first,
      pair.account.status == .active, pair.link.state.profile.roles.contains(.teacher)
    else { return nil }
    return pair.link
  }

  private func requireTeacher(
    _ key: Identity.Key
  ) async throws(ProvisioningError) -> (Link, BearerToken) {
    guard policy != .none else {
      throw ProvisioningError(
        .refused, "No classes are brought in.", reason: "The policy for sections is 'none'.")
    }
    guard let teacher = try await teacher(key) else {
      throw ProvisioningError(
        .refused, "No classes can be brought in.", reason: "The person is no teacher here.",
        remedy: "Sign in as a teacher.")
    }
    let now = provisioner.environment.now()
    guard let token = try await vault?.token(of: key, at: now) else {
      throw ProvisioningError(
        .refused, "The classes cannot be asked for.",
        reason: "The provider's permission to ask for them has ended.", remedy: "Sign in again.")
    }
    return (teacher, token)
  }

  // MARK: Running

  private func run(
    _ teacher: Link, token: BearerToken, choosing choice: SectionChoice?,
    _ progress: @escaping @Sendable (RosterProgress) -> Void
  ) async throws(ProvisioningError) -> TeacherSyncOutcome {
    let store = provisioner.store
    let known = try await state(of: teacher.key)
    let choice = choice ?? known?.state.choice ?? .all
    let listing = try await OwnListing(
      source.sections(of: teacher.key, sharing: teacher.state.sharing, token: token), choice)
    let before = try await OwnSections(of: teacher.key, and: listing, in: store)
    let roster = try await bringIn(listing, by: teacher.key, progress)
    let after = try await OwnSections(of: teacher.key, and: listing, in: store)
    try await keep(TeacherSyncState(choice, at: provisioner.environment.now()), of: teacher.key)
    return TeacherSyncOutcome(roster: roster, sections: after.changes(since: before))
  }

  /// Another sync of hers may be running: then this one begins again with what it has read.
  private func bringIn(
    _ listing: OwnListing, by teacher: Identity.Key,
    _ progress: @escaping @Sendable (RosterProgress) -> Void
  ) async throws(ProvisioningError) -> RosterOutcome {
    let by = Attribution(actor: teacher.provider.rawValue)
    for _ in 1..<Self.attempts {
      do {
        return try await provisioner.bringIn(listing, limit: limit, by: by, progress: progress)
      } catch {
        guard error.code == .busy else { throw error }
        if Task.isCancelled { throw .cancelled }
        await Task.yield()
      }
    }
    return try await provisioner.bringIn(listing, limit: limit, by: by, progress: progress)
  }

  // MARK: Remembering

  private func state(
    of key: Identity.Key
  ) async throws(ProvisioningError) -> (state: TeacherSyncState, version: Int64)? {
    guard let record = try await provisioner.store.record(TeacherSyncState.key(key)) else {
      return nil
    }
    return (try recordValue(TeacherSyncState.self, in: record), record.version)
  }

  private func keep(
    _ state: TeacherSyncState, of key: Identity.Key
  ) async throws(ProvisioningError) {
    let value = try recordText(state)
    try await provisioner.settle { () throws(ProvisioningError) in
      let version = try await self.state(of: key)?.version ?? 0
      try await provisioner.store.write([
        .put(TeacherSyncState.key(key), value: value, expires: nil, replacing: version)
      ])
    }
  }
}

/// What is remembered of a teacher's last sync.
struct TeacherSyncState: Codable, Sendable {
  private var at: Int64
  /// The chosen sections; `nil`: all.
  private var chosen: [String]?

  init(_ choice: SectionChoice, at moment: Timestamp) {
    at = moment.milliseconds
    if case .only(let sections) = choice { chosen = sections.map(\.description).sorted() }
  }

  var choice: SectionChoice {
    chosen.map { .only(Set($0.compactMap { Section.Key($0) })) } ?? .all
  }

  static func key(_ teacher: Identity.Key) -> Record.Key {
    Record.Key(Record.Kind(rawValue: "sync"), teacher.description)
  }
}
