import ProvisioningTesting
import Glibc
import Testing

@testable import linkctl

/// What the configuration file changes, and how it is found.
@Suite struct ConfigurationFileTests {
  let place = Workplace()

  private func configure(_ text: String) throws { try place.write(text, to: "linkctl.json") }

  @Test func commentsAreAllowed() async throws {
    try configure(
      """
      // Who may come in.
      {gate: {roles: ['student', /* not: */ "teacher",],}, sections: 'none',}
      """)
    #expect(
      try await place.answer("gate show") == ["districts": .null, "roles": ["student", "teacher"]])
  }

  @Test func aMissingGateAdmitsAll() async throws {
    try configure("{}")
    #expect(try await place.answer("gate show") == ["districts": .null, "roles": .null])
    #expect(try await place.answer("gate check --role district_admin")["admitted"] == true)
  }

  @Test(arguments: [
    ("{\n\n gates: {}}", "line 3", "gate"), ("{gate: {\n role: []}}", "line 2", "roles"),
    ("{\nsignIn: {students: 'ask'}}", "line 2", "student"),
    ("{feeds: {a:\n {distrct: 'x'}}}", "line 2", "district"),
    ("{limits: {\nremoval: [1, 2]}}", "line 2", "removals"),
    ("{gate: {roles: [\n'pupil']}}", "line 2", "student"),
    ("{signIn: {student:\n 'create', teacher: 'sometimes'}}", "line 2", "ask"),
    ("{limits: {\nremovals: [25]}}", "line 2", "two whole numbers"),
    ("{limits: {removals: [5, 101]}}", "line 1", "at most 100"),
    ("{limits: {removals: [1e300, 2]}}", "line 1", "two whole numbers"),
    ("{\nsections: 'often'}", "line 2", "button"), ("{gate: 5}", "line 1", "object"),
    ("{gate: {", "line 1", "JSON5"), ("{gate: {\n}", "line 1", "JSON5"),
    ("{\n store: 'x,\n gate: {}}", "line 2", "JSON5"),
    ("{\n// it's\n store: 'x'\n gate: {}}", "line 4", "JSON5"),
    ("{\n/* {[ \n*/ gate: {roles: ['staff'}}", "line 3", "JSON5"),
    ("{gate: {},\n,}", "line 2", "JSON5"), ("{}\n}", "line 2", "JSON5"),
    ("{\n gate:\n}", "line 3", "JSON5"), ("{\n/* gate: {}}", "line 2", "JSON5"),
    ("{\n/ gate: {}}", "line 2", "JSON5"), ("", "linkctl.json", "JSON5"), ("[]", "", "object"),
    ("{gate: {roles: ['student',\n'teacher',\n'pupil']}}", "line 3", "student"),
    ("{// district\nfeeds: {a:\n {district: 5}}}", "line 3", "text"),
    ("{clever: {\nclientId: 'x'}}", "line 2", "clientID"),
    ("{clever: {\nclientSecret: 'x'}}", "line 2", "secretFile"),
    ("{clever:\n{clientID: ''}}", "line 2", "empty"),
    ("{clever: {\n\nversion: 'v4'}}", "line 3", "v3.1"),
    ("{store: 'data',\nclever: {\ndata: 'http://clever.test'}}", "line 3", "this machine only"),
    ("{clever: {\naccounts: 'https://clever.com/'}}", "line 2", "host alone"),
    ("{clever: {accounts: 'https://a@clever.com'}}", "line 1", "user"),
    ("{clever: {redirectURIs: [\n'https://a.test/',\n'http://b.test/']}}", "line 3", "only."),
    ("{clever: {\nredirectURIs: 'https://a.test/'}}", "line 2", "list"),
    ("{clever: {\nsecretFile: 5}}", "line 2", "text"),
  ])
  func aMistakeIsAnErrorWithItsLine(text: String, line: String, hint: String) async throws {
    try configure(text)
    for command in ["gate show", "store init", "account list"] {
      let failure = try await place.failure(command)
      #expect(failure["code"] == "invalid")
      #expect(failure["problem"].string?.contains(line) == true, "\(failure)")
      #expect(failure["reason"].string?.contains(hint) == true, "\(failure)")
    }
    #expect(access(place.path("store.db"), F_OK) != 0)
  }

  @Test func aConfigurationThatIsNamedMustBeThere() async throws {
    for words in ["--config nowhere.json gate show", "--config . gate show"] {
      #expect(try await place.failure(words)["code"] == "not_found")
    }
  }

  // MARK: Which store

  @Test func theNearestWordOnTheStoreCounts() async throws {
    try configure("{store: 'sqlite:named.db'}")
    try place.write("{store: 'sqlite:other.db', gate: {roles: ['staff']}}", to: "other.json")
    let variables = ["LINKCTL_STORE": "sqlite:variable.db", "LINKCTL_CONFIG": "other.json"]
    func made(_ words: [String], _ names: [String]) async -> [String] {
      let chosen = variables.filter { names.contains($0.key) }
      let ending = await place.run(words + ["store", "init"], store: nil, variables: chosen)
      #expect(ending.code == 0, "\(ending.errors)")
      let files = ["named", "other", "variable", "option", "provisioning"].filter {
        access(place.path($0 + ".db"), F_OK) == 0
      }
      for file in files { unlink(place.path(file + ".db")) }
      return files
    }
    let option = ["--store", "sqlite:option.db"]
    #expect(await made(option, ["LINKCTL_STORE", "LINKCTL_CONFIG"]) == ["option"])
    #expect(await made([], ["LINKCTL_STORE", "LINKCTL_CONFIG"]) == ["variable"])
    #expect(await made([], ["LINKCTL_CONFIG"]) == ["other"])
    #expect(await made(["--config", "linkctl.json"], ["LINKCTL_CONFIG"]) == ["named"])
    #expect(await made([], []) == ["named"])
    unlink(place.path("linkctl.json"))
    #expect(await made([], []) == ["provisioning"])
  }

  // MARK: What it changes

  @Test(arguments: ["gate: {roles: ['teacher']}", "gate: {districts: ['north']}"])
  func aRefusedPersonLeavesNothing(gate: String) async throws {
    try await place.importFixture()
    try configure("{\(gate)}")
    let (before, file) = (try await place.state(), bytes(of: place.path("store.db")))
    for words in ["", " --dry-run", " --sis-id 100000000", " --alias s2"] {
      let answer = try await place.answer(
        "sign-in --provider clever --subject s1 --role student --district lakeside" + words,
        code: 1)
      #expect(answer["outcome"] == "denied")
      #expect(answer["account"] == .null)
      #expect(answer["why"].items.map { $0["step"] } == ["gate"])
    }
    #expect(bytes(of: place.path("store.db")) == file, "no record either")
    #expect(access(place.path("store.db-wal"), F_OK) != 0)
    #expect(try await place.state() == before)
  }

  @Test func theGateIsAskedBeforeMergesAndLinksAndNotAtImports() async throws {
    try configure("{gate: {roles: ['teacher']}}")
    #expect(try await place.importFixture()["accounts"]["created"] == 68)
    let before = try await place.state()
    let student = "lakeside:student/100000000"
    let refused = ["merge \(student) --into lakeside:student/711953771 --yes"]
    for line in refused { #expect(try await place.failure(line)["code"] == "refused", "\(line)") }
    #expect(try await place.state() == before)
  }

  @Test func aPersonOfSeveralRolesComesInByTheOneThatMay() async throws {
    try configure("{gate: {roles: ['teacher']}, signIn: {teacher: 'create'}}")
    let answer = try await place.answer(
      "sign-in --provider clever --subject b1 --roles teacher,student")
    #expect(answer["outcome"] == "created")
  }

  @Test func thePolicySaysWhoIsAsked() async throws {
    try configure("{signIn: {student: 'ask', teacher: 'create'}}")
    let teacher = try await place.answer("sign-in --provider clever --subject t --role teacher")
    #expect(teacher["outcome"] == "created")
    let student = try await place.answer(
      "sign-in --provider clever --subject s --role student", code: 3)
    #expect(student["outcome"] == "ask")
  }

  @Test func aFeedsDistrictMakesTheSISIDMatch() async throws {
    try configure("{feeds: {lakeside: {district: 'd-17'}}}")
    try await place.importFixture()
    let line = "sign-in --provider clever --role student --sis-id 100000000 --subject "
    let other = try await place.answer(line + "c1 --district lakeside")
    #expect(other["outcome"] == "created", "another district's ID says nothing")
    let mine = try await place.answer(line + "c2 --district d-17")
    #expect(mine["outcome"] == "claimed")
    let shown = try await place.answer("account show \(try #require(mine["account"].string))")
    #expect(shown["district"] == "d-17")
    try await place.expectSound()
  }

  @Test func aSISIDOfAnotherRoleIsAnotherPerson() async throws {
    try configure("{signIn: {teacher: 'create'}}")
    try await place.importFixture()
    let line = "sign-in --provider clever --sis-id 100000000 --district lakeside"
    let teacher = try await place.answer(line + " --subject t1 --role teacher")
    #expect(teacher["outcome"] == "created")
  }

  @Test func limitsOfTheConfigurationHoldUnlessTheLineSaysOtherwise() async throws {
    try await place.importFixture()
    try DistrictFiles.shipped.without("enrollments") { $0.hasPrefix("0001,100005") }
      .write(to: "less", in: place)
    let line = "import clever-csv less --provider lakeside --dry-run"
    try await place.answer(line)
    try configure("{limits: {removals: [0, 0]}}")
    try await place.answer(line, code: 3)
    try await place.answer(line + " --limit-removals 50,0")
    try await place.answer(line + " --allow-removals")
  }
}
