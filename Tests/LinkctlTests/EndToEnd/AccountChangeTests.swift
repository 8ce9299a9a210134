import ProvisioningTesting
import Testing

@testable import linkctl

/// Accounts made, closed and opened by hand, and links that move.
@Suite struct AccountChangeTests {
  let place = Workplace()

  private func student(_ subject: String) async throws -> String {
    let answer = try await place.answer("sign-in --provider a --subject \(subject) --role student")
    return try #require(answer["account"].string)
  }

  @Test func anAccountIsMadeLinkedAndSignedInTo() async throws {
    let made = try await place.answer(
      "account create --role student --given-name Nilo --district d-1 --id pupil-1")
    #expect(made.keys == "account after before entry")
    #expect(made["account"] == "pupil-1" && made["after"] == "unclaimed" && made["before"] == .null)
    try await place.answer("link add clever:n-1 --to pupil-1")
    let outcome = try await place.answer(
      "sign-in --provider clever --subject n-1 --role student --given-name Other")
    #expect(outcome["outcome"] == "claimed" && outcome["account"] == "pupil-1")
    #expect(try await place.answer("account show pupil-1")["name"]["given"] == "Nilo")
    #expect(try await place.rows("account find Nilo").count == 1)
    #expect(
      try await place.failure("account create --role staff --id pupil-1")["code"] == "refused")
    try await place.expectSound()
  }

  @Test func aProfileComesFromAFileOrStandardInput() async throws {
    try place.write(
      #"{"role":"teacher","name":{"given":"Quill","family":"Fenfield"},"email":"q@example.org"}"#,
      to: "person.json")
    let told = try await place.answer("account create --profile person.json --dry-run")
    #expect(told["account"] == .null && told["entry"] == .null)
    let made = try await place.answer("account create --profile person.json")
    let piped = await place.run(
      ["account", "create", "--profile", "-", "--format", "json"], input: place.path("person.json"))
    #expect(piped.code == 0)
    #expect(try await place.rows("account find Fenfield").count == 2)
    let id = try #require(made["account"].string)
    #expect(try await place.answer("account show \(id)")["email"] == "q@example.org")
    try place.write("{\"name\":{}}", to: "nobody.json")
    try await place.failure("account create --profile person.json --role staff", code: 64)
    try await place.failure("account create", code: 64)
    #expect(try await place.failure("account create --profile nobody.json")["code"] == "invalid")
    #expect(try await place.failure("account create --profile none.json")["code"] == "not_found")
  }

  @Test func theGateIsAskedBeforeAnAccountIsMade() async throws {
    try place.write("{gate: {roles: ['teacher']}}", to: "linkctl.json")
    #expect(try await place.failure("account create --role student")["code"] == "refused")
    #expect(try await place.answer("store status")["journal_entries"] == 0)
  }

  @Test func aDisabledAccountIsDeniedUntilItIsEnabled() async throws {
    let id = try await student("s1")
    let before = try await place.state()
    #expect(try await place.answer("account disable a:s1 --dry-run")["entry"] == .null)
    let disabled = try await place.answer("account disable a:s1 --reason Left")
    #expect(disabled["account"].string == id && disabled["before"] == "active")
    let denied = try await place.answer("sign-in --provider a --subject s1 --role student", code: 1)
    #expect(denied["outcome"] == "denied")
    #expect(try await place.answer("account disable \(id)")["entry"] == .null)
    #expect(try await place.rows("account list --status disabled").count == 1)
    #expect(try await place.answer("account enable \(id)")["after"] == "active")
    #expect(try await place.state() == before)
    try await place.answer("sign-in --provider a --subject s1 --role student")
    let undo = try await place.answer("undo \(try #require(disabled["entry"].string))")
    #expect(undo["entry"] == .null, "there is nothing left to take back")
    let again = await place.run("account enable \(id)")
    #expect(again.output.contains("nothing was written"))
  }

  @Test func anImportedAccountIsUnclaimedAgainAfterwards() async throws {
    try await place.importFixture()
    let before = try await place.state()
    let key = "lakeside:student/100000000"
    try await place.answer("account disable \(key)")
    try await place.importFixture()
    #expect(try await place.answer("account enable \(key)")["after"] == "unclaimed")
    #expect(try await place.state() == before)
  }

  @Test func listsAreNarrowedByStatusAndRole() async throws {
    try await place.importFixture()
    let all = try await place.rows("account list")
    let teachers = try await place.rows("account list --role teacher --status unclaimed")
    #expect(!teachers.isEmpty && teachers.count < all.count)
    #expect(teachers.allSatisfy { $0["role"] == "teacher" })
    #expect(try await place.rows("account list --status active") == [])
  }

  @Test func aLinkMovesWithItsClassesAndComesBack() async throws {
    try await place.importFixture()
    let id = try await student("s1")
    let key = "lakeside:student/100000000"
    let source = try await place.answer("account show \(key)")
    let before = try await place.state()
    try await place.failure("link move \(key) --to \(id)", code: 64)
    let plan = try await place.answer("link move \(key) --to \(id) --dry-run")
    #expect(plan.keys == "conflicts duplicates entry moved source target")
    #expect(plan["entry"] == .null && plan["moved"]["links"] == 1)
    #expect(try await place.state() == before)
    let move = try await place.answer("link move \(key) --to \(id) --yes")
    #expect(move["source"] == source["id"] && move["target"].string == id)
    let classes = source["enrollments"].items.count
    #expect(classes > 0 && move["moved"]["enrollments"] == .int(classes))
    #expect(try await place.answer("account show \(id)")["enrollments"].items.count == classes)
    #expect(try await place.answer("link move \(key) --to \(id)")["entry"] == .null)
    try await place.expectSound()
    try await place.answer("undo \(try #require(move["entry"].string))")
    #expect(try await place.state() == before)
  }

  @Test func aTeachersLinkGoesToAStudentOnlyByName() async throws {
    try await place.importFixture()
    let id = try await student("s1")
    let words = "link move lakeside:teacher/1000000 --to \(id)"
    let refusal = try await place.failure(words + " --yes")
    #expect(refusal["code"] == "refused")
    #expect(refusal["remedy"].string?.contains("--allow roles") == true)
    #expect(try await place.answer(words + " --dry-run", code: 3)["conflicts"].items.count == 1)
    try await place.answer(words + " --yes --allow roles")
    try await place.expectSound()
  }
}
