extension UndoWork {
  /// A key that was linked since because of a key that goes back goes with it: so merge, sync, undo
  /// comes to the same as the sync alone.
  mutating func returnFollowers(
    of changes: [JournaledChange]
  ) async throws(ProvisioningError) {
    var homes: [Identity.Key: (from: Account.ID, to: Account.ID)] = [:]
    for change in changes {
      guard case .link(let key) = change.row, case .updated(let columns) = change.edit,
        let from = columns["account"]?.after?.first.flatMap({ Account.ID($0) }),
        let to = columns["account"]?.before?.first.flatMap({ Account.ID($0) }),
        try await draft.link(key)?.account == to
      else { continue }
      homes[key] = (from, to)
    }
    for id in Set(homes.values.map(\.from)).sorted() {
      var waiting = try await draft.links(of: id)
      while let key = try await nextFollower(among: waiting, of: homes, at: id) {
        waiting.removeAll { $0 == key }
        guard var link = try await draft.link(key), let via = link.because.via,
          let home = homes[via]
        else { continue }
        link.account = home.to
        draft.set(key, to: link)
        homes[key] = home
        touched.formUnion([home.from, home.to])
        if try await cameBySignIn(key, at: home.from) { try await claim(home.to) }
      }
    }
  }

  private mutating func nextFollower(
    among keys: [Identity.Key], of homes: [Identity.Key: (from: Account.ID, to: Account.ID)],
    at id: Account.ID
  ) async throws(ProvisioningError) -> Identity.Key? {
    for key in keys where homes[key] == nil {
      guard let link = try await draft.link(key), link.account == id else { continue }
      if let via = link.because.via, homes[via]?.from == id { return key }
    }
    return nil
  }

  /// Whether a person brought the key, not an import.
  private func cameBySignIn(
    _ key: Identity.Key, at id: Account.ID
  ) async throws(ProvisioningError) -> Bool {
    var before: Revision?
    while true {
      let page = try await reader.entries(.account(id), before: before, limit: 50)
      for later in page {
        guard later.revision > entry.revision else { return false }
        let link = try await reader.changes(of: later.id).first { $0.row == .link(key) }
        if link?.edit == .created { return later.header.action != .import }
      }
      guard let last = page.last else { return false }
      before = last.revision
    }
  }

  /// A person has been here by way of a follower: the account that it goes back to is in use, and
  /// nobody else may claim it.
  private mutating func claim(_ id: Account.ID) async throws(ProvisioningError) {
    guard var account = try await draft.account(id), account.status == .unclaimed else { return }
    account.status = .active
    draft.set(id, to: account)
  }

  /// Keeps the rules of accounts whatever the policy says: an account follows one of its own links,
  /// and links lead to live accounts.
  mutating func settleAccounts() async throws(ProvisioningError) {
    var staying: [Account.ID] = []
    for id in touched.sorted() where try await draft.account(id) != nil { staying.append(id) }
    let keys = try await draft.plannedLinks(of: Set(staying))
    for id in staying {
      guard var account = try await draft.account(id) else { continue }
      let own = keys[id] ?? []
      if !account.status.isLive, !own.isEmpty {
        try await conflict(.account(id), "status", nil)
        try await handOver(own, of: id)
        continue
      }
      if let primary = account.primary, own.contains(primary) { continue }
      account.primary = try await draft.natural(among: own)
      draft.set(id, to: account)
    }
  }

  /// Links that would lead to an account that was merged go to its survivor.
  private mutating func handOver(
    _ keys: [Identity.Key], of id: Account.ID
  ) async throws(ProvisioningError) {
    var seen: Set<Account.ID> = []
    var next = id
    while seen.insert(next).inserted, let account = try await draft.account(next) {
      guard case .merged(let target) = account.status else { break }
      next = target
    }
    guard var survivor = try await draft.account(next), survivor.status.isLive else { return }
    for key in keys {
      guard var link = try await draft.link(key) else { continue }
      link.account = next
      draft.set(key, to: link)
    }
    if survivor.primary == nil { survivor.primary = try await draft.natural(among: keys) }
    draft.set(next, to: survivor)
    if var former = try await draft.account(id) {
      former.primary = nil
      draft.set(id, to: former)
    }
  }
}
