/// What a merge, or the move of one link, would do or did.
public struct MergeReport: Hashable, Sendable {
  /// The account that the links leave; a merge's goes.
  public let source: Account.ID
  /// The account that gains them.
  public let target: Account.ID
  /// The links that move, sorted.
  public var movedLinks: [Identity.Key] = []
  /// The sections that move: those that only the source is in.
  public var movedSections: [Section.Key] = []
  /// The sections that both are in: one enrollment each from now on.
  public var sharedSections: [Section.Key] = []
  /// What forbids it.
  public var violations: [MergeRules.Exception] = []
  /// The journal entry; `nil` in a dry run.
  public var entry: JournalEntry.ID?

  init(_ source: Account.ID, into target: Account.ID) {
    self.source = source
    self.target = target
  }

  /// Sorts the sections of what moves by whether the target is in them already.
  mutating func note(_ moving: [Section.Key], among present: [Section.Key]) {
    let present = Set(present)
    movedSections = moving.filter { !present.contains($0) }
    sharedSections = moving.filter(present.contains)
  }
}

/// Works out a merge of two accounts. It only reads.
struct MergePlanner: Sendable {
  let reader: any AccountReader
  let gate: RoleGate
  let rules: MergeRules

  /// The plan, and what it comes to. A plan with violations must not be committed.
  func plan(
    _ source: Account.ID, into target: Account.ID
  ) async throws(ProvisioningError) -> (draft: Draft, report: MergeReport) {
    let (former, survivor) = try await accounts(source, target)
    var draft = Draft(over: reader)
    draft.note(former)
    draft.note(survivor)
    var report = MergeReport(source, into: target)
    report.violations = rules.violations(former.profile, survivor.profile)
    report.note(
      try await reader.enrollments(of: source).map(\.section),
      among: try await reader.enrollments(of: target).map(\.section))
    report.movedLinks = try await draft.merge(source, into: target)
    return (draft, report)
  }

  private func accounts(
    _ source: Account.ID, _ target: Account.ID
  ) async throws(ProvisioningError) -> (Account, Account) {
    guard source != target else {
      throw ProvisioningError(
        .refused, "Account \(source) cannot be merged into itself.",
        remedy: "Name two different accounts.")
    }
    let former = try await mergeable(source)
    let survivor = try await mergeable(target)
    for account in [former, survivor] {
      if case .refused(let refusal) = gate.verdict(on: account.profile),
        !account.profile.roles.isEmpty
      {
        throw ProvisioningError(
          .refused, "Account \(account.id) cannot be merged.", reason: "The gate: \(refusal).",
          remedy: "See 'linkctl gate show'.")
      }
    }
    return (former, survivor)
  }

  private func mergeable(_ id: Account.ID) async throws(ProvisioningError) -> Account {
    guard let account = try await reader.account(id) else { throw .noAccount(id) }
    switch account.status {
    case .unclaimed, .active: return account
    case .merged(let target):
      let survivor = try await reader.survivor(of: id)?.id ?? target
      throw ProvisioningError(
        .refused, "Account \(id) cannot be merged.",
        reason: "It was merged into \(target) already.",
        remedy: "Use the survivor, \(survivor), or undo that merge first.")
    case .disabled, .erased:
      throw ProvisioningError(
        .refused, "Account \(id) cannot be merged.", reason: "It is \(account.status.name).",
        remedy: "Merge accounts that are in use.")
    }
  }
}
