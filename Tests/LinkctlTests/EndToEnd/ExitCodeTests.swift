import ProvisioningTesting
import Glibc
import Testing

@testable import linkctl

/// How the tool ends tells scripts what happened.
@Suite struct ExitCodeTests {
  let place = Workplace()

  private func signIn(_ words: String, code: Int32 = 0) async throws -> JSONValue {
    try await place.answer("sign-in --provider clever " + words, code: code)
  }

  @Test func everySignInOutcome() async throws {
    try await place.importFixture()
    #expect(try await signIn("--subject s1 --role student")["outcome"] == "created")
    #expect(try await signIn("--subject s1 --role student")["outcome"] == "signed_in")
    let known = "--role student --district lakeside --sis-id 100000000"
    let claimed = try await signIn("--subject s2 " + known)
    #expect(claimed["outcome"] == "claimed")
    let linked = try await signIn("--subject s3 --alias s2 " + known)
    #expect(linked["outcome"] == "linked")
    #expect(linked["account"] == claimed["account"])
    let asked = try await signIn("--subject s4 " + known, code: 3)
    #expect(asked["outcome"] == "ask")
    #expect(asked["candidates"] == .array([claimed["account"]]))

    let ticket = try #require(asked["ticket"].string)
    let account = try #require(claimed["account"].string)
    let line = "sign-in --ticket \(ticket) --answer \(account)"
    #expect(try await place.answer(line)["outcome"] == "linked")
    #expect(try await place.failure(line)["code"] == "not_found")
    try await place.expectSound()
  }

  @Test func aliasesOfTwoAccountsInUseAreHeld() async throws {
    for subject in ["one", "two"] { _ = try await signIn("--subject \(subject) --role student") }
    let held = try await signIn("--subject new --alias one --alias two --role student", code: 3)
    #expect(held["outcome"] == "held")
    #expect(held["account"] == .null)
    let byKey = try await signIn("--subject one --alias two --role student")
    #expect(byKey["outcome"] == "signed_in")
    #expect(try await place.answer("store status")["links"] == 2)
  }

  @Test func aRoleThatRisesWaits() async throws {
    let first = try await signIn("--subject s1 --role student")
    let risen = try await signIn("--subject s1 --role teacher")
    #expect(risen["outcome"] == "signed_in")
    #expect(risen["why"].items.contains { $0["step"] == "role" })
    let shown = try await place.answer("account show \(try #require(first["account"].string))")
    #expect(shown["roles"] == ["student"])
  }

  @Test func aGateThatRefusesIsADenial() async throws {
    try place.write("{gate: {roles: ['teacher']}}", to: "linkctl.json")
    #expect(try await signIn("--subject s1 --role student", code: 1)["outcome"] == "denied")
    #expect(try await place.answer("gate check --role student", code: 1)["admitted"] == false)
    #expect(try await place.answer("gate check --role teacher")["admitted"] == true)
  }

  @Test func aMergeWithoutAYesIsAUsageErrorWhereNobodyCanBeAsked() async throws {
    try await place.importFixture()
    let before = try await place.state()
    let words = "merge lakeside:student/100000000 --into lakeside:student/711953771"
    #expect(try await place.failure(words, code: 64)["code"] == "confirmation_needed")
    try await place.failure("link remove lakeside:student/100000000", code: 64)
    #expect(try await place.state() == before)
  }

  @Test func aStoreThatIsMissingFailsReadersAndIsMadeByWriters() async throws {
    let readers = [
      "store status", "store verify", "store copy --state-only --to files:d", "account list",
      "account show a1", "account find x", "section list", "section show a:b", "link list",
      "history", "undo e1", "merge a1 --into a2 --yes", "sign-in --ticket t --answer new",
    ]
    for reader in readers {
      #expect(try await place.failure(reader)["code"] == "not_found", "\(reader)")
      #expect(access(place.path("store.db"), F_OK) != 0, "\(reader) made the store")
    }
    let ending = await place.run("sign-in --provider a --subject b --role student")
    #expect(ending.code == 0)
    #expect(ending.errors == "created the store\n")
  }

  @Test func importsAndSignInsCanBeTriedBeforeThereIsAStore() async throws {
    let answer = try await place.answer(
      "sign-in --provider a --subject b --role student --dry-run")
    #expect(answer["outcome"] == "created")
    let plan = try await place.answer(
      "import clever-csv \(Workplace.fixture) --provider lakeside --dry-run")
    #expect(plan["accounts"]["created"] == 68)
    #expect(access(place.path("store.db"), F_OK) != 0)
  }

  @Test(arguments: ["mongodb:x", "postgresql://user:secret@host/db", "nothing", "sqlite:", ""])
  func addressesOfNoStoreFail(address: String) async throws {
    let ending = await place.run(["store", "status", "--format", "json"], store: address)
    #expect(ending.code == 1)
    #expect(ending.output == "")
    #expect(try ending.failure["remedy"].string?.isEmpty == false)
    if address.hasPrefix("mongodb") {
      #expect(try ending.failure["remedy"].string?.contains("sqlite") == true)
    }
    if address.hasPrefix("postgresql") {
      // A build with it refuses the password, one without it tells how to build it in.
      let remedy = try ending.failure["remedy"].string ?? ""
      #expect(remedy.contains("PGPASSWORD") || remedy.contains("--traits PostgreSQL"))
      #expect(!ending.errors.contains("secret"))
    }
  }

  @Test(arguments: [
    "", "store", "store stat", "accounts list", "merge a", "merge a --into", "sign-in",
    "sign-in --provider a --subject b", "sign-in --provider A --subject b --role student",
    "sign-in --provider a --subject b --role pupil", "sign-in --ticket t",
    "sign-in --provider a --subject b --roles student,pupil",
    "import clever-csv dir", "import clever-csv dir --provider a --limit-removals 5",
    "import clever-csv dir --provider a --limit-removals -1,5", "undo",
    "undo e1 --keep-later extra",
    "undo e1 --keep-later --revert-later", "section show nokey", "link add nokey --to a",
    "--format xml store status", "store status --verbose", "store copy",
  ])
  func wordsThatMakeNoRequestAreUsageErrors(line: String) async throws {
    let ending = await place.run(line)
    #expect(ending.code == 64, "\(line): \(ending.errors)")
    #expect(ending.output == "")
    #expect(ending.errors != "")
  }

  @Test func aTypoGetsASuggestion() async {
    let ending = await place.run("store stats")
    #expect(ending.code == 64)
    #expect(ending.errors.contains("Did you mean"))
    #expect(ending.errors.contains("status"))
  }

  @Test(.timeLimit(.minutes(15))) func aStoreThatStaysBusyIsTriedForTenSeconds() async throws {
    try await place.answer("store init")
    let lock = open(place.path("store.db-lock"), O_RDWR | O_CLOEXEC)
    try #require(lock >= 0 && flock(lock, LOCK_EX) == 0)
    defer { close(lock) }
    let start = ContinuousClock.now
    let ending = await place.start(
      ["sign-in", "--provider", "a", "--subject", "b", "--role", "student", "--format", "json"]
    ).ending()
    #expect(ending.code == 75)
    #expect(try ending.failure["code"] == "busy")
    #expect(start.duration(to: .now) >= .seconds(10))
  }

  @Test func whatIsNotThereIsNotFound() async throws {
    try await place.answer("store init")
    let lines = [
      "account show a1nobody", "section show a:nothing", "undo e1nothing", "history --entry e1x",
      "history --run r1x",
      "merge a1 --into a2 --yes", "link add a:b --to a1nobody", "link remove a:b --yes",
      "sign-in --ticket t --answer new",
    ]
    for line in lines {
      #expect(try await place.failure(line)["code"] == "not_found", "\(line)")
    }
  }
}
