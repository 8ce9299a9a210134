/// The front door: signs people in, brings rosters in, links, merges, and takes back.
///
/// Every method plans against the store, commits the plan, and plans again if something else
/// changed what the plan stood on; with ``Mode/dryRun`` it stops before the commit. All are safe to
/// call from many tasks and processes at once. Errors are those of the store, and `refused`,
/// `notFound` and `needsDecision` where a rule says so; `conflict` only after many attempts.
public struct Provisioner: Sendable {
  /// Where everything is kept.
  public let store: any AccountStore
  /// Who may come in.
  public var gate: RoleGate
  /// How people are found whose key is new, in order.
  public var linkers: [any IdentityLinker]
  /// What a sign-in does where more than one answer is possible.
  public var policy: SignInPolicy
  /// The clock and the source of names.
  public let environment: Environment

  /// Whether a plan is carried out.
  public enum Mode: Hashable, Sendable {
    /// The plan is committed.
    case commit
    /// The plan is only told.
    case dryRun
  }

  /// The linkers that an app begins with: aliases and SIS IDs link, email addresses suggest.
  public static let standardLinkers: [any IdentityLinker] = [
    AliasLinker(), SISLinker(), EmailSuggester(),
  ]

  private static let attempts = 50

  /// Creates a provisioner over a store.
  public init(
    store: any AccountStore, gate: RoleGate = .open,
    linkers: [any IdentityLinker] = Provisioner.standardLinkers,
    policy: SignInPolicy = SignInPolicy(), environment: Environment
  ) {
    self.store = store
    self.gate = gate
    self.linkers = linkers
    self.policy = policy
    self.environment = environment
  }

  // MARK: Signing in

  /// Signs `identity` in: finds, claims, links or creates its account, or asks, denies or holds.
  ///
  /// A returning person whose data is unchanged costs one read. A refused person leaves nothing in
  /// the store. With `answer`, whoever was not asked has answered already, such as one who links
  /// this identity to the account that is signed in.
  public func signIn(
    _ identity: Identity, answering answer: SignInAnswer? = nil, by: Attribution,
    _ mode: Mode = .commit
  ) async throws(ProvisioningError) -> SignInOutcome {
    try await settle { () throws(ProvisioningError) in
      try await carryOut(planner.plan(identity, answering: answer), by, mode)
    }
  }

  /// Ends a sign-in that asked. A ticket is good for one answer, within its lifetime.
  public func answer(
    _ ticket: String, with answer: SignInAnswer, by: Attribution, _ mode: Mode = .commit
  ) async throws(ProvisioningError) -> SignInOutcome {
    try await settle { () throws(ProvisioningError) in
      let key = Record.Key(.ticket, ticket)
      guard let record = try await store.record(key),
        record.isValid(at: environment.now()),
        let identity = try recordValue(PendingSignIn.self, in: record).identity
      else {
        throw ProvisioningError(
          .notFound, "The ticket is not valid.",
          reason: "It was used before, has expired, or was never given.",
          remedy: "Sign in again to get a new one.")
      }
      var plan = try await planner.plan(identity, answering: answer)
      if plan.outcome.isSignedIn || plan.outcome.kind == .denied {
        plan.draft.change(.take(key, version: record.version))
      }
      return try await carryOut(plan, by, mode)
    }
  }

  private var planner: SignInPlanner {
    SignInPlanner(
      store: store, gate: gate, linkers: linkers.filter { $0.occasions.contains(.signIn) },
      policy: policy, environment: environment)
  }

  private func carryOut(
    _ plan: SignInPlan, _ by: Attribution, _ mode: Mode
  ) async throws(ProvisioningError) -> SignInOutcome {
    var outcome = plan.outcome
    guard mode == .commit else {
      outcome.ticket = nil
      if outcome.kind == .created { outcome.account = nil }
      return outcome
    }
    guard !plan.draft.isEmpty else { return outcome }
    // Unanswered questions hold personal data: they go when the next one is asked.
    if outcome.kind == .ask { try await store.expireRecords(before: environment.now()) }
    outcome.entry = try await store.apply(plan.draft.changeSet(header(.signIn, by)))?.id
    return outcome
  }

  // MARK: Rosters

  /// Brings a whole listing in, as a run of many commits.
  ///
  /// Stopped or killed, the same listing goes on under the same run. A listing that would end more
  /// than `limit` allows is held: then nothing but the held item is written. A second import of the
  /// same listing changes nothing.
  public func bringIn(
    _ importer: any SectionImporter, limit: RemovalLimit = .standard, by: Attribution,
    _ mode: Mode = .commit, progress: @escaping @Sendable (RosterProgress) -> Void = { _ in }
  ) async throws(ProvisioningError) -> RosterOutcome {
    let work = rosterImport(importer, limit: limit, by, progress)
    return try await mode == .commit ? work.run() : work.forecast()
  }

  func rosterImport(
    _ importer: any SectionImporter, limit: RemovalLimit, _ by: Attribution,
    _ progress: @escaping @Sendable (RosterProgress) -> Void
  ) -> RosterImport {
    RosterImport(
      store: store, importer: importer, linkers: linkers.filter { $0.occasions.contains(.import) },
      environment: environment, limit: limit, by: by, progress: progress)
  }

  // MARK: Linking

  /// Links `key` to `account` on a person's word. The gate is asked about the account's person.
  ///
  /// A key that an unclaimed account has brings that account along: it is merged into `account`.
  /// Throws `refused` where the key belongs to an account in use.
  @discardableResult
  public func link(
    _ key: Identity.Key, to account: Account.ID, because: Evidence.Kind, by: Attribution,
    _ mode: Mode = .commit
  ) async throws(ProvisioningError) -> JournalEntry.ID? {
    try await settle { () throws(ProvisioningError) in
      let planner = LinkPlanner(store: store, gate: gate, environment: environment)
      let draft = try await planner.plan(linking: key, to: account, because: because)
      return try await commit(draft, .link, by, mode)
    }
  }

  /// Removes the link of `key`, and what was asserted through it. An undo brings all of it back.
  @discardableResult
  public func unlink(
    _ key: Identity.Key, by: Attribution, _ mode: Mode = .commit
  ) async throws(ProvisioningError) -> JournalEntry.ID? {
    try await settle { () throws(ProvisioningError) in
      let planner = LinkPlanner(store: store, gate: gate, environment: environment)
      return try await commit(planner.plan(unlinking: key), .unlink, by, mode)
    }
  }

  /// Moves the link of `key`, and all that is asserted through it, from its account to another, on
  /// an administrator's word. The gate is asked about the other account's person.
  ///
  /// An account that is left without links stays. Each account goes on following its primary link,
  /// or, where that has left it, another one of its own. An active account's key leaves no
  /// unclaimed account unclaimed: its person has been here. With violations, where the key is there
  /// already, or in a dry run, nothing is committed. Throws `refused` where either account is
  /// disabled.
  public func move(
    _ key: Identity.Key, to account: Account.ID, rules: MergeRules = MergeRules(),
    by: Attribution, _ mode: Mode = .commit
  ) async throws(ProvisioningError) -> MergeReport {
    try await settle { () throws(ProvisioningError) in
      let planner = LinkPlanner(store: store, gate: gate, environment: environment)
      var (draft, report) = try await planner.plan(moving: key, to: account, rules)
      guard report.violations.isEmpty else { return report }
      report.entry = try await commit(draft, .move, by, mode)
      return report
    }
  }

  // MARK: Merging

  /// Merges `source` into `target`. With violations, or in a dry run, nothing is committed.
  ///
  /// The merge holds against every later import and sign-in: what a provider says of a merged
  /// person's keys reaches the survivor.
  public func merge(
    _ source: Account.ID, into target: Account.ID, rules: MergeRules = MergeRules(),
    by: Attribution, _ mode: Mode = .commit
  ) async throws(ProvisioningError) -> MergeReport {
    try await settle { () throws(ProvisioningError) in
      let planner = MergePlanner(reader: store, gate: gate, rules: rules)
      var (draft, report) = try await planner.plan(source, into: target)
      guard report.violations.isEmpty else { return report }
      report.entry = try await commit(draft, .merge, by, mode)
      return report
    }
  }

  // MARK: Committing

  func header(
    _ action: Action, _ by: Attribution, reverting: JournalEntry.ID? = nil, in run: Run.ID? = nil
  ) -> JournalEntry.Header {
    JournalEntry.Header(
      id: environment.identifier(for: .entry), at: environment.now(), actor: by.actor,
      action: action, reason: by.reason, run: run, reverts: reverting)
  }

  func commit(
    _ draft: Draft, _ action: Action, _ by: Attribution, _ mode: Mode,
    reverting: JournalEntry.ID? = nil, in run: Run.ID? = nil
  ) async throws(ProvisioningError) -> JournalEntry.ID? {
    guard mode == .commit, !draft.isEmpty else { return nil }
    let header = header(action, by, reverting: reverting, in: run)
    return try await store.apply(draft.changeSet(header))?.id
  }

  /// Plans again, a bounded number of times, where the plan no longer held at commit.
  func settle<Result>(
    _ work: () async throws(ProvisioningError) -> Result
  ) async throws(ProvisioningError) -> Result {
    for _ in 1..<Self.attempts {
      do {
        return try await work()
      } catch {
        guard error.code == .conflict else { throw error }
        if Task.isCancelled { throw .cancelled }
        await Task.yield()
      }
    }
    return try await work()
  }
}
