import Provisioning

/// What a step may do to what waits for an administrator.
extension PlayedStep {
  /// Rules of every step: only what brings something up or decides touches what is held, and of each
  /// held listing exactly its pages are kept.
  var heldRules: [String] {
    var violations = stagingRules
    switch step {
    case .signIn, .bringIn, .approve, .discard: break
    default:
      if heldBefore != heldAfter { violations.append("what is held changed by another step") }
    }
    return violations
  }

  private var stagingRules: [String] {
    var staged = Set(after.records.filter { $0.key.kind == .staging }.map(\.key.name))
    var violations: [String] = []
    for item in heldAfter {
      let own = staged.filter { $0.hasPrefix("\(item.name) ") }
      staged.subtract(own)
      if own.count != item.pages ?? 0 {
        violations.append("7: \(item.name) has \(item.pages ?? 0) pages, \(own.count) are kept")
      }
    }
    return violations + staged.sorted().map { "7: the page \($0) is kept of nothing that is held" }
  }

  // MARK: Deciding

  /// Rule 11 the other way: an administrator's word decides exactly what was held.
  func approveRules(_ item: HeldItem, _ approval: Approval) -> [String] {
    var violations = settledRules(item, approval)
    switch approval {
    case .role: violations += roleRules(item)
    case .merges(let reports): violations += pairRules(reports)
    case .listing(let outcome):
      guard let roster = kept else { return violations + ["nobody brought \(item.name) in"] }
      violations += commonRules + rosterRules(roster, .upTo(item.ends ?? 0), outcome)
    case .section:
      guard let section = kept?.sections.first else {
        return violations + ["nobody brought \(item.name) in"]
      }
      violations += commonRules + rolesDoNotRise + sectionRules(section)
    }
    return violations
  }

  /// What was approved is held no longer, unless more would end than the administrator saw.
  private func settledRules(_ item: HeldItem, _ approval: Approval) -> [String] {
    let present = heldAfter.first { $0.name == item.name }
    if case .listing(let outcome) = approval, let anew = outcome.held {
      let isMore = (anew.ends ?? 0) > (item.ends ?? 0)
      return isMore && present == anew ? [] : ["7: approved, and held anew without need"]
    }
    return present == nil ? [] : ["7: \(item.name) was approved and is held still"]
  }

  private func roleRules(_ item: HeldItem) -> [String] {
    guard let key = item.key.flatMap({ Identity.Key($0) }), let link = after.linksByKey[key] else {
      return ["11: the key of an approved role has no link"]
    }
    var violations = rowsStay + othersStay(besides: [link.state.account])
    if link.state.profile.roles.map(\.rawValue) != item.roles {
      violations.append("11: \(key) has not the roles that were approved")
    }
    if after.homes != before.homes { violations.append("1: an approved role moved a key") }
    return violations
  }

  private func pairRules(_ reports: [MergeReport]) -> [String] {
    guard reports.count != 1 else { return commonRules + mergeRules(reports[0]) }
    return reports.isEmpty ? expectUnchanged("a pair that is one account") : commonRules
  }

  /// The section is the class that is listed now, and nobody else's.
  private func sectionRules(_ section: RosterSection) -> [String] {
    let model = RosterModel(approving: section, before: before, linked: Set(after.homes.keys))
    return differences(from: model)
      + othersStay(besides: [])
      + (after.homes == before.homes ? [] : ["12: an approved section moved a key"])
  }

  /// Decided against: nothing changes but the item, which goes (a listing) or stays on record.
  func discardRules(_ item: HeldItem) -> [String] {
    var violations = expectUnchanged("a discard")
    let others = { (items: [HeldItem]) in items.filter { $0.name != item.name } }
    if others(heldBefore) != others(heldAfter) {
      violations.append("a discard of \(item.name) changed what else is held")
    }
    let present = heldAfter.first { $0.name == item.name }
    if item.kind == .removals, present != nil { violations.append("7: \(item.name) is held still") }
    if item.kind != .removals, present?.discarded == nil {
      violations.append("7: the decision against \(item.name) is not on record")
    }
    return violations
  }

  // MARK: Listings

  /// What a listing that went through leaves held: sections that it gives to another class or, if it
  /// tells of changes, says nothing to decide of; and no earlier listing that it stands for.
  func heldRules(
    _ roster: ListedRoster, _ outcome: RosterOutcome, reused: Set<Section.Key>
  ) -> [String] {
    let before = Set(heldBefore.compactMap(\.sectionKey))
    let now = Set(heldAfter.compactMap(\.sectionKey))
    let listed = Set(roster.sections.map(\.key))
    var wanted = before.subtracting(listed).union(reused)
    var told = reused
    switch roster.scope {
    case .changes, .districtChanges:
      let gone = Set(roster.departures.sections).filter { !roster.names($0) && covers($0, roster) }
      wanted = before.subtracting(gone.subtracting(listed))
      told = listed.intersection(before)
    case .provider, .district:
      wanted = wanted.filter { key in
        key.provider != roster.provider || reused.contains(key) || roster.protects(key)
          || !covers(key, roster)
      }
    case .teacher: break
    }
    var violations: [String] = []
    if now != wanted { violations.append("7: \(now) are held, and should be \(wanted)") }
    let waiting = heldAfter.filter { $0.discarded == nil }.compactMap(\.sectionKey)
    let found = Set(outcome.heldSections.compactMap(\.sectionKey))
    if found != told.intersection(waiting) { violations.append("7: \(found) are told as held") }
    return violations + listingRules(roster)
  }

  /// Whether the listing may say of a section that it names nowhere that it has gone.
  private func covers(_ section: Section.Key, _ roster: ListedRoster) -> Bool {
    guard let district = roster.scope.district else { return true }
    let stored = before.sections.first { $0.key == section }
    return stored?.state.asserted.district == district.rawValue
  }

  /// A listing of everything stands for all that was held of its feed before it, and for nothing
  /// that was held of another.
  private func listingRules(_ roster: ListedRoster) -> [String] {
    let others = heldBefore.filter { $0.kind == .removals && $0.listing != roster.name }
    let settled = others.filter { !heldAfter.contains($0) }
    guard settled.isEmpty else { return settled.map { "7: \($0.name) is of another feed" } }
    guard !roster.scope.isOfChanges else { return [] }
    var since = Int64.max
    if case .approved(let item, _) = result { since = item.since }
    let left = heldAfter.filter { item in
      item.kind == .removals && item.listing == roster.name && item.since <= since
    }
    return left.map { "7: a listing that went through left \($0.name) held" }
  }
}

extension HeldItem {
  /// The section that is held by itself.
  var sectionKey: Section.Key? { kind == .section ? section.flatMap { Section.Key($0) } : nil }
}

extension ListedRoster {
  /// What a held item calls the listing.
  var name: String {
    if case .teacher(let teacher) = scope { return teacher.description }
    return scope.district.map { "\(provider)/\($0)" } ?? provider.rawValue
  }
}

extension Record.Kind {
  /// A page of a listing that is held.
  static let staging = Record.Kind(rawValue: "staging")
}
