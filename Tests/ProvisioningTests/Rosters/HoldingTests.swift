import Provisioning
import ProvisioningTesting
import Testing

@Suite("Rule 7: what is held, and what becomes of it")
struct HoldingTests {
  let school = School()
  static let students = (1...40).map { "clever:s\($0)" }

  /// A section of the first so many students; everybody is listed.
  static func roster(_ count: Int) -> ListedRoster {
    ListedRoster(
      people: [.person("clever:t", .teacher)] + students.map { .person($0) },
      sections: [
        .section("clever:a", teachers: ["clever:t"], students: Array(students.prefix(count)))
      ])
  }

  /// The name of the item that holds a listing after all but `count` students have gone.
  @discardableResult
  private func hold(_ count: Int) async throws -> String {
    var roster = Self.roster(count)
    roster.pageSize = 7
    let outcome = try await school.bringIn(roster, limit: .standard)
    return try #require(outcome.held?.name)
  }

  private func approve(
    _ name: String, into target: Account.ID? = nil, _ mode: Provisioner.Mode = .commit
  ) async throws -> Approval {
    try await school.door.approve(name, into: target, by: school.by, mode)
  }

  private var stagedPages: Int {
    get async throws {
      try await school.store.records(
        of: Record.Kind(rawValue: "staging"), after: nil, limit: 999
      ).count
    }
  }

  @Test("approved, it comes to what the import would have come to, under its own run")
  func approved() async throws {
    try await school.bringIn(Self.roster(40))
    let name = try await hold(10)
    let run = try await school.door.heldItem(name).run
    guard case .listing(let plan) = try await approve(name, .dryRun) else {
      Issue.record("something else came of it")
      return
    }
    #expect(plan.report.enrollments.ended == 30 && plan.run == nil)
    guard case .listing(let outcome) = try await approve(name) else {
      Issue.record("something else came of it")
      return
    }
    #expect(outcome.held == nil && outcome.run?.rawValue == run)
    #expect(outcome.report.enrollments.ended == 30 && outcome.report.entries == 1)
    let entries = try await school.store.entries(.all, before: nil, limit: 1)
    #expect(entries.first?.header.run?.rawValue == run)
    #expect(try await school.door.heldItems(limit: 9).isEmpty)
    #expect(try await stagedPages == 0)
    #expect(try await school.bringIn(Self.roster(10)).report.changesNothing)
  }

  @Test("approved, it is planned over today's store, and asks again only if more would end")
  func grown() async throws {
    try await school.bringIn(Self.roster(30))
    let name = try await hold(2)
    try await school.bringIn(
      ListedRoster(
        scope: .changes,
        sections: [.section("clever:a", students: Array(Self.students.suffix(5)))]))
    guard case .listing(let grown) = try await approve(name) else {
      Issue.record("something else came of it")
      return
    }
    #expect(grown.held?.ends == 33)
    #expect(try await school.roster("clever:a").filter { $0.hasSuffix("active") }.count == 36)
    guard case .listing(let done) = try await approve(name) else {
      Issue.record("something else came of it")
      return
    }
    #expect(done.held == nil && done.report.enrollments.ended == 33)
  }

  /// Everybody's name begins with `start`, and students from `first` on are in the section.
  private static func named(_ start: String, from first: Int) -> ListedRoster {
    var roster = roster(40)
    roster.people = roster.people.enumerated().map { place, person in
      var person = person
      (person.profile.given, person.profile.family) = ("\(start) \(place)", "\(start)son \(place)")
      return person
    }
    roster.sections[0].members.removeAll { member in
      students.prefix(first - 1).contains(member.key.description)
    }
    return roster
  }

  @Test("a listing of hardly anybody who was known, by key and name, is told from a shrunken one")
  func strangers() async throws {
    let hint = "another district's files"
    try await school.bringIn(Self.named("Ada", from: 1))
    let fewer = try await school.bringIn(Self.named("ADA", from: 31), limit: .standard)
    #expect(fewer.held?.reason.contains(hint) == false)
    let renamed = try await school.bringIn(Self.named("Bo", from: 31), limit: .standard)
    #expect(renamed.held?.reason.contains(hint) == true, "the same keys name other people")
    var others = Self.named("Ada", from: 31)
    others.people.removeAll { !others.sections[0].members.map(\.key).contains($0.key) }
    let missing = try await school.bringIn(others, limit: .standard)
    #expect(missing.held?.reason.contains(hint) == true, "most people are not listed any more")
    let within = try await school.bringIn(Self.named("Bo", from: 20), limit: .standard)
    #expect(within.held == nil, "names alone hold nothing")
  }

  @Test("discarded, nothing has happened, and the same files are held again")
  func discarded() async throws {
    try await school.bringIn(Self.roster(40))
    let before = try await Snapshot(of: school.store).exactText
    let name = try await hold(10)
    #expect(try await stagedPages > 1)
    try await school.door.discard(name, by: school.by, .dryRun)
    #expect(try await school.door.heldItems(limit: 9).count == 1)
    try await school.door.discard(name, by: school.by)
    #expect(try await school.door.heldItems(limit: 9).isEmpty)
    #expect(try await stagedPages == 0)
    #expect(try await Snapshot(of: school.store).exactText == before)
    await #expect(throws: ProvisioningError.self) { try await approve(name) }
    try await hold(10)
  }

  @Test("a later listing that goes through settles what was held of an earlier one")
  func settled() async throws {
    try await school.bringIn(Self.roster(40))
    try await hold(10)
    try await hold(9)
    #expect(try await school.door.heldItems(limit: 9).map(\.ends) == [31])
    try await school.bringIn(Self.roster(39), limit: .standard)
    #expect(try await school.door.heldItems(limit: 9).isEmpty)
    #expect(try await stagedPages == 0)
  }

  @Test("an approved listing settles nothing that came after it")
  func settledLater() async throws {
    try await school.bringIn(Self.roster(40))
    let whole = try await hold(10)
    var gone = ListedRoster(scope: .changes)
    gone.departures.sections = [.named("clever:a")]
    let later = try #require(try await school.bringIn(gone, limit: .standard).held?.name)
    _ = try await approve(whole)
    #expect(try await school.door.heldItems(limit: 9).map(\.name) == [later])
    guard case .listing(let outcome) = try await approve(later) else {
      Issue.record("something else came of it")
      return
    }
    #expect(outcome.report.enrollments.ended == 11)
    #expect(try await stagedPages == 0)
  }

  @Test(
    "Rule 11: an approved role rises, and the account with it; a discarded one is not asked again")
  func roles() async throws {
    try await school.bringIn(ListedRoster(people: [.person("clever:1"), .person("clever:2")]))
    let risen = ListedRoster(people: [.person("clever:1", .teacher), .person("clever:2", .staff)])
    try await school.bringIn(risen)
    let items = try await school.door.heldItems(limit: 9)
    #expect(items.map(\.kind) == [.role, .role])
    for item in items {
      if item.key == "clever:1" {
        guard case .role(let entry?) = try await approve(item.name) else {
          Issue.record("something else came of it")
          return
        }
        #expect(try await school.account("clever:1").profile.role == .teacher)
        _ = try await school.door.undo(entry, by: school.by)
        #expect(try await school.account("clever:1").profile.role == .student)
      } else {
        try await school.door.discard(item.name, by: school.by)
      }
    }
    try await school.bringIn(risen)
    let again = try await school.door.heldItems(limit: 9)
    #expect(again.filter { $0.discarded == nil }.map(\.key) == ["clever:1"])
    #expect(again.filter { $0.discarded != nil }.map(\.key) == ["clever:2"])
    #expect(try await school.account("clever:2").profile.role == .student)
  }

  @Test("an approved pair is merged into the account that was named")
  func pairs() async throws {
    let (one, other) = (
      try await school.enter(.person("clever:1", .teacher)),
      try await school.enter(.person("clever:2", .teacher))
    )
    try await school.signIn(.person("clever:1", .teacher, aliases: ["2"]))
    let item = try #require(try await school.door.heldItems(limit: 9).first)
    #expect(item.kind == .pair)
    let error = await #expect(throws: ProvisioningError.self) { try await approve(item.name) }
    #expect(error?.code == .needsDecision)
    guard case .merges(let reports) = try await approve(item.name, into: other) else {
      Issue.record("something else came of it")
      return
    }
    #expect(reports.map(\.source) == [one] && reports.allSatisfy { $0.entry != nil })
    #expect(try await school.home("clever:1") == other)
    #expect(try await school.door.heldItems(limit: 9).isEmpty)
  }

  @Test("Rule 15: what asks which account stays names no person's key")
  func privatePair() async throws {
    try await school.enter(.person("clever:old", .teacher))
    let listed = ListedRoster(people: [.person("clever:secret", aliases: ["old"])])
    for _ in 1...2 { try await school.bringIn(listed) }
    let items = try await school.door.heldItems(limit: 9)
    let item = try #require(items.first)
    #expect(items.count == 1 && !item.name.contains("secret"))
    let error = await #expect(throws: ProvisioningError.self) {
      try await approve(item.name, into: Account.ID("nobody"))
    }
    #expect(item.key == "clever:secret" && error?.code == .refused)
    #expect(error?.description.contains("secret") == false)
  }

  @Test("Rule 7: a share beyond all is never held, however large it is written")
  func largeLimit() {
    #expect(!RemovalLimit.over(count: 0, percent: .max).holds(ends: 40, of: 40))
    #expect(RemovalLimit.over(count: 0, percent: 99).holds(ends: 40, of: 40))
  }
}
