extension RosterPlanner {
  mutating func plan(
    people page: [Identity], _ naming: AccountNaming, _ part: inout RosterPart
  ) async throws(ProvisioningError) {
    let links = try await store.links(page.map(\.key))
    let known = Dictionary(links.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
    let newcomers = page.filter { known[$0.key] == nil }
    let verdicts = try await verdicts(on: newcomers)
    var met: Set<Identity.Key> = []
    for (place, identity) in page.enumerated() where met.insert(identity.key).inserted {
      // Of a change, the role may be known from before; somebody new needs one.
      if scope.isOfChanges, known[identity.key] == nil, identity.profile.roles.isEmpty { continue }
      people.insert(identity.key)
      defer { if let key = identity.profile.sisKey { people.meet(identity.key, with: key) } }
      if let link = known[identity.key] {
        people.meet(identity.key, as: link.state.account)
        if identity.profile.hasOtherName(than: link.state.profile) { renamed.insert(identity.key) }
        try await follow(identity, link, &part)
        continue
      }
      let verdict = verdicts[identity.key]
      for expectation in verdict?.expectations ?? [] { part.draft.expect(expectation) }
      if case .belongs(let id, let evidence, _) = verdict?.decision, isFirst(identity, evidence) {
        try await join(id, identity, because: evidence, naming.id(at: place), &part)
      } else {
        create(naming.id(at: place), for: identity, &part)
      }
    }
  }

  /// What all linkers together say of a newcomer.
  private struct Opinion {
    var decision: LinkVerdict?
    var expectations: [Expectation] = []
  }

  private func verdicts(
    on newcomers: [Identity]
  ) async throws(ProvisioningError) -> [Identity.Key: Opinion] {
    var opinions: [Identity.Key: Opinion] = [:]
    var undecided = newcomers
    for linker in linkers where !undecided.isEmpty {
      let answers = try await linker.verdicts(on: undecided, among: store)
      for (identity, answer) in zip(undecided, answers) {
        opinions[identity.key, default: Opinion()].expectations += answer.expectations
        if answer.decides(in: identity) { opinions[identity.key]?.decision = answer }
      }
      undecided.removeAll { opinions[$0.key]?.decision != nil }
    }
    return opinions
  }

  private func follow(
    _ identity: Identity, _ link: Link, _ part: inout RosterPart
  ) async throws(ProvisioningError) {
    var state = link.state.following(identity, blanks: blanks)
    // Which of the same roles leads is for the sign-in to say.
    let (told, known) = (state.profile.roles, link.state.profile.roles)
    if told != known, Set(told) == Set(known) {
      state.profile.keepRoles(link.state.profile)
    }
    let rank = link.state.profile.rank
    if let item = HeldItem(rising: identity, over: rank, of: state.account, at: run.began) {
      state.profile.keepRoles(link.state.profile)
      try await part.draft.hold(item, in: store)
    }
    let count = people.twin(of: link.key) == nil ? 1 : 0
    guard state != link.state else { return part.report.accounts.unchanged += count }
    part.draft.note(link, at: link.key)
    part.draft.set(link.key, to: state)
    if state.sharing != link.state.sharing || state.profile.rank != rank {
      try await settlePrimary(of: state.account, over: link.key, &part)
    }
    part.report.accounts.updated += count
  }

  private func settlePrimary(
    of id: Account.ID, over key: Identity.Key, _ part: inout RosterPart
  ) async throws(ProvisioningError) {
    guard var account = try await part.draft.account(id) else { throw .conflict("an account") }
    account.primary = try await part.draft.preferred(account.primary, over: key)
    part.draft.set(id, to: account)
  }

  /// Whether no other person of this listing has the SIS key by which the identity was found.
  private func isFirst(_ identity: Identity, _ evidence: Evidence) -> Bool {
    guard evidence.kind == .sisID, let key = identity.profile.sisKey else { return true }
    return people.isFirst(identity.key, with: key)
  }

  private mutating func join(
    _ id: Account.ID, _ identity: Identity, because evidence: Evidence,
    _ fresh: @autoclosure () -> Account.ID, _ part: inout RosterPart
  ) async throws(ProvisioningError) {
    guard let account = try await store.survivor(of: id), account.status.isLive else {
      throw .conflict("an account")
    }
    part.draft.note(account)
    let found = try await foundProfile(evidence) ?? account.profile
    guard MergeRules().violations(identity.profile, found).isEmpty else {
      var item = HeldItem(
        .pair, "A listing says that a person of this account has another role.", at: run.began)
      let fresh = fresh()
      item.accounts = [account.id.rawValue, fresh.rawValue]
      item.key = identity.key.description
      try await part.draft.hold(item, in: store)
      return create(fresh, for: identity, &part)
    }
    part.draft.set(identity.key, to: link(identity, to: account.id, because: evidence))
    try await settlePrimary(of: account.id, over: identity.key, &part)
    people.meet(identity.key, as: account.id)
    part.report.accounts.updated += people.twin(of: identity.key) == nil ? 1 : 0
  }

  /// The person as the link tells by which the account was found: after a merge, the account may
  /// tell of another role.
  private func foundProfile(_ evidence: Evidence) async throws(ProvisioningError) -> Profile? {
    guard let via = evidence.via else { return nil }
    return try await store.link(via)?.state.profile
  }

  private func create(_ id: Account.ID, for identity: Identity, _ part: inout RosterPart) {
    part.draft.set(id, to: Account.State(status: .unclaimed, primary: identity.key))
    part.draft.set(identity.key, to: link(identity, to: id, because: Evidence(.created)))
    part.report.accounts.created += 1
  }

  private func link(
    _ identity: Identity, to id: Account.ID, because evidence: Evidence
  ) -> Link.State {
    Link.State(
      account: id, sharing: identity.sharing, since: run.began, because: evidence,
      profile: identity.profile)
  }
}

extension Profile {
  /// Whether both names are told and differ, letter case aside: another person, or nearly so.
  fileprivate func hasOtherName(than other: Profile) -> Bool {
    guard let given, let family, let otherGiven = other.given, let otherFamily = other.family else {
      return false
    }
    return given.lowercased() != otherGiven.lowercased()
      && family.lowercased() != otherFamily.lowercased()
  }
}

extension LinkVerdict {
  /// Whether an import takes the verdict: only a belonging links. A provider that lists two keys
  /// with one SIS ID says that they are two people, so a key of the same provider is no evidence.
  fileprivate func decides(in identity: Identity) -> Bool {
    guard case .belongs(_, let evidence, let expectations) = self else { return false }
    guard evidence.kind == .sisID else { return true }
    return !expectations.contains { expectation in
      guard case .linksMatching(_, let keys) = expectation else { return false }
      return keys.contains { $0.provider == identity.key.provider }
    }
  }
}
