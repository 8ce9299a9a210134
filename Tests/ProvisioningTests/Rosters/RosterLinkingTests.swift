import Provisioning
import ProvisioningTesting
import Testing

@Suite("Rule 8: whom an import glues together")
struct RosterLinkingTests {
  let school = School()

  private func bringIn(_ provider: String, _ people: Identity..., pageSize: Int = 100) async throws
  {
    try await school.bringIn(ListedRoster(provider, people: people, pageSize: pageSize))
  }

  @Test("the same SIS ID, district and role of another provider is the same person")
  func sameSISID() async throws {
    try await bringIn("clever", .person("clever:1", sis: "7", district: "north"))
    try await bringIn("feed", .person("feed:1", sis: "7", district: "north"))
    #expect(try await school.home("clever:1") == school.home("feed:1"))
    let link = try #require(try await school.store.link(.named("feed:1")))
    #expect(link.state.because == Evidence(.sisID, via: .named("clever:1")))
  }

  @Test("a teacher and a student who share an SIS ID are never glued")
  func roles() async throws {
    try await bringIn("clever", .person("clever:1", .teacher, sis: "7", district: "north"))
    try await bringIn("feed", .person("feed:1", .student, sis: "7", district: "north"))
    #expect(try await school.home("clever:1") != school.home("feed:1"))
  }

  @Test("a teacher whose higher role is held does not become the student with her SIS ID")
  func heldRole() async throws {
    try await bringIn("clever", .person("clever:t", .student, district: "north"))
    try await bringIn("clever", .person("clever:t", .teacher, sis: "7", district: "north"))
    try await bringIn("feed", .person("feed:s", .student, sis: "7", district: "north"))
    #expect(try await school.home("clever:t") != school.home("feed:s"))
  }

  @Test("Library data proves no district, in neither direction")
  func library() async throws {
    try await bringIn("lib", .person("lib:1", sis: "7", district: "north", sharing: .teacher))
    try await bringIn("clever", .person("clever:1", sis: "7", district: "north"))
    try await bringIn("mine", .person("mine:1", sis: "7", district: "north", sharing: .teacher))
    let homes = [
      try await school.home("lib:1"), try await school.home("clever:1"),
      try await school.home("mine:1"),
    ]
    #expect(Set(homes).count == 3)
  }

  @Test("an import adds its key to a claimed account, which lets nobody in by itself")
  func claimed() async throws {
    let id = try await school.enter(.person("clever:1", sis: "7", district: "north"))
    try await bringIn("feed", .person("feed:1", sis: "7", district: "north"))
    #expect(try await school.home("feed:1") == id)
    #expect(try await school.account("clever:1").state.primary == .named("clever:1"))
  }

  @Test("an alias is the provider's own word")
  func alias() async throws {
    try await bringIn("clever", .person("clever:old"))
    try await bringIn("clever", .person("clever:new", aliases: ["old"]))
    #expect(try await school.home("clever:old") == school.home("clever:new"))
  }

  @Test("Two listed keys with one SIS ID are two people", arguments: [1, 100])
  func twoKeys(pageSize: Int) async throws {
    try await bringIn("feed", .person("feed:1", sis: "7", district: "north"))
    try await bringIn(
      "clever", .person("clever:1", sis: "7", district: "north"),
      .person("clever:2", sis: "7", district: "north"), pageSize: pageSize)
    let homes = [try await school.home("clever:1"), try await school.home("clever:2")]
    #expect(homes[0] != homes[1])
    #expect(try await school.home("feed:1") == homes[0], "the first of the listing is the one")
  }

  @Test("of many people, each first one with a SIS ID is the person of another provider")
  func manyKeys() async throws {
    func people(_ provider: String, _ numbers: Range<Int>) -> [Identity] {
      numbers.map { .person("\(provider):\($0)", sis: "\($0 % 300)", district: "north") }
    }
    try await school.bringIn(ListedRoster("feed", people: people("feed", 0..<300)))
    let roster = ListedRoster("clever", people: people("clever", 0..<600), pageSize: 70)
    let report = try await school.bringIn(roster).report
    #expect(report.accounts.updated == 300 && report.accounts.created == 300)
    for number in [0, 31, 64, 128, 299] {
      let home = try await school.home("feed:\(number)")
      #expect(try await school.home("clever:\(number)") == home)
      #expect(try await school.home("clever:\(number + 300)") != home)
    }
    #expect(try await school.bringIn(roster).report.accounts.unchanged == 600)
  }

  @Test("Rule 16: an account keeps following its link; a district's takes over from a teacher's")
  func primary() async throws {
    let id = try await school.enter(.person("lib:1", .student, "Library", sharing: .teacher))
    try await bringIn("clever", .person("clever:1", .student, "District"))
    try await school.merge(try #require(try await school.home("clever:1")), into: id)
    #expect(try await school.account("lib:1").profile.given == "District")
    try await bringIn("feed", .person("feed:1", .student, "Feed"))
    try await school.merge(try #require(try await school.home("feed:1")), into: id)
    try await bringIn("feed", .person("feed:1", .student, "Feed again"))
    #expect(try await school.account("lib:1").profile.given == "District")
  }
}
