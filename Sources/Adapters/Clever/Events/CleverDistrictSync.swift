public import Provisioning

/// Keeps one district up to date: by the events since the last sync where Clever tells them, else by
/// listing all of it.
///
/// ```swift
/// let sync = CleverDistrictSync(data, district: district, provisioner: provisioner)
/// let outcome = try await sync.run(by: attribution)
/// ```
///
/// The event that came last is kept in the provisioner's store, and only after what came before it
/// was brought in; that of a listing is read before the listing begins, so that nothing falls
/// between. Run twice, killed or run at the same time elsewhere, it comes to the same.
public struct CleverDistrictSync: Sendable {
  /// Whether events may do.
  public enum Way: Hashable, Sendable {
    /// Events where possible.
    case asNeeded
    /// All is listed.
    case listing
  }

  /// How many records Clever is asked for at a time, 10,000 at most.
  public var pageSize = 1000
  /// After how long all is listed again, in seconds, whatever events tell: a week.
  public var listingEvery: Int64 = 7 * 86_400

  private let data: CleverData
  private let district: CleverID
  private let provisioner: Provisioner

  /// Clever tells events for 30 days; one is left for its clock and ours.
  private static let eventsLast: Int64 = 29 * 86_400
  /// Beyond so many events, a listing asks for fewer pages than they do.
  private static let eventsAtMost = 50_000
  /// For how long a listing may go on after it was stopped, and more.
  private static let listingLasts: Int64 = 86_400
  /// How often it goes on after another sync of the district has come to its end meanwhile.
  private static let attempts = 5

  /// Creates a sync of the district whose token `data` has.
  public init(_ data: CleverData, district: CleverID, provisioner: Provisioner) {
    self.data = data
    self.district = district
    self.provisioner = provisioner
  }

  /// Brings the district up to date. A sync that would end more than `limit` allows is held, as is
  /// any listing; until it is decided, the next ones list all.
  ///
  /// Throws `refused` if the token is not this district's alone. Whatever it throws, nothing counts
  /// as gone that was not told to be.
  public func run(
    _ way: Way = .asNeeded, limit: RemovalLimit = .standard, by: Attribution,
    _ mode: Provisioner.Mode = .commit,
    progress: @escaping @Sendable (RosterProgress) -> Void = { _ in }
  ) async throws(ProvisioningError) -> CleverSyncOutcome {
    let state = try await data.district(district)
    var kept = try await KeptCursor(of: district, in: provisioner.store)
    let cursor = kept.cursor
    for _ in 1...Self.attempts {
      let plan = try await plan(way, since: cursor, state, mode)
      let outcome = try await provisioner.bringIn(
        plan.importer, limit: limit, by: by, mode, progress: progress)
      let sync = CleverSyncOutcome(
        decision: plan.decision, events: plan.events, outcome: outcome)
      guard mode == .commit else { return sync }
      let next = outcome.held == nil ? plan.next : plan.next.barred(because: .held)
      if try await kept.replace(with: next, in: provisioner.store) {
        if plan.decision != .events {
          try await KeptCursor(of: district, .begun, in: provisioner.store)
            .forget(in: provisioner.store)
        }
        return sync
      }
      // Another sync has come to its end meanwhile, and this one may have brought older things in
      // after it: what is newest now is told by the events since the same one.
      kept = try await KeptCursor(of: district, in: provisioner.store)
    }
    throw ProvisioningError(
      .busy, "The district was not brought up to date.",
      reason: "Other syncs of it came to their end again and again meanwhile.",
      remedy: "Sync each district from one place at a time.")
  }
}

// MARK: Deciding

extension CleverDistrictSync {
  private struct Plan {
    let decision: CleverSyncDecision
    let importer: any SectionImporter
    var events = 0
    /// Where the next sync begins, once this one is brought in.
    let next: CleverCursor
  }

  private enum Choice<Value> {
    case events(Value)
    case listing(CleverSyncDecision.Reason)
  }

  private func plan(
    _ way: Way, since cursor: CleverCursor?, _ state: CleverDistrict, _ mode: Provisioner.Mode
  ) async throws(ProvisioningError) -> Plan {
    let now = provisioner.environment.now().milliseconds / 1000
    switch choice(way, cursor, state, now: now) {
    case .listing(let reason): return try await plan(listing: reason, state, now: now, mode)
    case .events(let cursor):
      switch try await changes(since: cursor) {
      case .listing(let reason): return try await plan(listing: reason, state, now: now, mode)
      case .events(let changes):
        let next = CleverCursor(event: changes.last?.rawValue, listed: cursor.listed, synced: now)
        return Plan(decision: .events, importer: changes, events: changes.events, next: next)
      }
    }
  }

  private func choice(
    _ way: Way, _ cursor: CleverCursor?, _ state: CleverDistrict, now: Int64
  ) -> Choice<CleverCursor> {
    guard way == .asNeeded else { return .listing(.asked) }
    guard state.countsAbsence else { return .listing(.standingStill) }
    guard let cursor else { return .listing(.first) }
    if let reason = cursor.barred { return .listing(reason) }
    guard now - cursor.synced <= Self.eventsLast else { return .listing(.tooOld) }
    guard now - cursor.listed <= listingEvery else { return .listing(.due) }
    return .events(cursor)
  }

  private func changes(
    since cursor: CleverCursor
  ) async throws(ProvisioningError) -> Choice<CleverChanges> {
    let event = cursor.event.flatMap { CleverID($0) }
    let events: [Result<CleverEvent, UnreadRecord>]
    do {
      events = try await CleverEvents(data: data).all(
        since: event, pageSize: pageSize, atMost: Self.eventsAtMost)
    } catch {
      guard error.saysNoEvents else { throw error }
      return .listing(.noEvents)
    }
    guard events.count <= Self.eventsAtMost else { return .listing(.tooMany) }
    let told = events.compactMap { try? $0.get() }
    guard !told.contains(where: \.changesCatalog) else { return .listing(.catalog) }
    guard try await !told.mayReuseSections(of: provisioner.store) else {
      return .listing(.otherClass)
    }
    let catalog =
      told.contains(where: \.isOfSection)
      ? try await CleverCatalog(data, query: "limit=\(pageSize)") : CleverCatalog()
    return .events(CleverChanges(of: district, since: event, events, catalog))
  }

  private func plan(
    listing reason: CleverSyncDecision.Reason, _ state: CleverDistrict, now: Int64,
    _ mode: Provisioner.Mode
  ) async throws(ProvisioningError) -> Plan {
    var next = CleverCursor(event: nil, listed: now, synced: now)
    let begun = try await KeptCursor(of: district, .begun, in: provisioner.store)
    do {
      if let earlier = begun.cursor, now - earlier.synced <= Self.listingLasts {
        (next.event, next.synced) = (earlier.event, earlier.synced)
      } else {
        next.event = try await CleverEvents(data: data).newest(
          pageSize: pageSize, atMost: Self.eventsAtMost)?.rawValue
        // Where another sync has just kept its own, that one will do for both.
        if mode == .commit { _ = try await begun.replace(with: next, in: provisioner.store) }
      }
    } catch {
      guard error.saysNoEvents else { throw error }
      next.barred = .noEvents
    }
    // What it leaves out has not counted as gone, so that the next one must tell again.
    if !state.countsAbsence { next.barred = .standingStill }
    let importer = CleverDistrictImporter(data, district: district, pageSize: pageSize)
    return Plan(decision: .listing(because: reason), importer: importer, next: next)
  }
}

extension ProvisioningError {
  /// Whether Clever answered, and with something else than events.
  fileprivate var saysNoEvents: Bool { code == .notFound || code == .invalid }
}
