import Provisioning
import ProvisioningTesting
import Testing

@Suite("Links moved by hand")
struct MoveTests {
  let school = School()

  private func move(
    _ key: String, to id: Account.ID, allowing: Set<MergeRules.Exception> = [],
    _ mode: Provisioner.Mode = .commit
  ) async throws -> MergeReport {
    try await school.door.move(
      .named(key), to: id, rules: MergeRules(allowing: allowing), by: school.by, mode)
  }

  /// Two people, the second one with a second key that is in a class.
  private func two() async throws -> (Account.ID, Account.ID) {
    let one = try await school.enter(.person("clever:1"))
    let other = try await school.enter(.person("clever:2"))
    try await school.door.link(
      .named("feed:2"), to: other, because: .administrator, by: school.by)
    var roster = ListedRoster("feed")
    roster.people = [.person("feed:2"), .person("feed:t", .teacher)]
    roster.sections = [.section("feed:s", teachers: ["feed:t"], students: ["feed:2"])]
    try await school.bringIn(roster)
    return (one, other)
  }

  @Test("a key moves with its classes, and the undo gives back exactly what stood before")
  func moves() async throws {
    let (one, other) = try await two()
    let before = try await Snapshot(of: school.store).exactText
    let report = try await move("feed:2", to: one)
    #expect(report.source == other && report.target == one && report.movedSections.count == 1)
    #expect(try await school.store.enrollments(of: one).count == 1)
    #expect(try await school.store.enrollments(of: other).isEmpty)
    #expect(try await StoreVerifier(school.store).verify().problems.isEmpty)
    let entry = try #require(report.entry)
    #expect(try await school.store.entry(.id(entry))?.header.action == .move)
    _ = try await school.door.undo(entry, by: school.by)
    #expect(try await Snapshot(of: school.store).exactText == before)
  }

  @Test("16: both accounts follow a link of their own, one that is left without any follows none")
  func primaries() async throws {
    let (one, other) = try await two()
    _ = try await move("clever:2", to: one)
    #expect(try await school.store.account(other)?.state.primary == .named("feed:2"))
    #expect(try await school.store.account(one)?.state.primary == .named("clever:1"))
    _ = try await move("feed:2", to: one)
    let left = try #require(try await school.store.account(other))
    #expect(left.state.primary == nil && left.status == .active)
    #expect(try await StoreVerifier(school.store).verify().problems.isEmpty)
  }

  @Test("a key that is there already, and a dry run, write nothing")
  func nothing() async throws {
    let (one, other) = try await two()
    let before = try await school.everything()
    #expect(try await move("feed:2", to: other).movedLinks.isEmpty)
    #expect(try await move("feed:2", to: one, .dryRun).movedLinks == [.named("feed:2")])
    #expect(try await school.everything() == before)
  }

  @Test("people without a role or of another district are refused until it is allowed by name")
  func rules() async throws {
    let (one, _) = try await two()
    let refused = try await move("feed:t", to: one)
    #expect(refused.violations == [.roles] && refused.entry == nil)
    #expect(try await move("feed:t", to: one, allowing: [.roles]).entry != nil)
  }

  @Test("a disabled account neither gains nor loses a key: nobody comes in by another door")
  func disabled() async throws {
    let (one, other) = try await two()
    for (closed, target) in [(other, one), (one, one)] {
      try await school.disable(closed)
      let before = try await school.everything()
      let error = await #expect(throws: ProvisioningError.self) {
        try await move("feed:2", to: target)
      }
      #expect(error?.code == .refused && error?.remedy != nil)
      #expect(try await school.everything() == before)
      _ = try await school.door.enable(closed, by: school.by)
    }
  }

  @Test("10: the gate is asked about the account that gets the key")
  func gate() async throws {
    let (one, _) = try await two()
    var door = school.door
    door.gate = RoleGate(roles: [.teacher])
    let error = await #expect(throws: ProvisioningError.self) {
      try await door.move(.named("feed:2"), to: one, by: school.by)
    }
    #expect(error?.code == .refused)
  }

  @Test("8: the key of somebody who was here leaves no unclaimed account to be claimed by another")
  func claims() async throws {
    _ = try await two()
    let id = try await school.door.create(as: Profile(role: .student), by: school.by).account
    _ = try await move("feed:2", to: id)
    #expect(try await school.store.account(id)?.status == .active)
  }

  @Test("a key without a link is not found")
  func missing() async throws {
    let (one, _) = try await two()
    let error = await #expect(throws: ProvisioningError.self) {
      try await move("clever:9", to: one)
    }
    #expect(error?.code == .notFound && error?.remedy?.contains("link add") == true)
  }
}
