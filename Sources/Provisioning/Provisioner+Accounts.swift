/// What became of one account by a person's word, or would become.
public struct AccountReport: Hashable, Sendable {
  /// The account.
  public let account: Account.ID
  /// Its status before; `nil` for one that is created.
  public let before: Account.Status?
  /// Its status afterwards.
  public let after: Account.Status
  /// The journal entry; `nil` in a dry run, and where there is nothing to do.
  public var entry: JournalEntry.ID?
}

extension Provisioner {
  /// Creates an account for a person of whom no provider has told yet. The gate is asked.
  ///
  /// The account is unclaimed and has no link. Its fields are the app's own: they stand over what a
  /// provider says once a key is linked to it, and no SIS ID among them links anybody. Without `id`
  /// the environment names it. Throws `refused` if there is an account of that name already.
  public func create(
    _ id: Account.ID? = nil, as profile: Profile, by: Attribution, _ mode: Mode = .commit
  ) async throws(ProvisioningError) -> AccountReport {
    let profile = profile.withoutEmptyTexts
    if case .refused(let refusal) = gate.verdict(on: profile) {
      throw ProvisioningError(
        .refused, "The account was not created.", reason: "The gate: \(refusal).",
        remedy: "See 'linkctl gate show'.")
    }
    let id = id ?? environment.identifier(for: .account)
    return try await settle { () throws(ProvisioningError) in
      var draft = Draft(over: store)
      guard try await draft.account(id) == nil else {
        throw ProvisioningError(
          .refused, "Account \(id) was not created.", reason: "There is one already.",
          remedy: "See 'linkctl account show \(id)', or choose another ID.")
      }
      let local = LocalEdits<Profile>(asserting: profile)
      draft.set(id, to: Account.State(status: .unclaimed, local: local))
      return AccountReport(
        account: id, before: nil, after: .unclaimed,
        entry: try await commit(draft, .create, by, mode))
    }
  }

  /// Disables an account: nobody may come in, and everything else stays. Rosters go on reaching it.
  ///
  /// Throws `refused` for an account that was merged or erased.
  public func disable(
    _ id: Account.ID, by: Attribution, _ mode: Mode = .commit
  ) async throws(ProvisioningError) -> AccountReport {
    try await change(id, .disable, by, mode) { _ in .disabled }
  }

  /// Enables an account that was disabled: it is again what it was before, active or unclaimed.
  ///
  /// Throws `refused` for an account that was merged or erased.
  public func enable(
    _ id: Account.ID, by: Attribution, _ mode: Mode = .commit
  ) async throws(ProvisioningError) -> AccountReport {
    try await change(id, .enable, by, mode) { account throws(ProvisioningError) in
      guard account.status == .disabled else { return account.status }
      return try await statusBeforeDisabling(account.id)
    }
  }

  private func change(
    _ id: Account.ID, _ action: Action, _ by: Attribution, _ mode: Mode,
    _ status: (Account) async throws(ProvisioningError) -> Account.Status
  ) async throws(ProvisioningError) -> AccountReport {
    try await settle { () throws(ProvisioningError) in
      let account = try await liveAccount(id, for: action)
      var draft = Draft(over: store)
      draft.note(account)
      var state = account.state
      state.status = try await status(account)
      draft.set(id, to: state)
      return AccountReport(
        account: id, before: account.status, after: state.status,
        entry: try await commit(draft, action, by, mode))
    }
  }

  private func liveAccount(
    _ id: Account.ID, for action: Action
  ) async throws(ProvisioningError) -> Account {
    guard let account = try await store.account(id) else { throw .noAccount(id) }
    guard !account.status.isLive else { return account }
    let problem = "Account \(id) cannot be \(action.rawValue)d."
    guard case .merged = account.status, let survivor = try await store.survivor(of: id) else {
      throw ProvisioningError(
        .refused, problem, reason: "It is \(account.status.name).",
        remedy: "List the others with 'linkctl account list'.")
    }
    throw ProvisioningError(
      .refused, problem, reason: "It was merged into \(survivor.id).",
      remedy: "Name the survivor: linkctl account \(action.rawValue) \(survivor.id)")
  }

  /// What a disabled account was before, as the journal tells: whoever was never here has not
  /// claimed the account by being locked out for a while.
  private func statusBeforeDisabling(
    _ id: Account.ID
  ) async throws(ProvisioningError) -> Account.Status {
    var before: Revision?
    while true {
      let page = try await store.entries(.account(id), before: before, limit: 50)
      for entry in page {
        for change in try await store.changes(of: entry.id) where change.row == .account(id) {
          guard case .updated(let columns) = change.edit, let status = columns["status"],
            status.after == [Account.Status.disabled.name]
          else { continue }
          return status.before == [Account.Status.unclaimed.name] ? .unclaimed : .active
        }
      }
      // An account that came into being disabled has been used by whoever made it so.
      guard let last = page.last else { return .active }
      before = last.revision
    }
  }
}

extension LocalEdits<Profile> {
  /// Edits that say what `profile` says; its blank fields stay with the providers.
  fileprivate init(asserting profile: Profile) {
    self.init()
    for field in Profile.Field.allCases where !profile[field].isEmpty {
      values[field] = profile[field]
    }
  }
}
