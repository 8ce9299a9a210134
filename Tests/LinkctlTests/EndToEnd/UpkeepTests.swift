import ProvisioningTesting
import Foundation
import Testing

@testable import linkctl

/// Backups, restores and migrations as an administrator makes them.
@Suite struct UpkeepTests {
  let place = Workplace()

  private func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: place.folder)
      .filter { !$0.hasPrefix(".log") && !$0.hasPrefix("dump") }.sorted()
  }

  @Test func aBackupIsAStoreAndRestoringItGivesBackWhatStoodThen() async throws {
    try await place.importFixture()
    let before = try await place.state()
    #expect(try await place.answer("store backup monday.db") == ["file": "monday.db"])
    #expect(try await place.state(store: "sqlite:monday.db") == before)
    let check = await place.run(["store", "verify"], store: "sqlite:monday.db")
    #expect(check.code == 0)

    try await place.answer("account disable lakeside:student/100000000")
    let changed = try await place.state()
    let plan = try await place.answer("store restore monday.db --dry-run")
    #expect(plan.keys == "coming kept present restored")
    #expect(plan["restored"] == false && plan["kept"] == .null)
    #expect(plan["coming"]["journal_entries"] == 2 && plan["present"]["journal_entries"] == 3)
    #expect(try await place.failure("store restore monday.db", code: 64)["code"] != .null)
    #expect(try await place.state() == changed)

    let restored = try await place.answer("store restore monday.db --yes")
    #expect(restored["restored"] == true)
    #expect(try await place.state() == before)
    try await place.expectSound()
    let kept = try #require(restored["kept"].string)
    #expect(try await place.state(store: "sqlite:\(kept)") == changed)
    #expect(try files().filter { $0.hasPrefix(".") } == [])
  }

  @Test func aFileIsReplacedOnlyWithAYes() async throws {
    try await place.importFixture()
    try await place.answer("store backup b.db")
    try await place.failure("store backup b.db", code: 64)
    try await place.answer("store backup b.db --yes")
    #expect(try await place.failure("store backup store.db --yes")["code"] == "refused")
    try await place.failure("store backup nowhere/b.db", code: 69)
    try await place.expectSound()
  }

  @Test func aMissingStoreIsMadeFromABackup() async throws {
    try await place.importFixture()
    try await place.answer("store backup b.db")
    let before = try await place.state()
    let ending = await place.run(
      ["store", "restore", "b.db", "--yes", "--format", "json"], store: "sqlite:new.db")
    #expect(ending.code == 0)
    #expect(try StrictJSON.document(ending.output.dropLast())["kept"] == .null)
    #expect(try await place.state(store: "sqlite:new.db") == before)
  }

  @Test func whatIsNoBackupIsRefusedAndTheStoreStaysAsItWas() async throws {
    try await place.importFixture()
    let before = try await place.state()
    try place.write(String(repeating: "No database at all.\n", count: 500), to: "text.db")
    #expect(try await place.failure("store restore text.db --yes")["code"] == "invalid")
    #expect(try await place.failure("store restore none.db --yes")["code"] == "not_found")
    #expect(try await place.failure("store restore store.db --yes")["code"] == "refused")
    #expect(try await place.state() == before)
  }

  @Test func ctrlCInABackupLeavesNoFile() async throws {
    try await place.importFixture()
    let child = place.start(["store", "backup", "b.db"])
    child.signal(SIGINT)
    let ending = await child.ending()
    // It may have been done before the signal came, or after: whole, or not at all.
    let isThere = try files().contains("b.db")
    #expect(isThere == (ending.code == 0))
    #expect(try files().filter { $0.contains(".b.db") } == [])
  }

  @Test func aRestoreThatIsKilledLeavesTheOldStoreOrTheNewOne() async throws {
    try await place.importFixture()
    try await place.answer("store backup b.db")
    try await place.answer(
      "undo \(try #require(try await place.rows("history").last?["run"].string))")
    let (old, new) = (try await place.state(), try await place.state(store: "sqlite:b.db"))
    #expect(old != new)
    for round in 0..<12 {
      let child = place.start(["store", "restore", "b.db", "--yes"])
      try await Task.sleep(for: .milliseconds(8 * round))
      child.signal(SIGKILL)
      _ = await child.ending()
      let state = try await place.state()
      #expect(state == old || state == new, "round \(round)")
      try await place.expectSound()
      if state == new { break }
    }
  }

  @Test func migratingAPresentStoreDoesNothing() async throws {
    try await place.importFixture()
    let told = try await place.answer("store migrate --dry-run")
    #expect(told == ["from": 1, "to": 1, "kept": .null])
    #expect(try await place.answer("store migrate") == told)
    #expect(try files().filter { $0.contains("before") } == [])
  }
}
