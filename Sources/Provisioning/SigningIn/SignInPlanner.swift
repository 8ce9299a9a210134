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
      try await decide(identity, answer, asks: asks, &plan)
      return plan
    }
  }

  private func decide(
    _ identity: Identity, _ answer: SignInAnswer?, asks: Bool, _ plan: inout SignInPlan
  ) async throws(ProvisioningError) {
    let found = try await find(identity, &plan)
    try await decide(identity, answer, asks: asks, found, &plan)
    if !plan.outcome.isSignedIn { try await requireUnchanged(found, of: identity) }
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

  private enum Target {
    case nobody
    case account(Account, Evidence)
    /// The SIS knows the person, but policy does not let it hand out a claimed account.
    case suggested([Account.ID])
  }

  // MARK: Finding

  /// The accounts behind the identity's key and aliases; reading them is what the plan stands on.
  private func find(
    _ identity: Identity, _ plan: inout SignInPlan
  ) async throws(ProvisioningError) -> [LinkedAccount] {
    let keys = [identity.key] + identity.aliasKeys
    let found = try await store.linkedAccounts(keys)
    for key in keys { plan.draft.note(found.first { $0.link.key == key }?.link, at: key) }
    for pair in found { plan.draft.note(pair.account) }
    return keys.compactMap { key in found.first { $0.link.key == key } }
  }

  /// A question or a refusal commits nothing that would check what it stands on, so the reads are
  /// repeated: someone may have signed the same person in between them.
  private func requireUnchanged(
    _ found: [LinkedAccount], of identity: Identity
  ) async throws(ProvisioningError) {
    let again = try await store.linkedAccounts([identity.key] + identity.aliasKeys)
    guard Set(again) == Set(found) else { throw .conflict("the person's links") }
  }

  /// Whom the identity is, after folding the unclaimed accounts that are the same person; `nil` if
  /// the plan has ended.
  private func target(
    _ identity: Identity, _ found: [LinkedAccount], asks: Bool, _ plan: inout SignInPlan
  ) async throws(ProvisioningError) -> Target? {
    guard let first = found.first else { return try await askLinkers(about: identity, &plan) }
    let isByKey = first.link.key == identity.key
    plan.note(isByKey ? "link" : "alias", isByKey ? "the key is linked" : "an alias is linked")
    let claimed = found.map(\.account).filter { $0.status != .unclaimed }
    let others = Set(claimed.map(\.id))
    if others.count > 1 {
      try await hold(pair: others, &plan)
      guard isByKey else {
        plan.outcome.kind = .held
        plan.outcome.candidates = others.sorted()
        return nil
      }
    }
    let home = isByKey && first.account.status != .unclaimed ? first : nil
    let target = home ?? found.first { $0.account.status != .unclaimed } ?? first
    if target.account.status != .unclaimed || !asks {
      try await fold(found.map(\.account), into: target.account, &plan)
    }
    let evidence = isByKey ? first.link.state.because : Evidence(.alias, via: target.link.key)
    return .account(target.account, evidence)
  }

  /// Plans unclaimed accounts of the same person to be merged into `target`. Accounts that cannot be
  /// one person by the rules of merging wait for an administrator.
  private func fold(
    _ accounts: [Account], into target: Account, _ plan: inout SignInPlan
  ) async throws(ProvisioningError) {
    var folded: Set<Account.ID> = [target.id]
    for account in accounts where account.status == .unclaimed {
      guard folded.insert(account.id).inserted else { continue }
      guard MergeRules().violations(account.profile, target.profile).isEmpty else {
        try await hold(pair: [account.id, target.id], &plan)
        continue
      }
      try await plan.draft.merge(account.id, into: target.id)
      plan.note("merge", "an unclaimed account of the same person is merged in")
    }
  }

  private func askLinkers(
    about identity: Identity, _ plan: inout SignInPlan
  ) async throws(ProvisioningError) -> Target? {
    for linker in linkers {
      let verdict = try await linker.verdicts(on: [identity], among: store).first ?? .noOpinion()
      for expectation in verdict.expectations { plan.draft.expect(expectation) }
      switch verdict {
      case .noOpinion:
        plan.note(linker.name, "no match")
      case .suggests(let candidates, let evidence, _):
        plan.note(linker.name, "suggests \(candidates.count), links none")
        plan.outcome.candidates += candidates.filter { !plan.outcome.candidates.contains($0) }
        if evidence.kind == .sisID { return .suggested(plan.outcome.candidates) }
      case .refused(let reason):
        plan.note(linker.name, "refused: \(reason)")
        plan.outcome.kind = .denied
        return nil
      case .belongs(let id, let evidence, _):
        // Where a linker names an account that was merged meanwhile, its survivor is meant.
        guard let account = try await store.survivor(of: id), account.status.isLive else {
          throw .conflict("an account")
        }
        plan.draft.note(account)
        let mayLink =
          account.status == .unclaimed || evidence.kind != .sisID || policy.claimedBySISID == .link
        plan.note(
          linker.name, mayLink ? "matches" : "matches a claimed account; the person is asked")
        return mayLink ? .account(account, evidence) : .suggested([account.id])
      }
    }
    return .nobody
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
    var profile = identity.profile
    if let known { profile.fillBlanks(from: known.profile) }
    if let accepted = try await acceptedRoles(identity, known, account, &plan) {
      var record = known?.profile ?? Profile()
      record.roles = accepted
      profile.keepRoles(record)
      guard case .admitted = gate.verdict(on: profile) else {
        plan.note("gate", "the role that is on record may not come in")
        return plan.end(.held)
      }
    }
    let isNew = known == nil
    plan.draft.set(
      identity.key,
      to: Link.State(
        account: account.id, sharing: identity.sharing,
        since: known?.since ?? environment.now(), because: known?.because ?? evidence,
        profile: profile))
    state.primary = try await plan.draft.preferred(state.primary, over: identity.key)
    let wasUnclaimed = account.status == .unclaimed
    if state.status == .unclaimed { state.status = .active }
    plan.draft.set(account.id, to: state)
    if profile.roles != identity.profile.roles {
      plan.note("role", "signed in as \(profile.roles.map(\.rawValue).joined(separator: ", "))")
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

  // MARK: Held

  /// The roles to keep where the asserted ones would rise over those on record; `nil` where the
  /// asserted ones stand.
  private func acceptedRoles(
    _ identity: Identity, _ known: Link.State?, _ account: Account, _ plan: inout SignInPlan
  ) async throws(ProvisioningError) -> [Role]? {
    let onRecord = known?.profile.roles ?? account.profile.roles
    let rank = known?.profile.rank ?? (onRecord.isEmpty ? nil : account.profile.rank)
    guard let item = HeldItem(rising: identity, over: rank, of: account.id) else { return nil }
    try await plan.draft.hold(item, in: store)
    plan.note("role", "a higher role is held for an administrator: \(item.name)")
    return onRecord
  }

  private func hold(
    pair ids: Set<Account.ID>, _ plan: inout SignInPlan
  ) async throws(ProvisioningError) {
    let item = HeldItem(
      kind: .pair, reason: "The provider says that these accounts are one person.",
      accounts: ids.map(\.rawValue).sorted())
    try await plan.draft.hold(item, in: store)
    plan.note(
      "alias",
      "leads to another account, which may not be joined; held for an administrator: \(item.name)")
  }
}
