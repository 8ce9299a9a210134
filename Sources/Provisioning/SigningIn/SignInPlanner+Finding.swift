extension SignInPlanner {
  /// Whom a sign-in is about.
  enum Target {
    case nobody
    case account(Account, Evidence)
    /// The SIS knows the person, but policy does not let it hand out a claimed account.
    case suggested([Account.ID])
  }

  /// The accounts behind the identity's key and aliases; reading them is what the plan stands on.
  func find(
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
  func requireUnchanged(
    _ found: [LinkedAccount], of identity: Identity
  ) async throws(ProvisioningError) {
    let again = try await store.linkedAccounts([identity.key] + identity.aliasKeys)
    guard Set(again) == Set(found) else { throw .conflict("the person's links") }
  }

  /// Whom the identity is, after folding the unclaimed accounts that are the same person; `nil` if
  /// the plan has ended.
  func target(
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
    let used = found.first { $0.account.status != .unclaimed } ?? first
    let target = isByKey && !joins(first.account, used.account) ? first : used
    if claimed.contains(where: { !joins($0, target.account) }), others.count == 1 {
      try await hold(pair: others.union([target.account.id]), &plan)
    }
    if target.account.status != .unclaimed || !asks {
      try await fold(found.map(\.account), into: target.account, &plan)
    }
    let evidence = isByKey ? first.link.state.because : Evidence(.alias, via: target.link.key)
    return .account(target.account, evidence)
  }

  /// Whether an account that is perhaps unclaimed is, or may become, that other one.
  private func joins(_ account: Account, _ other: Account) -> Bool {
    account.id == other.id
      || account.status == .unclaimed
        && MergeRules().violations(account.profile, other.profile).isEmpty
  }

  /// Plans unclaimed accounts of the same person to be merged into `target`. Accounts that cannot
  /// be one person by the rules of merging wait for an administrator.
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

  func askLinkers(
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

  private func hold(
    pair ids: Set<Account.ID>, _ plan: inout SignInPlan
  ) async throws(ProvisioningError) {
    var item = HeldItem(
      .pair, "The provider says that these accounts are one person.", at: environment.now())
    item.accounts = ids.map(\.rawValue).sorted()
    try await plan.draft.hold(item, in: store)
    plan.note(
      "alias",
      "leads to another account, which may not be joined; held for an administrator: \(item.name)")
  }
}
