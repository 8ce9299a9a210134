/// Works out what a sign-in comes to. It only reads.
struct SignInPlanner: Sendable {
  let store: any AccountStore
  let gate: RoleGate
  let linkers: [any IdentityLinker]
  let policy: SignInPolicy
  let environment: Environment

  /// The plan for `identity`; with `answer`, for a person who was asked before.
  func plan(
    _ asserted: Identity, answering answer: SignInAnswer? = nil
  ) async throws(ProvisioningError) -> SignInPlan {
    var identity = asserted
    identity.profile = asserted.profile.withoutEmptyTexts
    var plan = SignInPlan(store: store)
    switch gate.verdict(on: identity.profile) {
    case .refused(let refusal):
      plan.note("gate", "refused: \(refusal)")
      return plan.ending(.denied)
    case .admitted(let roles):
      let names = roles.map(\.rawValue).joined(separator: ", ")
      plan.note("gate", names.isEmpty ? "admitted" : "admitted as \(names)")
      let asks = policy.newcomer(roles) == .ask
      let found = try await find(identity, &plan)
      try await decide(identity, answer, asks: asks, found, &plan)
      if !plan.outcome.isSignedIn { try await requireUnchanged(found, of: identity) }
      return plan
    }
  }

  private func decide(
    _ identity: Identity, _ answer: SignInAnswer?, asks: Bool, _ found: [LinkedAccount],
    _ plan: inout SignInPlan
  ) async throws(ProvisioningError) {
    if case .existing(let id, let proof) = answer {
      return try await claimExisting(id, for: identity, found, because: proof, &plan)
    }
    let asks = asks && answer == nil
    guard let target = try await target(identity, found, asks: asks, &plan) else { return }
    switch target {
    case .nobody where asks:
      try await askPerson(identity, &plan)
    case .nobody:
      create(for: identity, &plan)
    case .account(let account, _) where account.status == .unclaimed && asks:
      plan.note("policy", "a roster import made an account; the person is asked")
      try await askPerson(identity, &plan)
    case .account(let account, let evidence):
      try await enter(account, as: identity, because: evidence, &plan)
    case .suggested(let candidates) where answer == nil:
      plan.outcome.candidates = candidates
      try await askPerson(identity, &plan)
    case .suggested:
      create(for: identity, &plan)
    }
  }

  // MARK: Ending

  private func askPerson(
    _ identity: Identity, _ plan: inout SignInPlan
  ) async throws(ProvisioningError) {
    var question = SignInPlan(store: store)
    question.outcome = plan.outcome
    question.outcome.kind = .ask
    let name = environment.makeName(.ticket)
    question.outcome.ticket = name
    question.draft.change(
      .put(
        Record.Key(.ticket, name), value: try recordText(PendingSignIn(identity)),
        expires: environment.now().adding(seconds: policy.ticketLifetime), replacing: 0))
    question.note("policy", "asks whether there is an account already")
    plan = question
  }

  private func create(for identity: Identity, _ plan: inout SignInPlan) {
    let id: Account.ID = environment.identifier(for: .account)
    plan.draft.set(id, to: Account.State(status: .active, primary: identity.key))
    plan.draft.set(
      identity.key,
      to: Link.State(
        account: id, sharing: identity.sharing, since: environment.now(),
        because: Evidence(.created), profile: identity.profile))
    plan.note("policy", "creates an account")
    plan.outcome.candidates = []
    plan.outcome.account = id
    plan.outcome.kind = .created
  }

  /// Signs the identity in to a live account: links the key if it is new, follows the provider's
  /// word, claims an unclaimed account.
  private func enter(
    _ account: Account, as identity: Identity, because evidence: Evidence, _ plan: inout SignInPlan
  ) async throws(ProvisioningError) {
    guard account.status != .disabled else {
      plan.note("account", "is disabled")
      return plan.end(.denied)
    }
    guard var state = try await plan.draft.account(account.id) else {
      throw .conflict("an account")
    }
    let known = try await plan.draft.link(identity.key)
    // A sign-in tells less than a roster does.
    var link =
      known?.following(identity, blanks: .untold)
      ?? Link.State(
        account: account.id, sharing: identity.sharing, since: environment.now(),
        because: evidence, profile: identity.profile)
    link.account = account.id
    if let accepted = try await acceptedRoles(identity, known, account, &plan) {
      var record = known?.profile ?? Profile()
      record.roles = accepted
      link.profile.keepRoles(record)
      guard case .admitted = gate.verdict(on: link.profile) else {
        plan.note("gate", "the role that is on record may not come in")
        return plan.end(.held)
      }
    }
    let isNew = known == nil
    plan.draft.set(identity.key, to: link)
    state.primary = try await plan.draft.preferred(state.primary, over: identity.key)
    let wasUnclaimed = account.status == .unclaimed
    if state.status == .unclaimed { state.status = .active }
    plan.draft.set(account.id, to: state)
    if link.profile.roles != identity.profile.roles {
      let roles = link.profile.roles.map(\.rawValue).joined(separator: ", ")
      plan.note("role", "signed in as \(roles)")
    }
    plan.outcome.account = account.id
    plan.outcome.candidates = []
    plan.outcome.kind = wasUnclaimed ? .claimed : isNew ? .linked : .signedIn
    if isNew { plan.note("link", "the key is linked because of \(evidence.kind.rawValue)") }
  }

  /// "I have one": links the identity to an account that its person has proved to own.
  private func claimExisting(
    _ id: Account.ID, for identity: Identity, _ found: [LinkedAccount],
    because proof: Evidence.Kind, _ plan: inout SignInPlan
  ) async throws(ProvisioningError) {
    guard let account = try await store.survivor(of: id) else {
      throw .noAccount(id)
    }
    plan.draft.note(account)
    try MergeRules().check(identity.profile, joining: account.profile)
    for pair in found where pair.account.id != account.id {
      guard pair.account.status == .unclaimed else {
        throw ProvisioningError(
          .refused, "The identity cannot be linked to account \(account.id).",
          reason: "It belongs to account \(pair.account.id), which is in use.",
          remedy: "If both are one person: linkctl merge \(pair.account.id) --into \(account.id)")
      }
    }
    var spare = Set(found.map(\.account.id)).subtracting([account.id])
    if found.isEmpty {
      guard let match = try await askLinkers(about: identity, &plan) else { return }
      if case .account(let other, _) = match, other.status == .unclaimed, other.id != account.id {
        spare.insert(other.id)
      }
    }
    plan.note("answer", "the person has account \(account.id)")
    for other in spare.sorted() {
      try await plan.draft.merge(other, into: account.id)
      plan.note("merge", "the account that a roster import had made is merged in")
    }
    try await enter(account, as: identity, because: Evidence(proof), &plan)
    if plan.outcome.kind == .signedIn, !spare.isEmpty { plan.outcome.kind = .linked }
  }

  /// The roles to keep where the asserted ones would rise over those on record; `nil` where the
  /// asserted ones stand.
  private func acceptedRoles(
    _ identity: Identity, _ known: Link.State?, _ account: Account, _ plan: inout SignInPlan
  ) async throws(ProvisioningError) -> [Role]? {
    let onRecord = known?.profile.roles ?? account.profile.roles
    let rank = known?.profile.rank ?? (onRecord.isEmpty ? nil : account.profile.rank)
    let item = HeldItem(rising: identity, over: rank, of: account.id, at: environment.now())
    guard let item else { return nil }
    try await plan.draft.hold(item, in: store)
    plan.note("role", "a higher role is held for an administrator: \(item.name)")
    return onRecord
  }
}
