import Provisioning

/// Merges and what takes them back.
enum MergeProperties {
  static let all: [StoreProperty] = [
    StoreProperty("Merges undone newest first give back what stood before, byte for byte", undone),
    StoreProperty("Merge then resync comes to the same as resync then merge", eitherOrder),
    StoreProperty("Merge, resync and undo come to the same as the resync alone", aroundResync),
    StoreProperty("All entries undone newest first leave nothing", allUndone),
  ]

  private static func undone(
    _ past: StoreProperty.Past, _ random: inout SplitMix64
  ) async throws -> String? {
    let door = try await past.provisioner()
    var texts: [String] = []
    var entries: [JournalEntry.ID] = []
    for _ in 0..<4 {
      guard let (source, target) = try await past.twoPeople(in: door.store, &random) else { break }
      let before = try await Snapshot(of: door.store).exactText
      guard let entry = try? await past.merge(source, into: target, door)?.entry else { continue }
      texts.append(before)
      entries.append(entry)
    }
    for (entry, before) in zip(entries, texts).reversed() {
      let report = try await door.undo(entry, by: past.by)
      guard report.conflicts.isEmpty else { return "conflicts \(report.conflicts)" }
      let after = try await Snapshot(of: door.store).exactText
      if let found = StoreProperty.difference("after the undo", before, after) { return found }
    }
    return nil
  }

  private static func eitherOrder(
    _ past: StoreProperty.Past, _ random: inout SplitMix64
  ) async throws -> String? {
    let (one, other) = (try await past.provisioner(), try await past.provisioner())
    guard let (source, target) = try await past.twoPeople(in: one.store, &random) else {
      return nil
    }
    let roster = past.roster(&random)
    if try await decides(merging: source, target, in: one.store) { return nil }
    guard let report = try? await past.merge(source, into: target, one), report.entry != nil else {
      return nil
    }
    _ = try await one.bringIn(roster, limit: .none, by: past.by)
    _ = try await other.bringIn(roster, limit: .none, by: past.by)
    _ = try await past.merge(source, into: target, other)
    return StoreProperty.difference(
      "merge \(source) into \(target), and \(roster.listing)",
      try await Snapshot(of: one.store).liveText, try await Snapshot(of: other.store).liveText)
  }

  private static func aroundResync(
    _ past: StoreProperty.Past, _ random: inout SplitMix64
  ) async throws -> String? {
    let (one, other) = (try await past.provisioner(), try await past.provisioner())
    guard let (source, target) = try await past.twoPeople(in: one.store, &random) else {
      return nil
    }
    let roster = past.roster(&random)
    if try await decides(merging: source, target, in: one.store) { return nil }
    guard let merged = try? await past.merge(source, into: target, one), let entry = merged.entry
    else { return nil }
    _ = try await one.bringIn(roster, limit: .none, by: past.by)
    let what = "merge \(source) into \(target), and \(roster.listing)"
    let report = try await one.undo(entry, by: past.by)
    guard report.conflicts.isEmpty else { return "\(what): conflicts \(report.conflicts)" }
    _ = try await other.bringIn(roster, limit: .none, by: past.by)
    return StoreProperty.difference(
      what, try await Snapshot(of: one.store).liveText,
      try await Snapshot(of: other.store).liveText)
  }

  /// Whether the merge itself is evidence that a resync would use: where both accounts hold one SIS
  /// key, a newcomer with it is ambiguous without the merge, and belongs to the survivor with it.
  private static func decides(
    merging source: Identity.Key, _ target: Identity.Key, in store: any AccountStore
  ) async throws -> Bool {
    var profiles: [[Profile]] = []
    for link in try await store.links([source, target]) {
      profiles.append(try await store.links(of: [link.state.account]).map(\.state.profile))
    }
    let sisKeys = profiles.map { Set($0.compactMap(\.sisKey)) }
    return !sisKeys[0].isDisjoint(with: sisKeys[1])
  }

  private static func allUndone(
    _ past: StoreProperty.Past, _ random: inout SplitMix64
  ) async throws -> String? {
    let door = try await past.provisioner()
    for entry in try await door.store.entries(.all, before: nil, limit: 1_000) {
      let report = try await door.undo(entry.id, by: past.by)
      guard report.conflicts.isEmpty else {
        return "\(entry.header.action.rawValue) \(entry.id): conflicts \(report.conflicts)"
      }
    }
    return StoreProperty.difference(
      "after all undos", "", try await Snapshot(of: door.store).exactText)
  }
}
