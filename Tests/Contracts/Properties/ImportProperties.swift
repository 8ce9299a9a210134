import Provisioning

/// Imports: again, in other pages, foretold.
enum ImportProperties {
  static let all: [StoreProperty] = [
    StoreProperty("A second import of the same listing changes nothing", again),
    StoreProperty("The size of a listing's pages makes no difference", pages),
    StoreProperty("An import held by the limit commits nothing", held),
    StoreProperty("A listing that is known comes to what comparing it comes to", known),
    StoreProperty("A district's listing ends nothing in another district's sections", district),
  ]

  private static func again(
    _ past: StoreProperty.Past, _ random: inout SplitMix64
  ) async throws -> String? {
    let door = try await past.provisioner()
    var roster = past.roster(&random)
    let first = try await door.bringIn(roster, limit: .none, by: past.by)
    let (before, entries) = (
      try await Snapshot(of: door.store).exactText, try await door.store.counts().journalEntries
    )
    roster.pageSize = 2
    let second = try await door.bringIn(roster, limit: .none, by: past.by)
    if !second.report.changesNothing || second.report.entries != 0 {
      return "\(roster.listing)\nreports \(second.report)"
    }
    if first.run == second.run { return "a run that ended went on" }
    if try await door.store.counts().journalEntries != entries { return "the journal grew" }
    return StoreProperty.difference(
      roster.listing, before, try await Snapshot(of: door.store).exactText)
  }

  private static func pages(
    _ past: StoreProperty.Past, _ random: inout SplitMix64
  ) async throws -> String? {
    var roster = past.roster(&random)
    var texts: [String] = []
    for size in [1, 3, 100] {
      let door = try await past.provisioner()
      roster.pageSize = size
      _ = try await door.bringIn(roster, limit: .none, by: past.by)
      texts.append(try await Snapshot(of: door.store).liveText)
    }
    return StoreProperty.difference("pages of 1 and 3: \(roster.listing)", texts[0], texts[1])
      ?? StoreProperty.difference("pages of 3 and 100: \(roster.listing)", texts[1], texts[2])
  }

  /// Whatever came in between, a listing with a fingerprint, which may be known, is as one without.
  private static func known(
    _ past: StoreProperty.Past, _ random: inout SplitMix64
  ) async throws -> String? {
    var roster = past.roster(&random)
    roster.digest = "known"
    var world = SmallWorld(random: random)
    let between = world.history(of: Int.random(in: 0...2, using: &random))
    var ends: [(text: String, report: RosterReport)] = []
    for digest in ["known", nil] {
      let door = try await past.provisioner()
      _ = try await door.bringIn(roster, limit: .none, by: past.by)
      for step in between { _ = await Player(provisioner: door).play(step, .commit) }
      var again = roster
      again.digest = digest
      let report = try await door.bringIn(again, limit: .none, by: past.by).report
      ends.append((try await Snapshot(of: door.store).liveText, report))
    }
    let what = "\(roster.listing)\nbetween: \(between)"
    if ends[0].report != ends[1].report {
      return "\(what)\nreports \(ends[0].report)\nand \(ends[1].report)"
    }
    return StoreProperty.difference(what, ends[0].text, ends[1].text)
  }

  /// Nor in those of no district, nor in another provider's, as long as it does not list them.
  private static func district(
    _ past: StoreProperty.Past, _ random: inout SplitMix64
  ) async throws -> String? {
    let door = try await past.provisioner()
    var roster = past.roster(&random)
    let north = District.ID.named("north")
    roster.scope = roster.scope.isOfChanges ? .districtChanges(north) : .district(north)
    let before = try await Snapshot(of: door.store)
    _ = try await door.bringIn(roster, limit: .none, by: past.by)
    let after = try await Snapshot(of: door.store)
    let others = before.sections.filter { section in
      (section.key.provider != roster.provider || section.state.asserted.district != "north")
        && !roster.sections.contains { $0.key == section.key }
    }
    let keys = Set(others.map(\.key))
    for section in others where !after.sections.contains(section) {
      return "\(roster.listing)\nchanged the section \(section.key)"
    }
    for assertion in before.assertions
    where keys.contains(assertion.section) && !after.assertions.contains(assertion) {
      return "\(roster.listing)\nchanged \(assertion.place)"
    }
    return nil
  }

  private static func held(
    _ past: StoreProperty.Past, _ random: inout SplitMix64
  ) async throws -> String? {
    let door = try await past.provisioner()
    var roster = past.roster(&random)
    roster.sections.removeAll()
    let before = try await Snapshot(of: door.store).exactText
    let limit = RemovalLimit.over(count: 0, percent: 0)
    let told = try await door.bringIn(roster, limit: limit, by: past.by, .dryRun)
    let came = try await door.bringIn(roster, limit: limit, by: past.by)
    if (told.held == nil) != (came.held == nil) { return "a dry run foretold otherwise" }
    guard let item = came.held else {
      return came.report.enrollments.ended > 0 ? "ended \(came.report.enrollments.ended)" : nil
    }
    if try await door.store.record(item.record) == nil { return "the held item is not kept" }
    return StoreProperty.difference(
      "held: \(roster.listing)", before, try await Snapshot(of: door.store).exactText)
  }
}
