import Provisioning
import ProvisioningTesting
import Testing

@Suite("What is held, while something else happens")
struct HeldMeanwhileTests {
  let school = School()

  /// A front door where `event` comes just before the first write, or after some.
  private func door(
    after writes: Int = 0, overtakenBy event: @escaping @Sendable () async throws -> Void
  ) -> Provisioner {
    let store = InterruptedStore(school.store, after: writes) {
      do { try await event() } catch { Issue.record(error) }
    }
    return Provisioner(store: store, environment: school.door.environment)
  }

  /// A listing that is at hand as a whole: all that is written is what becomes of it.
  private func arrived(_ count: Int) -> ListedRoster {
    var roster = HoldingTests.roster(count)
    roster.arrival = .whole
    return roster
  }

  private func hold(_ count: Int) async throws -> String {
    let outcome = try await school.bringIn(HoldingTests.roster(count), limit: .standard)
    return try #require(outcome.held?.name)
  }

  @Test("a decision about a section does not stop an import that is running")
  func decidedMeanwhile() async throws {
    try await school.bringIn(ReusedSectionTests.roster(ReusedSectionTests.old))
    let held = try await school.bringIn(ReusedSectionTests.roster(ReusedSectionTests.new))
    let name = try #require(held.heldSections.first?.name)
    var roster = ReusedSectionTests.roster(ReusedSectionTests.old)
    roster.people += (100..<120).map { .person("clever:\($0)") }
    roster.pageSize = 1
    let school = school
    let report = try await door { try await school.door.discard(name, by: school.by) }
      .bringIn(roster, limit: .standard, by: school.by).report
    #expect(report.accounts.created == 20)
    #expect(try await school.door.heldItems(limit: 9).isEmpty)
  }

  @Test("a held listing stays whole until the next one is held in its place", arguments: 1...5)
  func stagedBeside(step: Int) async throws {
    try await school.bringIn(HoldingTests.roster(40))
    let name = try await hold(10)
    let store = DyingStore(school.store, at: step)
    let error = await #expect(throws: ProvisioningError.self) {
      try await Provisioner(store: store, environment: school.door.environment)
        .bringIn(arrived(9), limit: .standard, by: school.by)
    }
    #expect(error?.code == .unavailable)
    guard case .listing(let outcome) = try await school.door.approve(name, by: school.by) else {
      Issue.record("something else came of it")
      return
    }
    #expect(outcome.report.enrollments.ended == 30)
    let staged = try await school.store.records(
      of: Record.Kind(rawValue: "staging"), after: nil, limit: 9)
    #expect(staged.isEmpty)
  }

  @Test("a listing that is discarded just before an import settles it is settled")
  func discardedBeforeSettling() async throws {
    try await school.bringIn(HoldingTests.roster(40))
    let name = try await hold(10)
    let school = school
    let outcome = try await door { try await school.door.discard(name, by: school.by) }
      .bringIn(HoldingTests.roster(40), limit: .standard, by: school.by)
    #expect(outcome.held == nil && outcome.report.changesNothing)
  }

  @Test("what is discarded before its approval has written anything is not carried out")
  func discardedBeforeApproval() async throws {
    try await school.bringIn(HoldingTests.roster(40))
    let name = try await hold(10)
    let before = try await Snapshot(of: school.store).exactText
    let school = school
    let door = door { try await school.door.discard(name, by: school.by) }
    let error = await #expect(throws: ProvisioningError.self) {
      try await door.approve(name, by: school.by)
    }
    #expect(error?.code == .busy)
    #expect(try await Snapshot(of: school.store).exactText == before)
  }

  @Test("Rule 7: what arrives after comparing does not end over the limit")
  func grownMeanwhile() async throws {
    try await school.bringIn(HoldingTests.roster(30))
    let school = school
    let teacher = Identity.Key.named("clever:t")
    var roster = HoldingTests.roster(40)
    roster.scope = .teacher(teacher)
    roster.people += (1...30).map { .person("clever:new\($0)") }
    roster.sections[0].members += (1...30).map { .init(.named("clever:new\($0)"), .student) }
    roster.sections[0].details?.period = "3"
    let hers = roster
    let door = door { try await school.bringIn(hers) }
    let error = await #expect(throws: ProvisioningError.self) {
      try await door.bringIn(arrived(20), limit: .standard, by: school.by)
    }
    #expect(error?.code == .busy)
    #expect(try await school.roster("clever:a").filter { $0.hasSuffix("active") }.count == 71)
    let again = try await school.bringIn(HoldingTests.roster(20), limit: .standard)
    #expect(again.held?.ends == 50)
  }

  @Test("what an approval has begun to write is not discarded")
  func discardedTooLate() async throws {
    try await school.bringIn(HoldingTests.roster(40))
    let name = try await hold(10)
    let school = school
    let door = door(after: 1) {
      let error = await #expect(throws: ProvisioningError.self) {
        try await school.door.discard(name, by: school.by)
      }
      #expect(error?.code == .busy)
    }
    guard case .listing(let outcome) = try await door.approve(name, by: school.by) else {
      Issue.record("something else came of it")
      return
    }
    #expect(outcome.report.enrollments.ended == 30)
    #expect(try await school.door.heldItems(limit: 9).isEmpty)
  }

  @Test("a listing that is held while an earlier one is forgotten stays whole")
  func heldWhileForgetting() async throws {
    try await school.bringIn(HoldingTests.roster(40))
    _ = try await hold(10)
    let school = school
    let outcome = try await door(after: 1) {
      try await school.bringIn(HoldingTests.roster(9), limit: .standard)
    }.bringIn(arrived(40), limit: .standard, by: school.by)
    #expect(outcome.held == nil)
    let name = try #require(try await school.door.heldItems(limit: 9).first?.name)
    guard case .listing(let approved) = try await school.door.approve(name, by: school.by) else {
      Issue.record("something else came of it")
      return
    }
    #expect(approved.report.enrollments.ended == 31)
  }

  @Test("a listing that is being kept stays whole while an earlier one is discarded")
  func discardedWhileKeeping() async throws {
    try await school.bringIn(HoldingTests.roster(40))
    let name = try await hold(10)
    let school = school
    var roster = arrived(9)
    roster.pageSize = 7
    let held = try await door(after: 3) { try await school.door.discard(name, by: school.by) }
      .bringIn(roster, limit: .standard, by: school.by)
    #expect(held.held?.name == name)
    guard case .listing(let outcome) = try await school.door.approve(name, by: school.by) else {
      Issue.record("something else came of it")
      return
    }
    #expect(outcome.report.enrollments.ended == 31)
  }

  @Test("a person who signs in between two merges of one approval drops neither from its report")
  func mergedMeanwhile() async throws {
    var ids: [Account.ID] = []
    for key in ["clever:1", "clever:2", "clever:3"] {
      ids.append(try await school.enter(.person(key, .teacher)))
    }
    try await school.signIn(.person("clever:1", .teacher, aliases: ["2", "3"]))
    let name = try #require(try await school.door.heldItems(limit: 9).first?.name)
    let school = school
    let door = door(after: 1) {
      for key in ["clever:2", "clever:3"] {
        var identity = Identity.person(key, .teacher)
        identity.profile.middle = "Q"
        try await school.signIn(identity)
      }
    }
    guard case .merges(let reports) = try await door.approve(name, into: ids[0], by: school.by)
    else {
      Issue.record("something else came of it")
      return
    }
    #expect(reports.map(\.source) == [ids[1], ids[2]])
    #expect(reports.allSatisfy { $0.entry != nil })
  }

  @Test("approved twice at once, it is carried out once", arguments: [true, false])
  func approvedTwice(isListing: Bool) async throws {
    let name: String
    if isListing {
      try await school.bringIn(HoldingTests.roster(40))
      name = try await hold(10)
    } else {
      try await school.bringIn(ReusedSectionTests.roster(ReusedSectionTests.old))
      let held = try await school.bringIn(ReusedSectionTests.roster(ReusedSectionTests.new))
      name = try #require(held.heldSections.first?.name)
    }
    let school = school
    let door = door { _ = try await school.door.approve(name, by: school.by) }
    let error = await #expect(throws: ProvisioningError.self) {
      try await door.approve(name, by: school.by)
    }
    #expect(error?.code == (isListing ? .busy : .notFound))
    #expect(try await school.door.heldItems(limit: 9).isEmpty)
    #expect(try await StoreVerifier(school.store).verify().problems.isEmpty)
  }
}
