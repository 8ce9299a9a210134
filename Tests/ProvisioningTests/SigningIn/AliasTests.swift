import Provisioning
import ProvisioningTesting
import Testing

@Suite("Sign-in by alias, held pairs and risen roles")
struct AliasTests {
  let school = School()

  @Test("linked: an alias that is linked brings the new key to its account")
  func alias() async throws {
    let id = try await school.enter(.person("clever:old"))
    let outcome = try await school.signIn(.person("clever:new", aliases: ["old"]))
    #expect(outcome.kind == .linked && outcome.account == id)
    let link = try #require(try await school.store.link(.named("clever:new")))
    #expect(link.state.because == Evidence(.alias, via: .named("clever:old")))
  }

  @Test("an alias is the provider's own: another provider's subject is none")
  func aliasOfAnother() async throws {
    let id = try await school.enter(.person("feed:old"))
    let outcome = try await school.signIn(.person("clever:new", aliases: ["old"]))
    #expect(outcome.kind == .created && outcome.account != id)
  }

  @Test("claimed by alias: an unclaimed account and the claimed one become one")
  func unclaimedByAlias() async throws {
    let id = try await school.enter(.person("clever:new"))
    try await school.bringIn(ListedRoster(people: [.person("clever:old")]))
    let spare = try #require(try await school.home("clever:old"))
    let outcome = try await school.signIn(.person("clever:new", aliases: ["old"]))
    #expect(outcome.kind == .signedIn && outcome.account == id)
    #expect(try await school.store.account(spare)?.mergedInto == id)
    #expect(try await school.home("clever:old") == id)
  }

  @Test(
    "a pair of claimed accounts: signed in by the key, nothing else changed, the pair held once")
  func heldPair() async throws {
    let one = try await school.enter(.person("clever:1"))
    let two = try await school.enter(.person("clever:2"))
    let rows = try await Snapshot(of: school.store).exactText
    for _ in 0..<2 {
      let outcome = try await school.signIn(.person("clever:2", aliases: ["1"]))
      #expect(outcome.kind == .signedIn && outcome.account == two)
    }
    #expect(try await Snapshot(of: school.store).exactText == rows)
    let held = try await school.store.records(of: .held, after: nil, limit: 9)
    #expect(held.map(\.key.name) == ["pair-\(one)-\(two)"])
  }

  @Test("an unclaimed account that may not be joined with the alias's is claimed, the pair held")
  func unlikeAlias() async throws {
    let school = School(policy: SignInPolicy(newcomers: [.teacher: .create]))
    let pupil = try await school.enter(.person("clever:old", .student))
    try await school.bringIn(ListedRoster(people: [.person("clever:new", .teacher)]))
    let teacher = try #require(try await school.home("clever:new"))
    let outcome = try await school.signIn(.person("clever:new", .teacher, aliases: ["old"]))
    #expect(outcome.kind == .claimed && outcome.account == teacher)
    #expect(try await school.home("clever:new") == teacher)
    #expect(try await school.home("clever:old") == pupil)
    let held = try await school.door.heldItems(limit: 9)
    #expect(held.map(\.accounts) == [[pupil, teacher].map(\.rawValue).sorted()])
    #expect(try await StoreVerifier(school.store).verify().problems.isEmpty)
  }

  @Test("held: aliases of two claimed accounts and no link by key")
  func heldWithoutKey() async throws {
    try await school.enter(.person("clever:1"))
    try await school.enter(.person("clever:2"))
    let outcome = try await school.signIn(.person("clever:3", aliases: ["1", "2"]))
    #expect(outcome.kind == .held && outcome.account == nil)
    #expect(try await school.home("clever:3") == nil)
    #expect(try await school.store.records(of: .held, after: nil, limit: 9).count == 1)
  }

  @Test(
    "Rule 11: a role that rises waits; the sign-in goes on with the old one",
    arguments: [[Role.teacher], [.districtAdmin], [.student, .staff]])
  func risen(roles: [Role]) async throws {
    let id = try await school.enter(
      .person("clever:1", .student, "Before", sis: "7", district: "north"))
    var identity = Identity.person("clever:1", .student, "After", sis: "T7", district: "north")
    identity.profile.roles = roles
    let outcome = try await school.signIn(identity)
    #expect(outcome.kind == .signedIn && outcome.account == id)
    #expect(outcome.why.contains { $0.step == "role" })
    let profile = try await school.account("clever:1").profile
    #expect(profile.roles == [.student] && profile.given == "After")
    #expect(profile.sisID == "7", "an SIS ID means nothing without its role")
    let held = try await school.store.records(of: .held, after: nil, limit: 9)
    #expect(held.count == 1 && held[0].key.name.hasPrefix("role-"))
  }

  @Test("Rule 11: a role that falls, or another of the same rank, is taken")
  func fallen() async throws {
    try await school.enter(.person("clever:1", .staff))
    try await school.signIn(.person("clever:1", .teacher))
    #expect(try await school.account("clever:1").profile.roles == [.teacher])
    #expect(try await school.store.records(of: .held, after: nil, limit: 9).isEmpty)
  }

  @Test("Rule 11: where the old role may not come in, the risen one does not open the door")
  func risenAtTheGate() async throws {
    var school = school
    try await school.enter(.person("clever:1"))
    school.door.gate = RoleGate(roles: [.teacher])
    let rows = try await Snapshot(of: school.store).exactText
    let outcome = try await school.signIn(.person("clever:1", .teacher))
    #expect(outcome.kind == .held && outcome.account == nil)
    #expect(try await Snapshot(of: school.store).exactText == rows)
  }

  @Test("Rule 11: an import raises no role either")
  func risenByImport() async throws {
    try await school.bringIn(
      ListedRoster(people: [.person("clever:1", .student, sis: "7", district: "north")]))
    try await school.bringIn(
      ListedRoster(people: [.person("clever:1", .teacher, sis: "T7", district: "north")]))
    let profile = try await school.account("clever:1").profile
    #expect(profile.roles == [.student] && profile.sisID == "7")
    #expect(try await school.store.records(of: .held, after: nil, limit: 9).count == 1)
  }
}
