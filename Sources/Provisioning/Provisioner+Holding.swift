/// What came of approving something that was held.
public enum Approval: Sendable {
  /// The person has the higher role.
  case role(entry: JournalEntry.ID?)
  /// The accounts were merged, one after the other; none if they are one already.
  case merges([MergeReport])
  /// The listing was brought in, or is held anew because more would end than before.
  case listing(RosterOutcome)
  /// The section is the class that is listed now.
  case section(RosterReport, entry: JournalEntry.ID?)
}

extension Provisioner {
  /// What waits for an administrator, and what one decided against, in the order of the names.
  public func heldItems(
    after name: String? = nil, limit: Int
  ) async throws(ProvisioningError) -> [HeldItem] {
    try await HeldItems(store: store).page(after: name, limit: limit)
  }

  /// The held item of that name. Throws `notFound` if there is none.
  public func heldItem(_ name: String) async throws(ProvisioningError) -> HeldItem {
    try await HeldItems(store: store).item(name).item
  }

  /// Carries out what was held, and lets the item go; in a dry run, tells what that comes to.
  ///
  /// Removals are planned again over today's store; if more would end than before, they are held
  /// anew. A run goes on under its old name, stopped or not. For a pair, `target` is the account
  /// that stays; it may be left out where only one of them is in use, and else the error is
  /// `needsDecision`. Throws `notFound` if nothing of that name is held.
  public func approve(
    _ name: String, into target: Account.ID? = nil, by: Attribution, _ mode: Mode = .commit,
    progress: @escaping @Sendable (RosterProgress) -> Void = { _ in }
  ) async throws(ProvisioningError) -> Approval {
    let (item, record) = try await HeldItems(store: store).item(name)
    guard item.kind != .removals else {
      return .listing(try await approve(listing: item, record, by, mode, progress))
    }
    var merges: [MergeReport] = []
    return try await settle { () throws(ProvisioningError) in
      let (item, record) = try await HeldItems(store: store).item(name)
      switch item.kind {
      case .role:
        var draft = try await approvedRole(item)
        draft.change(.take(record.key, version: record.version))
        return .role(entry: try await commit(draft, .approve, by, mode))
      case .pair:
        try await approve(pair: item, record, into: target, by, mode, &merges)
        return .merges(merges)
      default: return try await approve(section: item, record, by, mode)
      }
    }
  }

  /// Decides against what was held: everything stays as it stands.
  ///
  /// Removals are forgotten, and held anew when the same files come again; once an approval has
  /// begun to write them, the error is `busy`. Roles, pairs and sections stay on record, so that
  /// the next listing does not bring the same matter up; approving them is possible still.
  public func discard(
    _ name: String, by: Attribution, _ mode: Mode = .commit
  ) async throws(ProvisioningError) {
    try await settle { () throws(ProvisioningError) in
      var (item, record) = try await HeldItems(store: store).item(name)
      if item.kind == .removals { try await RunLog.requireIdle(item, in: store) }
      guard mode == .commit else { return }
      guard item.kind != .removals else {
        try await store.write([.take(record.key, version: record.version)])
        return try await Staging(of: item, in: store).clear()
      }
      item.discarded = HeldItem.Discard(
        actor: by.actor, reason: by.reason, at: environment.now().milliseconds)
      try await store.write([
        .put(record.key, value: try recordText(item), expires: nil, replacing: record.version)
      ])
    }
  }

  // MARK: By kind

  private func approve(
    listing item: HeldItem, _ record: Record, _ by: Attribution, _ mode: Mode,
    _ progress: @escaping @Sendable (RosterProgress) -> Void
  ) async throws(ProvisioningError) -> RosterOutcome {
    guard let listing = StagedListing(item, in: store) else { throw .noLongerKept }
    var work = rosterImport(listing, limit: .upTo(item.ends ?? 0), by, progress)
    work.approved = (item, record)
    return try await mode == .commit ? work.run() : work.forecast()
  }

  private func approvedRole(_ item: HeldItem) async throws(ProvisioningError) -> Draft {
    var draft = Draft(over: store)
    guard let key = item.key.flatMap({ Identity.Key($0) }), var link = try await draft.link(key),
      var account = try await draft.account(link.account)
    else {
      throw ProvisioningError(
        .notFound, "The role cannot be approved.", reason: "The person's key has no link any more.",
        remedy: "Let it go: linkctl held discard \(item.name)")
    }
    // The SIS ID on record is that of the old role; the provider brings the new one's.
    link.profile.sisID = nil
    link.profile.roles = item.roles.compactMap { Role(rawValue: $0) }
    draft.set(key, to: link)
    if let primary = account.primary, primary != key,
      let leading = try await draft.link(primary), leading.profile.rank < link.profile.rank
    {
      account.primary = key
      draft.set(link.account, to: account)
    }
    return draft
  }

  /// Adds to `reports` each merge that is committed: planned again after a conflict, the earlier
  /// ones are done.
  private func approve(
    pair item: HeldItem, _ record: Record, into target: Account.ID?, _ by: Attribution,
    _ mode: Mode, _ reports: inout [MergeReport]
  ) async throws(ProvisioningError) {
    let accounts = try await accounts(ofPair: item)
    let settled = RecordChange.take(record.key, version: record.version)
    guard accounts.count > 1, let survivor = try survivor(of: accounts, into: target, item) else {
      if mode == .commit { try await store.write([settled]) }
      return
    }
    let planner = MergePlanner(
      reader: store, gate: gate, rules: MergeRules(allowing: Set(MergeRules.Exception.allCases)))
    let sources = accounts.map(\.id).filter { $0 != survivor }
    for source in sources {
      var (draft, report) = try await planner.plan(source, into: survivor)
      if source == sources.last { draft.change(settled) }
      report.entry = try await commit(draft, .merge, by, mode)
      reports.append(report)
    }
  }

  /// The accounts that the pair's are today, each once; the first one named comes first.
  private func accounts(ofPair item: HeldItem) async throws(ProvisioningError) -> [Account] {
    var ids = item.accounts.compactMap { Account.ID($0) }
    if let key = item.key.flatMap({ Identity.Key($0) }), let link = try await store.link(key) {
      ids.append(link.state.account)
    }
    var accounts: [Account] = []
    for id in ids {
      guard let account = try await store.survivor(of: id), account.status.isLive,
        !accounts.contains(where: { $0.id == account.id })
      else { continue }
      accounts.append(account)
    }
    return accounts
  }

  private func survivor(
    of accounts: [Account], into target: Account.ID?, _ item: HeldItem
  ) throws(ProvisioningError) -> Account.ID? {
    if let target {
      if accounts.contains(where: { $0.id == target }) { return target }
      throw ProvisioningError(
        .refused, "The accounts cannot be merged into \(target).",
        reason: "It is none of those that are held.",
        remedy: "See them with 'linkctl held show \(item.name)'.")
    }
    let inUse = accounts.filter { $0.status != .unclaimed }
    guard inUse.count > 1 else { return inUse.first?.id ?? accounts.first?.id }
    throw ProvisioningError(
      .needsDecision, "It must be said which account stays.",
      reason: "Both are in use: \(inUse.map(\.id.rawValue).joined(separator: ", ")).",
      remedy: "Name one: linkctl held approve \(item.name) --into ACCOUNT")
  }

  private func approve(
    section item: HeldItem, _ record: Record, _ by: Attribution, _ mode: Mode
  ) async throws(ProvisioningError) -> Approval {
    guard let key = item.section.flatMap({ Section.Key($0) }) else { throw .noLongerKept }
    let page = try await Staging(of: item, in: store).page(0, of: key.provider)
    var planner = RosterPlanner(
      store: store, provider: key.provider, scope: .provider, blanks: .told, linkers: [],
      run: Run(id: nil, began: environment.now()))
    planner.approved = key
    var part = try await planner.plan(page, AccountNaming(anew: environment))
    try await part.draft.settle(item, record, in: store)
    return .section(part.report, entry: try await commit(part.draft, .approve, by, mode))
  }
}
