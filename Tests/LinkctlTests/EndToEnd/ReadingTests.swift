import ProvisioningTesting
import Testing

@testable import linkctl

/// What lists and pages show to people.
@Suite struct ReadingTests {
  let place = Workplace()

  /// The first words of the lines that a command answers with.
  private func firstWords(_ line: String) async -> [String] {
    await place.run(line).output.split(separator: "\n")
      .map { String($0.split(separator: " ").first ?? "") }
  }

  @Test func aLongListHasOneHeading() async throws {
    try DistrictFiles.made(students: 1200).write(to: "district", in: place)
    try await place.answer("import clever-csv district --provider lakeside")
    let accounts = await firstWords("account list")
    #expect(accounts.count == 1 + 1200 + 120)
    #expect(accounts.filter { $0 == "ACCOUNT" }.count == 1 && accounts.first == "ACCOUNT")
  }

  @Test func aSectionsPeopleHaveNames() async throws {
    try await place.importFixture()
    let shown = await place.run("section show lakeside:100006")
    let section = try await place.answer("section show lakeside:100006")
    let id = try #require(section["students"].items.first?["account"].string)
    let account = try await place.answer("account show \(id)")
    let line = try #require(shown.output.split(separator: "\n").first { $0.contains(id) })
    let name = [account["name"]["given"], account["name"]["middle"], account["name"]["family"]]
      .compactMap(\.string).joined(separator: " ")
    #expect(!name.isEmpty && line.hasSuffix("  student          active  \(name)"), "\(line)")
  }

  @Test("A search shows the best match first and says what was found; programs get it by ID")
  func searches() async throws {
    let people = [
      ("p1", "--given-name Amberly"), ("p2", "--given-name Zed --email amber@example.org"),
      ("p3", "--given-name Amber"), ("p4", "--family-name amber"),
    ]
    for (id, words) in people {
      try await place.answer("account create --role student --id \(id) \(words)")
    }
    let found = await place.run("account find Amber").output.split(separator: "\n").dropFirst()
    #expect(found.map { $0.prefix(2) } == ["p3", "p4", "p2", "p1"])
    #expect(found.map { $0.split(separator: " ").last } == ["name", "name", "email…", "name…"])
    let rows = try await place.rows("account find amber")
    #expect(rows.map { $0["id"] } == ["p1", "p2", "p3", "p4"])
    let exact = await place.run("account find AMBER@example.org").output
    #expect(exact.hasSuffix("  email\n"))
  }

  @Test func anExactAddressIsFoundAmongManyThatBeginLikeIt() async throws {
    var district = DistrictFiles.made(students: 150)
    district.files["students"] =
      ["School_id,Student_id,Last_name,First_name,Student_email"]
      + (0..<150).map { "1,s\($0),Family,Given,a@example.org\($0 == 149 ? "" : "x\($0)")" }
    try district.write(to: "district", in: place)
    try await place.answer("import clever-csv district --provider lakeside")
    let found = await place.run("account find a@example.org")
    #expect(found.output.split(separator: "\n")[1].contains("lakeside:student/s149 "))
    #expect(found.errors.contains("There may be more"))
  }

  // MARK: History

  @Test func whatARunHasWrittenIsOneRowUnlessItIsAskedFor() async throws {
    let run = try #require(try await place.importFixture()["run"].string)
    try await place.answer("account create --role staff --id s1")
    let rows = await firstWords("history")
    #expect(rows.count == 2 && rows.last == run)
    let entries = try await place.rows("history")
    #expect(entries.count == 3, "every entry is a row for programs")
    let alone = await firstWords("history --run \(run)")
    #expect(alone == entries.dropFirst().map { $0["entry"].string })
    let text = await place.run("history").output
    let changes = entries.dropFirst().compactMap { $0["changes"].number }.reduce(0, +)
    #expect(text.contains("  import  2 entries, \(changes) changes\n"))
  }

  @Test func aLimitGivesTheNewestRows() async throws {
    try await place.importFixture()
    for number in 1...3 { try await place.answer("account create --role staff --id s\(number)") }
    let all = try await place.rows("history")
    #expect(try await place.rows("history --limit 2") == Array(all.prefix(2)))
    let text = await place.run("history").output.split(separator: "\n")
    #expect(text.count == 4)
    let limited = await place.run("history --limit 4").output.split(separator: "\n")
    #expect(limited == text, "a run is one of the rows")
    #expect(await place.run("history --limit 3").output.split(separator: "\n") == text.dropLast())
    let mistake = try await place.failure("history --limit 0", code: 64)
    #expect(mistake["problem"].string?.contains("of 1 or more") == true)
  }
}
