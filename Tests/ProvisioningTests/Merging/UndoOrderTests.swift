import Provisioning
import ProvisioningTesting
import Testing

@Suite("Rule 12: entries taken back, and brought back, in any order")
struct UndoOrderTests {
  let school = School()

  /// A run of two entries: the people, then a section with both of them.
  private func bringIn() async throws -> Run.ID {
    let roster = ListedRoster(
      people: [.person("clever:1"), .person("clever:2")],
      sections: [.section("clever:a", students: ["clever:1", "clever:2"])], pageSize: 2)
    return try #require(try await school.bringIn(roster).run)
  }

  private func newest() async throws -> JournalEntry.ID {
    try #require(try await school.store.entries(.all, before: nil, limit: 1).first).id
  }

  @Test("a row whose ground is gone does not come back: a conflict, not an error")
  func groundless() async throws {
    let undone = try await school.door.undo(run: try await bringIn(), by: school.by)
    let section = try #require(undone.first?.entry)
    let before = try await Snapshot(of: school.store).exactText
    let refused = try await school.door.undo(section, by: school.by)
    #expect(refused.entry == nil)
    #expect(
      Set(refused.conflicts.map(\.row)) == [
        .enrollment(EnrollmentKey(.named("clever:a"), .named("clever:1"))),
        .enrollment(EnrollmentKey(.named("clever:a"), .named("clever:2"))),
      ])
    #expect(try await Snapshot(of: school.store).exactText == before)
    let kept = try await school.door.undo(section, policy: .keepLater, by: school.by)
    #expect(kept.entry != nil)
    #expect(try await school.status("clever:a") == .active)
    #expect(try await school.roster("clever:a").isEmpty)
  }

  @Test("a run of which a part has lost its ground is refused as a whole")
  func groundlessRun() async throws {
    let section = RosterSection.section("clever:a", students: ["clever:0"])
    let ground = try await school.bringIn(
      ListedRoster(people: [.person("clever:0")], sections: [section]))
    var joining = RosterSection.section("clever:a", students: ["clever:1", "clever:2"])
    joining.details = nil
    let later = try await school.bringIn(
      ListedRoster(
        scope: .changes, people: [.person("clever:1"), .person("clever:2")], sections: [joining],
        pageSize: 2))
    let undone = try await school.door.undo(run: try #require(later.run), by: school.by)
    _ = try await school.door.undo(run: try #require(ground.run), by: school.by)
    let before = try await Snapshot(of: school.store).exactText
    let run = try #require(undone.first?.run)
    let reports = try await school.door.undo(run: run, by: school.by)
    #expect(undone.count == 2 && reports.flatMap(\.conflicts).count == 2)
    #expect(reports.allSatisfy { $0.entry == nil })
    #expect(try await Snapshot(of: school.store).exactText == before)
  }

  @Test("what happens while a run is taken back stops it before older entries go")
  func overtaken() async throws {
    let people = (1...3).map { Identity.person("clever:\($0)") }
    let outcome = try await school.bringIn(ListedRoster(people: people, pageSize: 1))
    let school = school
    let store = InterruptedStore(school.store) {
      do { try await school.enter(people[2]) } catch { Issue.record(error) }
    }
    let door = Provisioner(store: store, environment: school.door.environment)
    let reports = try await door.undo(run: try #require(outcome.run), by: school.by)
    #expect(store.wasInterrupted && reports.count == 1 && reports.first?.entry == nil)
    for person in people { #expect(try await school.store.link(person.key) != nil) }
  }

  @Test("a run of which a part was taken back and brought back can be taken back")
  func broughtBack() async throws {
    let before = try await Snapshot(of: school.store).exactText
    let run = try await bringIn()
    let after = try await Snapshot(of: school.store).exactText
    _ = try await school.door.undo(try await newest(), by: school.by)
    _ = try await school.door.undo(try await newest(), by: school.by)
    #expect(try await Snapshot(of: school.store).exactText == after)
    let reports = try await school.door.undo(run: run, by: school.by)
    #expect(reports.count == 2 && reports.allSatisfy(\.conflicts.isEmpty))
    #expect(try await Snapshot(of: school.store).exactText == before)
  }
}
