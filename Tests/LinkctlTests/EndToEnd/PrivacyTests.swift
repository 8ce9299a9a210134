import ProvisioningTesting
import Foundation
import Testing

@testable import linkctl

/// Standard error and logs name nobody, unless that is asked for.
@Suite struct PrivacyTests {
  let place = Workplace()

  /// Everything about the person in these tests is one of these.
  private static let canaries = [
    "Canarina", "Kanarek", "canary.bird", "990077", "Kanar", "canary-subject",
  ]
  private let person =
    "--given-name Canarina --family-name Kanarek --email canary.bird@example.org --sis-id 990077"

  private func expectNoCanary(
    _ ending: Ending, _ line: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for canary in Self.canaries {
      #expect(!ending.errors.contains(canary), "\(line)", sourceLocation: sourceLocation)
    }
  }

  @Test func failingCommandsNameNobody() async throws {
    try await place.answer(
      "sign-in --provider a --subject canary-subject --role student --district d \(person)")
    try await place.answer("sign-in --provider a --subject s2 --role teacher \(person)", code: 3)
    let lines = [
      "merge a:canary-subject --into a:canary-subject --yes",
      "merge a:canary-subject --into a:s9 --yes",
      "link remove a:canary-subject", "link remove a:canary-subject2 --yes",
      "link add a:canary-subject --to a1nobody", "section show a:canary-subject",
      "section show Kanarek",
      "sign-in --provider a --subject canary-subject --role student --answer new --format yaml",
      "sign-in --provider a --role student \(person)",
      "sign-in --ticket t --answer new \(person)",
      "sign-in --provider a --subject canary-subject --roles student,Kanar \(person)",
      "account find Kanarek --format xml", "history --entry canary-subject",
      "import clever-csv Kanarek --provider a",
    ]
    for line in lines {
      for format in ["", " --format json"] {
        let ending = await place.run(line + format)
        #expect(ending.code != 0, "\(line)")
        expectNoCanary(ending, line)
      }
    }
  }

  @Test func identitiesThatCannotBeUsedAreNotRepeated() async throws {
    let identities = [
      "{\"provider\":\"a\",\"subject\":\"canary subject\",\"role\":\"student\"}",
      "{\"provider\":\"a\",\"subject\":\"canary-subject\",\"role\":\"Kanar\"}",
      "{\"provider\":\"a\",\"subject\":\"canary-subject\",\"role\":\"student\",\"name\":\"Kanarek\"}",
      "{\"provider\":\"Kanar!\",\"subject\":\"canary-subject\",\"role\":\"student\"}",
      "{\"provider\":\"a\",\"subject\":\"canary-subject\",\"role\":\"student\",\"aliases\":[\"Kanar ek\"]}",
      "{\"provider\":\"a\",\"subject\":\"Kanarek", "Kanarek", "",
    ]
    for identity in identities {
      try place.write(identity, to: "identity.json")
      let file = await place.run("sign-in --identity identity.json --format json")
      #expect(file.code == 1)
      expectNoCanary(file, identity)
      let piped = await place.run(
        ["sign-in", "--identity", "-"], input: place.path("identity.json"))
      #expect(piped.code == 1)
      expectNoCanary(piped, identity)
    }
    try place.write(
      "{\"provider\":\"a\",\"subject\":\"canary-subject\",\"role\":\"student\"}",
      to: "identity.json")
    #expect(await place.run("sign-in --identity identity.json").code == 0)
  }

  @Test func importsNameNobodyOnStandardError() async throws {
    var district = DistrictFiles.shipped
    district.files["students"]?.append(
      "0001,990077,,,Kanarek,,\u{20},,13/45/2011,,,canary.bird@x,,,")
    district.files["students"]?.append("0001,Kanar ek,,,Kanarek,,Canarina,,,,,,,,")
    district.files["enrollments"]?.append("0001,990077,990077")
    try district.write(to: "rows", in: place)
    let line = "import clever-csv rows --provider lakeside"
    let ending = await place.run(line)
    #expect(ending.code == 0)
    expectNoCanary(ending, line)
    for canary in Self.canaries { #expect(!ending.output.contains(canary)) }

    district.files["students"]?.append("0001,990078,,,\"Kanarek,,Canarina")
    try district.write(to: "cut", in: place)
    for words in ["", " --format json", " --dry-run"] {
      let cut = await place.run("import clever-csv cut --provider lakeside" + words)
      #expect(cut.code == 1)
      expectNoCanary(cut, "cut off")
    }
  }

  @Test func whatSQLiteSaysIsShownOnlyWhenAsked() async throws {
    try await place.answer("sign-in --provider a --subject canary-subject --role student \(person)")
    var file = bytes(of: place.path("store.db"))
    for page in stride(from: 4096, to: file.count, by: 4096) {
      for index in page..<min(page + 100, file.count) { file[index] = 0xEE }
    }
    try place.write(file, to: "store.db")
    for line in ["account list", "store verify", "account find Kanarek", "history"] {
      expectNoCanary(await place.run(line), line)
    }
  }

  @Test func askedForTheDetailIsThere() async throws {
    try await place.answer("store init")
    let ending = await place.run("section show a:canary-subject --show-personal-data")
    #expect(ending.code == 1)
    #expect(ending.errors.contains("canary-subject"))
  }
}
