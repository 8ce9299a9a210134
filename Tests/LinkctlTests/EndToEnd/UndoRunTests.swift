import ProvisioningTesting
import Glibc
import Testing

@testable import linkctl

/// A whole import is taken back by the name of its run.
@Suite struct UndoRunTests {
  let place = Workplace()

  @Test func theFirstImportIsTakenBackWhole() async throws {
    try await place.answer("store init")
    let before = try await place.state()
    let run = try #require(try await place.importFixture()["run"].string)
    let imported = try await place.state()
    let plan = try await place.answer("undo \(run) --dry-run")
    #expect(plan["entry"] == .null)
    #expect(try await place.state() == imported)
    let undo = try await place.answer("undo \(run)")
    #expect(undo.keys == "conflicts duplicates entry moved source target")
    #expect(undo["conflicts"] == [])
    #expect(try await place.state() == before)
    try await place.expectSound()
    let history = try await place.rows("history")
    let imports = history.filter { $0["action"] == "import" }
    #expect(imports.allSatisfy { $0["reverted_by"].string != nil })
    #expect(history.count == imports.count * 2)
    _ = await place.run("undo \(run)")
    #expect(try await place.state() == before, "there is nothing left to take back")

    let again = try await place.importFixture()
    #expect(again["accounts"]["created"] == 68)
    #expect(again["enrollments"]["started"] == 136)
    try await place.expectSound()
  }

  @Test func anUndoOfARunIsARunAndBringsItBack() async throws {
    try await place.answer("store init")
    let before = try await place.state()
    let run = try #require(try await place.importFixture()["run"].string)
    let imported = try await place.state()
    let undo = await place.run("undo \(run)")
    let line = try #require(undo.output.split(separator: "\n").last)
    let inverse = try #require(try await place.rows("history --limit 1")[0]["run"].string)
    #expect(line == "taken back as run \(inverse); 'linkctl undo \(inverse)' brings it back")
    #expect(try await place.state() == before)
    let again = try await place.failure("undo \(run)")
    #expect(again["remedy"] == .string("To bring it back: linkctl undo \(inverse)"))
    try await place.answer("undo \(inverse)")
    #expect(try await place.state() == imported)
    try await place.expectSound()
  }

  @Test(arguments: [("n", Int32(1)), ("y", 0)])
  func aRunIsTakenBackOnATerminalOnlyOnceTheAnswerIsYes(key: String, code: Int32) async throws {
    try await place.answer("store init")
    let empty = try await place.state()
    let run = try #require(try await place.importFixture()["run"].string)
    let imported = try await place.state()
    let terminal = Terminal(
      Workplace.tool, ["--store", "sqlite:store.db", "undo", run], in: place.folder)
    try await terminal.wait(for: "Take back 2 entries of the run, 284 rows in all? [y/N] ")
    terminal.type(key + "\r")
    #expect(await terminal.ending() == code)
    #expect(try await place.state() == (code == 0 ? empty : imported))
  }

  @Test func aLaterImportIsTakenBackToTheOneBefore() async throws {
    try await place.importFixture()
    let before = try await place.state()
    let district = DistrictFiles.shipped.without("sections") { $0.hasPrefix("0001,100005") }
      .without("enrollments") { $0.hasPrefix("0001,100005") || $0.hasPrefix("0002,100008") }
    try district.write(to: "later", in: place)
    let report = try await place.answer(
      "import clever-csv later --provider lakeside --allow-removals")
    #expect(report["enrollments"]["ended"] != 0)
    try await place.answer("undo \(try #require(report["run"].string))")
    #expect(try await place.state() == before)
    try await place.expectSound()
  }

  @Test func whoeverSignedInSinceIsAConflict() async throws {
    let run = try #require(try await place.importFixture()["run"].string)
    let claimed = try await place.answer(
      "sign-in --provider clever --subject c1 --role student --district lakeside --sis-id 100000000"
    )
    #expect(claimed["outcome"] == "claimed")
    let before = try await place.state()
    let entries = try await place.answer("store status")["journal_entries"]
    let undo = try await place.answer("undo \(run)", code: 3)
    #expect(!undo["conflicts"].items.isEmpty)
    #expect(undo["entry"] == .null)
    #expect(try await place.state() == before)
    #expect(try await place.answer("store status")["journal_entries"] == entries)

    try await place.answer("undo \(run) --keep-later")
    let shown = try await place.answer("account show clever:c1")
    #expect(shown["id"] == claimed["account"])
    #expect(try await place.answer("store status")["accounts"]["unclaimed"] == 0)
    try await place.expectSound()
  }

  @Test func theEntryThatWasWrittenIsNamedThoughAnOlderOneStays() async throws {
    let roster = #"""
      {"person": {"subject": "s1", "role": "student"}}
      {"section": {"subject_id": "c1", "members": [{"subject": "s1", "enrollment_role": "student"}]}}
      """#
    try place.write(roster, to: "one.jsonl")
    let imported = try await place.answer("import jsonl one.jsonl --provider lakeside")
    let run = try #require(imported["run"].string)
    try await place.answer("sign-in --provider lakeside --subject s1 --role student")
    let undo = try await place.answer("undo \(run) --keep-later")
    let newest = try await place.rows("history --limit 1").first
    #expect(newest?["action"] == "undo" && newest?["entry"] == undo["entry"])
    #expect(try await place.rows("section list").isEmpty)
    #expect(try await place.rows("account list").count == 1)
  }

  @Test func aKilledUndoGoesOn() async throws {
    try DistrictFiles.made(students: 800).write(to: "district", in: place)
    try await place.answer("store init")
    let before = try await place.state()
    let report = try await place.answer("import clever-csv district --provider lakeside")
    let run = try #require(report["run"].string)
    for pause in [30, 60, 90, 120] {
      let child = place.start(["undo", run])
      try await Task.sleep(for: .milliseconds(pause))
      child.signal(SIGKILL)
      _ = await child.ending()
      try await place.expectSound()
    }
    let last = await place.run("undo \(run)")
    #expect([0, 1].contains(last.code), "\(last.errors)")
    #expect(try await place.state() == before)
    try await place.expectSound()
  }
}
