import Provisioning

/// Plays steps on a store, each first as a dry run where there is one.
struct Player: Sendable {
  let provisioner: Provisioner
  private let by = Attribution(actor: "player")

  /// What a step came to.
  enum Result: Sendable {
    case signedIn(SignInOutcome, answering: Step.Reply?)
    case broughtIn(RosterOutcome)
    case merged(MergeReport)
    case undone(UndoReport)
    case wrote(JournalEntry.ID?)
    case changed(AccountReport)
    case approved(HeldItem, Approval)
    case discarded(HeldItem)
    case undidRun(Run.ID, [UndoReport])
    /// An error said that it cannot be done.
    case failed(ProvisioningError)
    /// What the step names is not there.
    case meaningless
  }

  /// What a step came to, as a dry run foretold it and as it came; and the identity that was asked.
  func play(_ step: Step, _ mode: Provisioner.Mode) async -> Result {
    do {
      return try await perform(step, mode)
    } catch {
      return .failed(error)
    }
  }

  private func perform(
    _ step: Step, _ mode: Provisioner.Mode
  ) async throws(ProvisioningError) -> Result {
    switch step {
    case .signIn(let identity, let reply): return try await signIn(identity, reply, mode)
    case .bringIn(let roster, let limit):
      return .broughtIn(try await provisioner.bringIn(roster, limit: limit, by: by, mode))
    case .merge(let source, let target, let rules):
      guard let source = try await home(of: source), let target = try await home(of: target) else {
        return .meaningless
      }
      return .merged(
        try await provisioner.merge(source, into: target, rules: rules, by: by, mode))
    case .move(let key, let target, let rules):
      guard let target = try await home(of: target) else { return .meaningless }
      return .merged(try await provisioner.move(key, to: target, rules: rules, by: by, mode))
    case .undo(let back, let policy): return try await undo(back, policy, mode)
    case .undoRun(let back, let policy): return try await undo(run: back, policy, mode)
    case .approve, .discard: return try await decide(step, mode)
    case .create, .disable, .enable: return try await change(step, mode)
    default: return try await write(step, mode)
    }
  }

  private func change(
    _ step: Step, _ mode: Provisioner.Mode
  ) async throws(ProvisioningError) -> Result {
    switch step {
    case .create(let key, let profile):
      guard try await home(of: key) == nil else { return .meaningless }
      let report = try await provisioner.create(as: profile, by: by, mode)
      if mode == .commit {
        try await provisioner.link(key, to: report.account, because: .administrator, by: by)
      }
      return .changed(report)
    case .disable(let key):
      guard let id = try await home(of: key) else { return .meaningless }
      return .changed(try await provisioner.disable(id, by: by, mode))
    case .enable(let key):
      guard let id = try await home(of: key) else { return .meaningless }
      return .changed(try await provisioner.enable(id, by: by, mode))
    default: return .meaningless
    }
  }

  private func write(
    _ step: Step, _ mode: Provisioner.Mode
  ) async throws(ProvisioningError) -> Result {
    switch step {
    case .link(let key, let target):
      guard let target = try await home(of: target) else { return .meaningless }
      return .wrote(
        try await provisioner.link(key, to: target, because: .administrator, by: by, mode))
    case .unlink(let key): return .wrote(try await provisioner.unlink(key, by: by, mode))
    case .edit(let key, let field, let texts):
      guard mode == .commit, let id = try await home(of: key) else { return .meaningless }
      return .wrote(try await provisioner.edit(id, [field: texts], by: by))
    case .rename(let key, let name):
      guard mode == .commit else { return .meaningless }
      let texts: [String]? = name.map { [$0] }
      return .wrote(try await provisioner.edit(key, [.name: texts], by: by))
    default: return .meaningless
    }
  }

  private func signIn(
    _ identity: Identity, _ reply: Step.Reply, _ mode: Provisioner.Mode
  ) async throws(ProvisioningError) -> Result {
    let outcome = try await provisioner.signIn(identity, by: by, mode)
    guard outcome.kind == .ask, let ticket = outcome.ticket else {
      return .signedIn(outcome, answering: nil)
    }
    switch reply {
    case .leaves: return .signedIn(outcome, answering: .leaves)
    case .new:
      return .signedIn(
        try await provisioner.answer(ticket, with: .new, by: by), answering: reply)
    case .has(let key):
      guard let id = try await home(of: key) else { return .signedIn(outcome, answering: .leaves) }
      let answer = SignInAnswer.existing(id, because: .proof)
      return .signedIn(
        try await provisioner.answer(ticket, with: answer, by: by), answering: reply)
    }
  }

  private func undo(
    _ back: Int, _ policy: UndoPolicy, _ mode: Provisioner.Mode
  ) async throws(ProvisioningError) -> Result {
    let entries = try await provisioner.store.entries(.all, before: nil, limit: 50)
    let open = entries.filter { $0.revertedBy == nil }
    guard open.indices.contains(back) else { return .meaningless }
    return .undone(try await provisioner.undo(open[back].id, policy: policy, by: by, mode))
  }

  private func undo(
    run back: Int, _ policy: UndoPolicy, _ mode: Provisioner.Mode
  ) async throws(ProvisioningError) -> Result {
    var runs: [Run.ID] = []
    for entry in try await provisioner.store.entries(.all, before: nil, limit: 50) {
      guard let run = entry.header.run, entry.revertedBy == nil else { continue }
      if !runs.contains(run) { runs.append(run) }
    }
    guard runs.indices.contains(back) else { return .meaningless }
    return .undidRun(
      runs[back], try await provisioner.undo(run: runs[back], policy: policy, by: by, mode))
  }

  private func decide(
    _ step: Step, _ mode: Provisioner.Mode
  ) async throws(ProvisioningError) -> Result {
    let items = try await provisioner.heldItems(limit: 1_000)
    switch step {
    case .approve(let held, let target):
      guard let item = held.choice(among: items) else { return .meaningless }
      let survivor = item.kind == .pair ? try await home(of: target) : nil
      return .approved(
        item, try await provisioner.approve(item.name, into: survivor, by: by, mode))
    case .discard(let held):
      guard let item = held.choice(among: items) else { return .meaningless }
      try await provisioner.discard(item.name, by: by, mode)
      return .discarded(item)
    default: return .meaningless
    }
  }

  /// The accounts, and the held item, that the step means: it names them by what leads to them.
  func meaning(of step: Step) async throws(ProvisioningError) -> [String] {
    var meaning: [String] = []
    for key in step.named { meaning.append(try await home(of: key)?.rawValue ?? "-") }
    switch step {
    case .approve(let held, _), .discard(let held):
      let items = try await provisioner.heldItems(limit: 1_000)
      meaning.append(held.choice(among: items)?.name ?? "-")
    default: break
    }
    return meaning
  }

  private func home(of key: Identity.Key) async throws(ProvisioningError) -> Account.ID? {
    try await provisioner.store.link(key)?.state.account
  }
}
