import ProvisioningTesting
import Testing

@testable import linkctl

/// Many programs at one store at the same moment.
@Suite(.timeLimit(.minutes(15))) struct ConcurrencyTests {
  let place = Workplace()

  /// Runs all at once; how they ended.
  private func atOnce(_ lines: [String]) async -> [Ending] {
    let children = lines.map { line in
      place.start((line + " --format json").split(separator: " ").map(String.init))
    }
    var endings: [Ending] = []
    for child in children { endings.append(await child.ending()) }
    return endings
  }

  @Test func oneNewPersonAtOnceGetsOneAccount() async throws {
    try await place.answer("store init")
    for person in 1...5 {
      let line =
        "sign-in --provider clever --subject s\(person) --role student --district d --sis-id \(person)"
      let endings = await atOnce(Array(repeating: line, count: 8))
      #expect(endings.map(\.code) == Array(repeating: 0, count: 8), "\(endings.map(\.errors))")
      let answers = try endings.map { try StrictJSON.document($0.output.dropLast()) }
      #expect(Set(answers.map { $0["account"].string }).count == 1)
      let outcomes = answers.compactMap { $0["outcome"].string }.sorted()
      #expect(outcomes == ["created"] + Array(repeating: "signed_in", count: 7))
    }
    let status = try await place.answer("store status")
    #expect(status["accounts"]["active"] == 5)
    #expect(status["journal_entries"] == 5)
    try await place.expectSound()
  }

  @Test func aStoreIsMadeOnce() async throws {
    let endings = await atOnce(
      (1...6).map { "sign-in --provider clever --subject s\($0) --role student" })
    #expect(endings.map(\.code) == Array(repeating: 0, count: 6), "\(endings.map(\.errors))")
    #expect(try await place.answer("store status")["accounts"]["active"] == 6)
    try await place.expectSound()
  }

  @Test func aClaimedPersonIsClaimedOnce() async throws {
    try await place.importFixture()
    let words = "--role student --district lakeside --sis-id 100000000"
    let endings = await atOnce(
      Array(repeating: "sign-in --provider clever --subject c1 \(words)", count: 6))
    #expect(endings.allSatisfy { $0.code == 0 }, "\(endings.map(\.output))")
    let status = try await place.answer("store status")
    #expect(status["accounts"]["active"] == 1)
    #expect(status["accounts"]["unclaimed"] == 67)
    try await place.expectSound()
  }

  @Test func oneFeedImportedTwiceAtOnceStaysWhole() async throws {
    try DistrictFiles.made(students: 600).write(to: "district", in: place)
    let line = "import clever-csv district --provider lakeside"
    let endings = await atOnce([line, line])
    // Whoever comes second is told to wait, unless the first has ended already.
    #expect(endings.contains { $0.code == 0 })
    for ending in endings where ending.code != 0 {
      #expect(ending.code == 75, "\(ending.errors)")
      #expect(try ending.failure["code"] == "busy")
    }
    try await place.expectSound()
    let last = try await place.answer(line)
    #expect(last["entries"] == 0)
    #expect(last["accounts"]["unchanged"] == 660)
    let status = try await place.answer("store status")
    #expect(status["accounts"]["unclaimed"] == 660)
    #expect(status["links"] == 660)
  }

  @Test func peopleSignInDuringAnImport() async throws {
    try DistrictFiles.made(students: 1500).write(to: "district", in: place)
    let known = "--role student --district lakeside --sis-id"
    let endings = await atOnce(
      ["import clever-csv district --provider lakeside"]
        + (0..<12).map { "sign-in --provider clever --subject c\($0) \(known) s\($0 * 100)" }
        + (0..<4).map { "sign-in --provider clever --subject n\($0) --role student" })
    #expect(endings.map(\.code) == Array(repeating: 0, count: 17), "\(endings.map(\.errors))")
    try await place.expectSound()
    // Whoever was faster, a person has one account: by the sign-in's key and by the feed's.
    let again = try await place.answer("import clever-csv district --provider lakeside")
    #expect(again["entries"] == 0)
    #expect(try await place.answer("store status")["accounts"]["active"] == 16)
    for person in 0..<12 {
      let byKey = try await place.rows("account find clever:c\(person)")
      let byFeed = try await place.rows("account find lakeside:student/s\(person * 100)")
      #expect(byKey.map { $0["id"] } == byFeed.map { $0["id"] })
    }
  }

  @Test func mergesOfOnePairAtOnceAreOneMerge() async throws {
    var ids: [String] = []
    for subject in ["one", "two"] {
      let answer = try await place.answer(
        "sign-in --provider a --subject \(subject) --role student")
      ids.append(try #require(answer["account"].string))
    }
    let endings = await atOnce([
      "merge \(ids[0]) --into \(ids[1]) --yes", "merge \(ids[1]) --into \(ids[0]) --yes",
      "merge \(ids[0]) --into \(ids[1]) --yes", "merge \(ids[1]) --into \(ids[0]) --yes",
    ])
    #expect(endings.count { $0.code == 0 } == 1, "\(endings.map(\.errors))")
    #expect(endings.count { $0.code == 1 } == 3)
    let status = try await place.answer("store status")
    #expect(status["accounts"]["merged"] == 1)
    #expect(status["accounts"]["active"] == 1)
    try await place.expectSound()
  }
}
