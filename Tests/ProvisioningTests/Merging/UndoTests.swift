import Provisioning
import ProvisioningTesting
import Testing

@Suite("Rule 12: undo")
struct UndoTests {
  let school = School()

  private func entry(back: Int = 0) async throws -> JournalEntry.ID {
    try #require(
      try await school.store.entries(.all, before: nil, limit: 100).dropFirst(back).first
    ).id
  }

  private func undo(
    _ id: JournalEntry.ID, _ policy: UndoPolicy = .refuse
  ) async throws -> UndoReport {
    try await school.door.undo(id, policy: policy, by: school.by)
  }

  private func three() async throws -> [Account.ID] {
    var ids: [Account.ID] = []
    for number in 1...3 { ids.append(try await school.enter(.person("clever:\(number)"))) }
    return ids
  }

  @Test("an undone merge gives back exactly what stood before, and names itself")
  func exact() async throws {
    let ids = try await three()
    try await school.door.edit(ids[0], [.given: ["Edited"], .email: []], by: school.by)
    let before = try await Snapshot(of: school.store).exactText
    let merge = try #require(try await school.merge(ids[0], into: ids[1]).entry)
    let report = try await undo(merge)
    #expect(report.conflicts.isEmpty && report.source == ids[0] && report.target == ids[1])
    #expect(try await Snapshot(of: school.store).exactText == before)
    #expect(try await school.store.entry(.id(merge))?.revertedBy == report.entry)
  }

  @Test("chains: A into B cannot be taken back after B into C, and the later entry is named")
  func chain() async throws {
    let ids = try await three()
    let texts = [try await Snapshot(of: school.store).exactText]
    let first = try #require(try await school.merge(ids[0], into: ids[1]).entry)
    let second = try #require(try await school.merge(ids[1], into: ids[2]).entry)
    let before = try await school.everything()
    let refused = try await undo(first)
    #expect(refused.entry == nil && !refused.conflicts.isEmpty)
    #expect(refused.conflicts.allSatisfy { $0.laterEntry == second })
    #expect(try await school.everything() == before)
    #expect(try await undo(second).entry != nil)
    #expect(try await undo(first).entry != nil)
    #expect(try await Snapshot(of: school.store).exactText == texts[0])
  }

  @Test("an entry is taken back once; taking the undo back brings it again")
  func twice() async throws {
    let ids = try await three()
    let merge = try #require(try await school.merge(ids[0], into: ids[1]).entry)
    let merged = try await Snapshot(of: school.store).exactText
    let back = try #require(try await undo(merge).entry)
    let error = await #expect(throws: ProvisioningError.self) { try await undo(merge) }
    #expect(error?.code == .refused && error?.description.contains("\(back)") == true)
    #expect(try await undo(back).entry != nil)
    #expect(try await Snapshot(of: school.store).exactText == merged)
    #expect(try await undo(merge).entry != nil, "its undo was taken back, so it stands again")
  }

  @Test("a run is taken back as a run: its undo, and the undo of that, give back what stood before")
  func runs() async throws {
    let door = school.door
    let before = try await Snapshot(of: school.store).exactText
    let listing = ListedRoster(
      people: (1...9).map { .person("clever:\($0)") },
      sections: ["clever:a", "clever:b", "clever:c"].map { key in
        .section(key, students: (1...9).map { "clever:\($0)" })
      }, pageSize: 2)
    let run = try #require(try await school.bringIn(listing).run)
    let after = try await Snapshot(of: school.store).exactText
    var (taken, states) = (run, [before, after])
    for _ in 1...4 {
      let reports = try await door.undo(run: taken, by: school.by)
      #expect(reports.count > 2 && Set(reports.map(\.run)).count == 1)
      #expect(try await Snapshot(of: school.store).exactText == states[0])
      let inverse = try #require(reports.first?.run)
      let error = await #expect(throws: ProvisioningError.self) {
        try await door.undo(run: taken, by: school.by)
      }
      #expect(error?.remedy?.contains("\(inverse)") == true)
      states.reverse()
      taken = inverse
    }
  }

  @Test("an undo of a run that was stopped goes on under its own name")
  func stoppedRuns() async throws {
    let people = (1...9).map { Identity.person("clever:\($0)") }
    let run = try #require(try await school.bringIn(ListedRoster(people: people, pageSize: 2)).run)
    let entries = try await school.store.entries(.run(run), before: nil, limit: 9)
    let stopped = Task {
      try await school.door.undo(run: run, by: school.by) { done, _ in
        if done == entries.count + 2 { withUnsafeCurrentTask { $0?.cancel() } }
      }
    }
    await #expect(throws: ProvisioningError.self) { try await stopped.value }
    let rest = try await school.door.undo(run: run, by: school.by)
    #expect(rest.count == entries.count - 2)
    let inverse = try #require(rest.first?.run)
    let inverses = try await school.store.entries(.run(inverse), before: nil, limit: 9)
    #expect(inverses.compactMap(\.header.reverts) == entries.map(\.id).reversed())
  }

  @Test("later changes of the same value: refused, kept or taken back, as is said")
  func policies() async throws {
    let id = try await school.enter(.person("clever:1"))
    try await school.door.edit(id, [.given: ["First"], .family: ["First"]], by: school.by)
    let edit = try await entry()
    try await school.door.edit(id, [.given: ["Second"]], by: school.by)
    let later = try await entry()
    let refused = try await undo(edit)
    let conflict = try #require(refused.conflicts.first)
    #expect(refused.conflicts.count == 1 && conflict.row == .account(id))
    #expect(conflict.column == "local.given" && conflict.laterEntry == later)
    #expect(refused.entry == nil)
    let kept = try await undo(edit, .keepLater)
    #expect(kept.conflicts.count == 1)
    #expect(try await school.account("clever:1").profile.given == "Second")
    if let entry = kept.entry { _ = try await undo(entry) }
    #expect(try await undo(edit, .revertLater).entry != nil)
    #expect(try await school.account("clever:1").state.local.isEmpty)
  }

  @Test("what a sync wrote through a moved key goes back with the key")
  func syncBetween() async throws {
    let ids = try await three()
    let merge = try #require(try await school.merge(ids[0], into: ids[1]).entry)
    try await school.bringIn(
      ListedRoster(
        people: [.person("clever:1", .student, "Renamed"), .person("clever:2", .student, "Other")],
        sections: [.section("clever:a", students: ["clever:1"])]))
    #expect(try await undo(merge).conflicts.isEmpty)
    #expect(try await school.account("clever:1").id == ids[0])
    #expect(try await school.account("clever:1").profile.given == "Renamed")
    let classes = try await school.store.enrollments(of: ids[0]).map(\.section)
    #expect(classes == [.named("clever:a")])
    #expect(try await school.store.enrollments(of: ids[1]).isEmpty)
  }

  @Test("a key that was linked because of a moved key goes back with it")
  func followers() async throws {
    let ids = try await three()
    let merge = try #require(try await school.merge(ids[0], into: ids[1]).entry)
    try await school.signIn(.person("clever:new", aliases: ["1"]))
    #expect(try await school.home("clever:new") == ids[1])
    #expect(try await undo(merge).conflicts.isEmpty)
    #expect(try await school.home("clever:new") == ids[0])
  }

  @Test("an account that was used since is not undone away")
  func usedSince() async throws {
    try await school.bringIn(ListedRoster(people: [.person("clever:1")]))
    let made = try await entry()
    try await school.signIn(.person("clever:1"))
    let claimed = try await entry()
    let report = try await undo(made)
    #expect(report.entry == nil && report.conflicts.contains { $0.laterEntry == claimed })
    #expect(try await undo(claimed).entry != nil)
    #expect(try await undo(made).entry != nil)
    #expect(try await Snapshot(of: school.store).exactText == "")
  }

  @Test("an unlinking is undone with all that was asserted")
  func unlinked() async throws {
    try await school.bringIn(
      ListedRoster(
        people: [.person("clever:1", .student, "Name", sis: "7", district: "north")],
        sections: [.section("clever:a", students: ["clever:1"])]))
    let before = try await Snapshot(of: school.store).exactText
    try await school.door.unlink(.named("clever:1"), by: school.by)
    #expect(try await school.roster("clever:a").isEmpty)
    #expect(try await undo(entry()).entry != nil)
    #expect(try await Snapshot(of: school.store).exactText == before)
  }

  @Test("an unknown entry is not found")
  func unknown() async throws {
    let error = await #expect(throws: ProvisioningError.self) { try await undo(.named("e-none")) }
    #expect(error?.code == .notFound)
  }
}
