import Glibc
import HTTPStub
import ProvisioningTesting
import Testing

@testable import linkctl

/// `linkctl doctor`, against a Clever on this machine.
@Suite("The doctor", .timeLimit(.minutes(15))) struct DoctorTests {
  let place = Workplace()
  private static let districtToken = String(repeating: "c0ffee0000", count: 4)
  private static let secrets = [
    "CLEVER_CLIENT_SECRET": "canary-secret", "CLEVER_DISTRICT_TOKEN": districtToken,
    "CLEVER_TOKEN": "ilcanary",
  ]

  /// A Clever that takes what it is given, or refuses all of it; it repeats whatever it is sent.
  private func clever(_ status: Int = 200) -> StubServer {
    StubServer { request in
      let bodies = [
        "/oauth/tokens?owner_type=district":
          #"{"data":[{"owner":{"id":"d1"},"access_token":"x"}]}"#,
        "/oauth/tokeninfo": #"{"client_id":"app","scopes":["read:user_id"]}"#,
        "/v3.1/districts": #"{"data":[{"data":{"id":"d1"}}]}"#,
        "/v3.1/sections?limit=1": #"{"data":[]}"#,
      ]
      guard status == 200, let body = bodies[request.target] else {
        let echo = request["Authorization"] ?? ""
        return stubAnswer(status, ["Location: /\(echo)"], text: #"{"error":"\#(echo)"}"#)
      }
      return stubAnswer(200, text: body)
    }
  }

  private func configure(_ server: StubServer, _ more: String = "") throws {
    let url = server.url("")
    try place.write(
      """
      {gate: {roles: ["student", "teacher"]},
       clever: {clientID: "app", redirectURIs: ["https://app.example/callback"],
         accounts: "\(url)", data: "\(url)", \(more)}}
      """, to: "linkctl.json")
  }

  private func doctor(
    _ words: [String] = [], _ variables: [String: String] = DoctorTests.secrets
  ) async -> Ending {
    await place.run(["doctor"] + words, variables: variables)
  }

  private func verdicts(_ ending: Ending) throws -> [String: String] {
    let answer = try StrictJSON.document(ending.output.dropLast())
    let pairs = answer["checks"].items.map {
      ($0["check"].string ?? "", $0["verdict"].string ?? "")
    }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  @Test("Where all is well it says so and exits with 0") func allWell() async throws {
    let server = clever()
    defer { server.stop() }
    try configure(server)
    try await place.answer("store init")
    let ending = await doctor()
    #expect(ending.code == 0, "\(ending.output)")
    #expect(ending.errors == "")
    let text = ending.output.replacing("\(server.port)", with: "PPPPP")
    try Snapshot.expect(text, isIn: "doctor-all-well")
    let json = await doctor(["--format", "json"])
    #expect(Set(try verdicts(json).values) == ["ok", "skipped"])
    #expect(
      try StrictJSON.document(json.output.dropLast()).keys == "checks problems settings warnings")
  }

  @Test("A Clever that refuses is a finding, not a failure", arguments: [302, 401, 404, 500])
  func refusals(status: Int) async throws {
    let server = clever(status)
    defer { server.stop() }
    try configure(server)
    try await place.answer("store init")
    let ending = await doctor(["--format", "json"])
    #expect(ending.code == (status == 500 ? 0 : 2), "\(ending.output)")
    let verdict = try verdicts(ending)["clever_client"]
    #expect(verdict == (status == 500 ? "warning" : "problem"))
    #expect(server.requests.allSatisfy { !$0.target.contains("canary") }, "no redirect is followed")
  }

  @Test("A Clever that is not there is a finding, and gets no secret") func nobodyThere()
    async throws
  {
    let server = clever()
    try configure(server)
    server.stop()
    let ending = await doctor(["--format", "json"])
    #expect(ending.code == 2)
    let found = try verdicts(ending)
    #expect(found["clever_accounts"] == "problem" && found["clever_client"] == "skipped")
  }

  @Test("Offline, nobody is asked") func offline() async throws {
    let server = clever()
    defer { server.stop() }
    try configure(server)
    try await place.answer("store init")
    #expect(await doctor(["--offline"]).code == 0)
    #expect(server.connections == 0)
  }

  @Test("No output tells a secret, whatever Clever answers", arguments: [200, 302, 400, 401, 500])
  func secretsAreNotTold(status: Int) async throws {
    let server = clever(status)
    defer { server.stop() }
    try configure(server)
    for words in [[], ["--format", "json"], ["--show-personal-data"], ["--offline"]] {
      let ending = await doctor(words)
      for canary in Self.secrets.values + ["Y2FuYXJ5", "YXBwOmNhbmFye"] {
        #expect(!ending.output.contains(canary) && !ending.errors.contains(canary), "\(words)")
      }
    }
  }

  @Test(
    "A secret comes from a file that its owner alone may read",
    arguments: [0o600, 0o400, 0o640, 0o604])
  func secretFile(mode: mode_t) async throws {
    let server = clever()
    defer { server.stop() }
    try configure(server, "secretFile: \"secret\"")
    try place.write("canary-file\n", to: "secret")
    chmod(place.path("secret"), mode)
    let ending = await doctor(["--format", "json"], [:])
    let isPrivate = mode & 0o077 == 0
    #expect(try verdicts(ending)["clever_client"] == (isPrivate ? "ok" : "problem"))
    let sent = server.requests.compactMap { $0["Authorization"] }
    #expect(sent == (isPrivate ? ["Basic YXBwOmNhbmFyeS1maWxl"] : []))
    #expect(!ending.output.contains("canary"))
    let over = await doctor(["--format", "json"])
    #expect(try verdicts(over)["clever_client"] == "ok", "the environment stands over the file")
  }

  @Test("A file that holds no secret is a problem", arguments: ["nowhere", ".", "empty", "large"])
  func unusableFile(name: String) async throws {
    let server = clever()
    defer { server.stop() }
    try configure(server, "districtTokenFile: \"\(name)\"")
    for (file, text) in [("empty", "\n"), ("large", String(repeating: "a", count: 5000))] {
      try place.write(text, to: file)
      chmod(place.path(file), 0o600)
    }
    let ending = await doctor(["--format", "json"], [:])
    #expect(try verdicts(ending)["clever_district_token"] == "problem")
  }

  @Test("A secret that stands where a file's name belongs is not told")
  func secretForAName() async throws {
    let server = clever()
    defer { server.stop() }
    try configure(server, "secretFile: 'canary-0', districtTokenFile: 'canary/1'")
    for words in [[], ["--format", "json"], ["--show-personal-data"], ["--offline"]] {
      let ending = await doctor(words, [:])
      #expect(ending.code == 2)
      #expect(!ending.output.contains("canary") && !ending.errors.contains("canary"), "\(words)")
    }
  }

  @Test("A configuration that cannot be used is a finding, and what can be looked at is")
  func brokenConfiguration() async throws {
    try await place.answer("store init")
    try place.write("{clever: {\nvrsion: 'v3.1'}}", to: "linkctl.json")
    let ending = await doctor(["--format", "json"])
    #expect(ending.code == 2)
    #expect(
      try verdicts(ending) == ["configuration": "problem", "store": "ok", "store_integrity": "ok"])
    #expect(ending.output.contains("line 2"))
  }

  @Test("Every setting tells where it comes from") func sources() async throws {
    let server = clever()
    defer { server.stop() }
    try configure(server)
    let ending = await place.run(
      ["doctor", "--offline", "--format", "json"], store: nil,
      variables: [
        "LINKCTL_STORE": "postgresql://me:canary@host/db", "CLEVER_CLIENT_SECRET": "canary",
      ])
    let settings = try StrictJSON.document(ending.output.dropLast())["settings"].items
    func setting(_ name: String) -> String? {
      settings.first { $0["name"].string == name }.flatMap { setting in
        setting["value"].string.flatMap { value in setting["source"].string.map { "\(value) \($0)" }
        }
      }
    }
    #expect(setting("store") == "postgresql:… environment")
    #expect(setting("gate.roles") == "student, teacher file")
    #expect(setting("gate.districts") == "all default")
    #expect(setting("clever.clientSecret") == "set environment")
    #expect(setting("clever.version") == "v3.1 default")
    #expect(!ending.output.contains("canary") && !ending.errors.contains("canary"))
  }

  @Test("A missing and a damaged store are problems") func stores() async throws {
    let missing = await doctor(["--format", "json"], [:])
    #expect(missing.code == 2)
    #expect(try verdicts(missing)["store"] == "problem")
    #expect(access(place.path("store.db"), F_OK) != 0, "none is made")
    try place.write(String(repeating: "Some notes.\n", count: 100), to: "store.db")
    let damaged = await doctor(["--format", "json"], [:])
    #expect(damaged.code == 2)
    #expect(try verdicts(damaged)["store"] == "problem")
  }

  @Test("Ctrl-C ends the waiting for Clever") func stopped() async throws {
    let server = StubServer { connection in connection.stayAway() }
    defer { server.stop() }
    try configure(server)
    let terminal = Terminal(Workplace.tool, ["doctor"], in: place.folder)
    try await terminal.wait(for: "asking clever")
    terminal.type("\u{3}")
    #expect(await terminal.ending() == 130)
  }
}
