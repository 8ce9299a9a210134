extension Draft {
  /// Plans `source` to be merged into `target`: its links move, and with them everything asserted
  /// through them. Both must be live.
  ///
  /// The target follows its own primary link still, unless it has none or the source brings a
  /// district-shared one in place of a teacher-shared one. The source keeps its local edits for an
  /// undo. Returns the keys that moved.
  @discardableResult
  mutating func merge(
    _ source: Account.ID, into target: Account.ID
  ) async throws(ProvisioningError) -> [Identity.Key] {
    guard var former = try await account(source), var survivor = try await account(target) else {
      throw .conflict("an account")
    }
    let moved = try await links(of: source)
    var movedPrimary: Identity.Key?
    for key in moved {
      guard var link = try await link(key), link.account == source else { continue }
      link.account = target
      set(key, to: link)
      if key == former.primary { movedPrimary = key }
    }
    survivor.primary = try await preferred(survivor.primary, over: movedPrimary)
    if former.status == .active, survivor.status == .unclaimed { survivor.status = .active }
    former.primary = nil
    former.status = .merged(into: target)
    set(source, to: former)
    set(target, to: survivor)
    return moved
  }

  /// Which of two links an account's fields follow: the present one, unless there is none, or it is
  /// teacher-shared and the other one is district-shared. A link with a higher role never takes
  /// over: a role rises by an administrator's word only.
  mutating func preferred(
    _ present: Identity.Key?, over other: Identity.Key?
  ) async throws(ProvisioningError) -> Identity.Key? {
    guard let present, let current = try await link(present) else { return other }
    guard let other, let newer = try await link(other) else { return present }
    let takesOver =
      current.sharing == .teacher && newer.sharing == .district
      && newer.profile.rank <= current.profile.rank
    return takesOver ? other : present
  }
}
