/// Works out links that a person makes or removes by hand. It only reads.
struct LinkPlanner: Sendable {
  let store: any AccountStore
  let gate: RoleGate
  let environment: Environment

  /// The plan for linking `key` to `account`.
  func plan(
    linking key: Identity.Key, to id: Account.ID, because: Evidence.Kind
  ) async throws(ProvisioningError) -> Draft {
    guard let account = try await store.survivor(of: id) else { throw .noAccount(id) }
    try check(account)
    var draft = Draft(over: store)
    draft.note(account)
    guard let present = try await draft.link(key) else {
      draft.set(key, to: newLink(to: account, because))
      if account.state.primary == nil, var state = try await draft.account(account.id) {
        state.primary = key
        draft.set(account.id, to: state)
      }
      return draft
    }
    guard present.account != account.id else { return draft }
    guard let other = try await draft.account(present.account), other.status == .unclaimed else {
      throw ProvisioningError(
        .refused, "The key cannot be linked to account \(account.id).",
        reason: "It belongs to account \(present.account), which is in use.",
        remedy: "If both are one person: linkctl merge \(present.account) --into \(account.id)\n"
          + "If the key alone belongs here: linkctl link move KEY --to \(account.id)")
    }
    try MergeRules().check(present.profile, joining: account.profile)
    try await draft.merge(present.account, into: account.id)
    return draft
  }

  /// The plan for removing the link of `key`.
  func plan(unlinking key: Identity.Key) async throws(ProvisioningError) -> Draft {
    var draft = Draft(over: store)
    guard let link = try await draft.link(key), var account = try await draft.account(link.account)
    else { throw .noLink(key) }
    for assertion in try await draft.assertions(by: [key]) { draft.set(assertion, to: nil) }
    draft.set(key, to: nil)
    if account.primary == key {
      account.primary = try await draft.natural(
        among: draft.plannedLinks(of: [link.account])[link.account] ?? [])
      draft.set(link.account, to: account)
    }
    return draft
  }

  /// The plan for moving the link of `key` to `account`, and what it comes to. A plan with
  /// violations must not be committed.
  func plan(
    moving key: Identity.Key, to id: Account.ID, _ rules: MergeRules
  ) async throws(ProvisioningError) -> (draft: Draft, report: MergeReport) {
    guard let account = try await store.survivor(of: id) else { throw .noAccount(id) }
    try check(account)
    var draft = Draft(over: store)
    draft.note(account)
    guard var link = try await draft.link(key) else { throw .noLink(key) }
    let source = link.account
    var report = MergeReport(source, into: account.id)
    guard source != account.id else { return (draft, report) }
    guard var former = try await draft.account(source) else { throw .conflict("an account") }
    guard former.status != .disabled else { throw .disabledSource(source) }
    report.movedLinks = [key]
    report.violations = rules.violations(link.profile, account.profile)
    report.note(
      try await draft.assertions(by: [key]).map(\.section).sorted(),
      among: try await store.enrollments(of: account.id).map(\.section))
    link.account = account.id
    link.because = Evidence(.administrator)
    draft.set(key, to: link)
    var state = account.state
    state.primary = try await draft.preferred(state.primary, over: key)
    if former.status == .active, state.status == .unclaimed { state.status = .active }
    draft.set(account.id, to: state)
    if former.primary == key {
      former.primary = try await draft.natural(
        among: draft.plannedLinks(of: [source])[source] ?? [])
      draft.set(source, to: former)
    }
    return (draft, report)
  }

  private func check(_ account: Account) throws(ProvisioningError) {
    let refusal: String
    switch (account.status, gate.verdict(on: account.profile)) {
    case (.disabled, _), (.erased, _): refusal = "The account is \(account.status.name)."
    case (_, .refused(let reason)) where !account.profile.roles.isEmpty:
      refusal = "The gate: \(reason)."
    default: return
    }
    throw ProvisioningError(
      .refused, "Nothing can be linked to account \(account.id).", reason: refusal,
      remedy: "See 'linkctl account show \(account.id)' and 'linkctl gate show'.")
  }

  /// The link of a key that has asserted nothing yet. It starts with the account's roles, so that a
  /// provider that then asserts higher ones has to wait for an administrator.
  private func newLink(to account: Account, _ because: Evidence.Kind) -> Link.State {
    var profile = Profile()
    profile.roles = account.profile.roles
    return Link.State(
      account: account.id, sharing: .district, since: environment.now(),
      because: Evidence(because), profile: profile)
  }
}

extension ProvisioningError {
  fileprivate static func noLink(_ key: Identity.Key) -> ProvisioningError {
    ProvisioningError(
      .notFound, "The key has no link.",
      remedy: "List links with 'linkctl link list', or make one with 'linkctl link add'.",
      detail: key.description)
  }

  /// Whoever is locked out does not come in by another door.
  fileprivate static func disabledSource(_ id: Account.ID) -> ProvisioningError {
    ProvisioningError(
      .refused, "The key's link cannot be moved.",
      reason: "It belongs to account \(id), which is disabled.",
      remedy: "If its person may come in: linkctl account enable \(id)")
  }
}
