import ProvisioningTesting
import Testing

@testable import linkctl

/// What a listing leaves out is ended only when that is surely meant.
@Suite struct RemovalTests {
  let place = Workplace()

  private func bringIn(
    _ district: DistrictFiles, _ words: String = "", code: Int32 = 0
  ) async throws -> JSONValue {
    try district.write(to: "next", in: place)
    return try await place.answer("import clever-csv next --provider lakeside" + words, code: code)
  }

  private var entries: JSONValue {
    get async throws { try await place.answer("store status")["journal_entries"] }
  }

  @Test func tooManyRemovalsAreHeldAndNothingIsWritten() async throws {
    try await place.importFixture()
    let (before, count) = (try await place.state(), try await entries)
    var rows = 0
    let fewer = DistrictFiles.shipped.without("enrollments") { _ in
      rows += 1
      return rows % 4 != 0
    }
    let plan = try await bringIn(fewer, " --dry-run", code: 3)
    let held = try await bringIn(fewer, code: 3)
    #expect(held["held"]["ends"].number ?? 0 > 25)
    #expect(held["held"]["ends"] == plan["held"]["ends"])
    #expect(held["enrollments"]["ended"] == held["held"]["ends"])
    #expect(try await place.state() == before)
    #expect(try await entries == count)
    let ending = await place.run("import clever-csv next --provider lakeside")
    #expect(ending.code == 3)
    #expect(ending.output.contains("linkctl held approve removals-lakeside"))

    let done = try await bringIn(fewer, " --allow-removals")
    #expect(done["held"] == .null)
    #expect(done["enrollments"]["ended"] == held["held"]["ends"])
    let status = try await place.answer("store status")
    #expect(status["enrollments"]["ended"] == held["held"]["ends"])
    #expect(status["accounts"]["unclaimed"] == 68, "no account ends by absence")
    try await place.expectSound()

    let back = try await bringIn(.shipped)
    #expect(back["enrollments"]["restored"] == held["held"]["ends"])
    #expect(try await place.state() == before)
  }

  @Test("Only what was kept is offered for a decision, and the heading says what was done")
  func textsSayWhatWasDone() async throws {
    let command = "import clever-csv next --provider lakeside"
    var fewer = DistrictFiles.shipped
    fewer.files["enrollments"]?.removeLast(100)
    try fewer.write(to: "next", in: place)
    try await place.importFixture()
    let plan = await place.run(command + " --dry-run")
    #expect(plan.output.hasPrefix("dry run: nothing was written\n"))
    #expect(plan.output.contains("over the limit of 25 and 20 %."))
    #expect(!plan.output.contains("held approve"))
    let held = await place.run(command)
    #expect(held.output.contains(/^run \w+: held, so this is only what would happen\n/))
    try DistrictFiles.shipped.write(to: "next", in: place)
    let again = await place.run(command)
    #expect(again.output.contains(/^run \w+: nothing changed\n/))
  }

  @Test func aShareOverTheWholeIsNoLimit() async throws {
    let command = "import clever-csv \(Workplace.fixture) --provider lakeside"
    let error = try await place.failure(command + " --limit-removals 5,200", code: 64)
    #expect(error["problem"].string?.contains("the second at most 100") == true)
    try await place.answer(command + " --limit-removals 5,100")
  }

  @Test("Before anything is written, another district's files are called so")
  func anotherDistrictsFiles() async throws {
    try DistrictFiles.made(students: 60).write(to: "mine", in: place)
    try await place.answer("import clever-csv mine --provider lakeside")
    let before = try await place.state()
    // The same IDs, for other people in other classes.
    try DistrictFiles.made(students: 100, named: "Other").write(to: "other", in: place)
    for words in [" --dry-run", ""] {
      let told = await place.run("import clever-csv other --provider lakeside" + words)
      #expect(told.code == 3)
      #expect(told.output.contains("this looks like another district's files."))
    }
    #expect(try await place.state() == before)
  }

  @Test func limitsAreMetBothOrTheImportGoesOn() async throws {
    try await place.importFixture()
    var rows = 0
    let fewer = DistrictFiles.shipped.without("enrollments") { _ in
      rows += 1
      return rows <= 30
    }
    let ends = try await bringIn(fewer, " --dry-run --limit-removals 0,0", code: 3)["held"]["ends"]
    #expect(ends.number ?? 0 >= 29)
    _ = try await bringIn(fewer, " --dry-run --limit-removals 100,0")
    _ = try await bringIn(fewer, " --dry-run --limit-removals 0,99")
    _ = try await bringIn(fewer, " --dry-run", code: 3)
    _ = try await bringIn(fewer, " --limit-removals 100,100")
  }

  @Test func aSectionThatIsGoneIsArchivedAndComesBack() async throws {
    try await place.importFixture()
    let before = try await place.state()
    let gone = DistrictFiles.shipped.without("sections") { $0.hasPrefix("0001,100005") }
      .without("enrollments") { $0.hasPrefix("0001,100005") }
    let report = try await bringIn(gone)
    #expect(report["sections"]["archived"] == 1)
    #expect(try await place.answer("section show lakeside:100005")["status"] == "archived")
    let back = try await bringIn(.shipped)
    #expect(back["sections"]["restored"] == 1)
    #expect(try await place.state() == before)
  }

  // MARK: Rows rejected for their own fault

  @Test func aDamagedStudentRowEndsNothing() async throws {
    try await place.importFixture()
    let student = "0001,100000000"
    let damaged = DistrictFiles.shipped.replacing(
      "students", student, with: student + ",1,2,,,,,,,,,,,")
    let report = try await bringIn(damaged, " --limit-removals 0,0")
    #expect(report["rejected"].items.count > 2)
    #expect(report["enrollments"]["ended"] == 0)
    #expect(report["entries"] == 0)
  }

  @Test func aDamagedSectionRowArchivesAndEndsNothing() async throws {
    try await place.importFixture()
    let damaged = DistrictFiles.shipped.replacing(
      "sections", "0001,100005", with: "0001,100005,nobody,,,,,,,,,,,,,,")
    let report = try await bringIn(damaged, " --limit-removals 0,0")
    #expect(report["sections"]["archived"] == 0)
    #expect(report["enrollments"]["ended"] == 0)
    #expect(report["entries"] == 0)
  }

  /// A row's readable half says whom the row may have been about; without one it may be anybody.
  @Test(arguments: [
    ("0001,,", "0001,"), ("0001,10 0000,1 2", "0001,"), ("0001,100000,", "0001,100000,"),
    ("0001,,100000000", "0001,100005,100000000"),
  ])
  func anEnrollmentWhoseKeyCannotBeReadEndsNothing(row: String, missing: String) async throws {
    try await place.importFixture()
    var damaged = DistrictFiles.shipped.without("enrollments") { $0.hasPrefix(missing) }
    damaged.files["enrollments"]?.append(row)
    let report = try await bringIn(damaged, " --limit-removals 0,0")
    #expect(report["rejected"].items.count >= 2)
    #expect(report["enrollments"]["ended"] == 0)
    #expect(report["entries"] == 0)
  }

  @Test func aSectionWhoseKeyCannotBeReadKeepsAll() async throws {
    try await place.importFixture()
    let damaged = DistrictFiles.shipped.replacing(
      "sections", "0001,100005", with: "0001,,4239062,,,,,,,,,,,,,,")
    let report = try await bringIn(damaged, " --limit-removals 0,0")
    #expect(report["sections"]["archived"] == 0)
    #expect(report["enrollments"]["ended"] == 0)
  }

  @Test func aMissingPersonKeepsTheAccountAndLeavesItsClasses() async throws {
    try await place.importFixture()
    let gone = DistrictFiles.shipped.without("students") { $0.hasPrefix("0001,100000000") }
      .without("enrollments") { $0.hasSuffix(",100000000") }
    let report = try await bringIn(gone)
    #expect(report["enrollments"]["ended"].number ?? 0 > 0)
    let person = try await place.rows("account find lakeside:student/100000000")
    #expect(person.first?["status"] == "unclaimed")
  }
}
