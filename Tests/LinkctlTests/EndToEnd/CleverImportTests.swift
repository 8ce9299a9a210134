import HTTPStub
import ProvisioningTesting
import Testing

@testable import linkctl

/// `linkctl import clever` and `linkctl sync teacher`, against a Clever on this machine.
@Suite("Listings from Clever", .timeLimit(.minutes(15))) struct CleverImportTests {
  let place = Workplace()
  private let secret = ["CLEVER_CLIENT_SECRET": "canary-secret"]

  private func configure(_ server: StubServer, _ more: String = "") throws {
    let url = server.url("")
    try place.write(
      "{clever: {clientID: \"app\", accounts: \"\(url)\", data: \"\(url)\"}, \(more)}",
      to: "linkctl.json")
  }

  private func run(
    _ line: String, _ variables: [String: String]
  ) async -> Ending {
    await place.run(
      line.split(separator: " ").map(String.init) + ["--format", "json"], variables: variables)
  }

  private func token(_ district: Int) -> [String: String] {
    ["CLEVER_DISTRICT_TOKEN": CleverStub.token(district)]
  }

  @Test("A district comes in with its token, and a second time changes nothing")
  func district() async throws {
    let server = CleverStub.start()
    defer { server.stop() }
    try configure(server)
    let plan = try StrictJSON.document(
      await run("import clever --dry-run", token(1)).output.dropLast())
    #expect(
      plan["run"] == .null && plan["dry_run"] == true && plan["accounts"]["created"].number == 2)
    let first = await run("import clever --reason start", token(1))
    #expect(first.code == 0, "\(first.errors)")
    let answer = try StrictJSON.document(first.output.dropLast())
    #expect(answer["accounts"]["created"].number == 2 && answer["held"] == .null)
    #expect(answer["enrollments"]["started"].number == 2)
    let again = try StrictJSON.document(await run("import clever", token(1)).output.dropLast())
    #expect(again["entries"].number == 0 && again["sections"]["unchanged"].number == 1)
    try await place.expectSound()
  }

  @Test("Of several districts one is named; the other's classes stay as they are")
  func severalDistricts() async throws {
    let server = CleverStub.start()
    defer { server.stop() }
    try configure(server)
    let ambiguous = await run("import clever", secret)
    #expect(ambiguous.code == 3)
    #expect(try ambiguous.failure["reason"].string?.contains("d1, d2") == true)
    #expect(try ambiguous.failure["remedy"].string?.contains("--district") == true)
    for district in ["d1", "d2"] {
      let ending = await run("import clever --district \(district)", secret)
      #expect(ending.code == 0, "\(ending.errors)")
    }
    let status = try await place.answer("store status")
    #expect(status["sections"]["active"].number == 2 && status["sections"]["archived"].number == 0)
    let unknown = await run("import clever --district d3", secret)
    #expect(unknown.code == 1)
    #expect(try unknown.failure["code"] == "not_found")
    try configure(server, "feeds: {clever: {district: \"d2\"}}")
    #expect(await run("import clever", secret).code == 0, "the configuration names it")
  }

  @Test("Without a token it says where one belongs; one that Clever does not take ends it")
  func tokens() async throws {
    let server = CleverStub.start()
    defer { server.stop() }
    try configure(server)
    let missing = await run("import clever", [:])
    #expect(missing.code == 1)
    #expect(try missing.failure["remedy"].string?.contains("$CLEVER_DISTRICT_TOKEN") == true)
    let wrong = await run("import clever", ["CLEVER_DISTRICT_TOKEN": "canary"])
    #expect(wrong.code == 1)
    #expect(try wrong.failure["code"] == "refused")
    for ending in [missing, wrong] {
      #expect(!ending.errors.contains("canary") && !ending.output.contains("canary"))
    }
    #expect(contents(of: place.path("store.db")).isEmpty, "no store is made")
  }

  @Test("A token may be typed on a terminal, where it is not shown") func typedToken() async throws
  {
    let server = CleverStub.start()
    defer { server.stop() }
    let url = server.url("")
    try place.write(
      "{store: \"sqlite:store.db\", clever: {accounts: \"\(url)\", data: \"\(url)\"}}",
      to: "linkctl.json")
    let terminal = Terminal(Workplace.tool, ["import", "clever"], in: place.folder)
    try await terminal.wait(for: "token")
    terminal.type(CleverStub.token(1) + "\r")
    #expect(await terminal.ending() == 0)
    #expect(!terminal.text.contains(CleverStub.token(1)))
    #expect(try await place.answer("store status")["links"].number == 2)
  }

  @Test("Ctrl-C ends the waiting for Clever, and says how to go on") func stopped() async throws {
    let server = StubServer { connection in connection.stayAway() }
    defer { server.stop() }
    try configure(server)
    let child = place.start(["import", "clever", "--format", "json"], variables: token(1))
    while server.connections == 0 { try await Task.sleep(for: .milliseconds(20)) }
    child.signal(2)
    let ending = await child.ending()
    #expect(ending.code == 130)
    #expect(try ending.failure["remedy"].string?.contains("same command") == true)
  }

  @Test("A teacher's sections come in by her own token, or by her district's")
  func teacher() async throws {
    let server = CleverStub.start()
    defer { server.stop() }
    try configure(server)
    try await place.answer("store init")
    let unknown = await run("sync teacher b1", token(1))
    #expect(unknown.code == 1)
    #expect(try unknown.failure["code"] == "not_found")
    let ticket = try await place.answer(
      "sign-in --provider clever --subject b1 --role teacher --sharing teacher", code: 3)
    try await place.answer("sign-in --ticket \(ticket["ticket"].string ?? "") --answer new")
    let first = await run("sync teacher b1", ["CLEVER_TOKEN": CleverStub.teacherToken])
    #expect(first.code == 0, "\(first.errors)")
    let answer = try StrictJSON.document(first.output.dropLast())
    #expect(answer["sections"]["created"].number == 1)
    #expect(answer["enrollments"]["started"].number == 2)
    let again = await run("sync teacher clever:b1", token(1))
    #expect(again.code == 0, "\(again.errors)")
    let status = try await place.answer("store status")
    #expect(status["enrollments"]["active"].number == 2)
    let whole = await run("import clever", token(1))
    #expect(whole.code == 0, "\(whole.errors)")
    let after = await run("sync teacher b1", token(1))
    #expect(
      try StrictJSON.document(after.output.dropLast())["entries"].number == 0,
      "course and term stay: \(after.output)")
  }
}
