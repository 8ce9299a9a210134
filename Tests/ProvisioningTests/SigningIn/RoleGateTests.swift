import Provisioning
import ProvisioningTesting
import Testing

@Suite("Rule 10: the gate")
struct RoleGateTests {
  static let north = Profile.person(.teacher, district: "north")

  @Test("roles: someone comes in with any admitted role, and is told which")
  func roles() {
    let gate = RoleGate(roles: [.teacher, .staff])
    #expect(gate.verdict(roles: [.teacher], district: nil) == .admitted(as: [.teacher]))
    #expect(gate.verdict(roles: [.student, .staff], district: nil) == .admitted(as: [.staff]))
    #expect(gate.verdict(roles: [.student], district: nil) == .refused(.role([.student])))
    #expect(gate.verdict(roles: [], district: "north") == .refused(.role([])))
  }

  @Test("districts: unknown districts stay outside where districts are named")
  func districts() {
    let gate = RoleGate(districts: ["north"])
    #expect(gate.verdict(on: Self.north) == .admitted(as: [.teacher]))
    #expect(gate.verdict(roles: [.teacher], district: "North") == .refused(.district("North")))
    #expect(gate.verdict(roles: [.teacher], district: nil) == .refused(.district(nil)))
  }

  @Test("both must admit; an open gate admits even who has no role")
  func both() {
    let gate = RoleGate(roles: [.student], districts: ["north"])
    #expect(gate.verdict(on: Self.north) == .refused(.role([.teacher])))
    #expect(RoleGate.open.verdict(roles: [], district: nil) == .admitted(as: []))
    #expect(RoleGate(roles: []).verdict(on: Self.north) == .refused(.role([.teacher])))
  }

  @Test("a refused sign-in leaves nothing at all in the store, known or not")
  func leavesNothing() async throws {
    var school = School()
    try await school.enter(.person("clever:1", .student, "Before", district: "north"))
    school.door.gate = RoleGate(roles: [.teacher], districts: ["north"])
    let before = try await school.everything()
    for person in [
      Identity.person("clever:1", .student, "After", district: "north"),
      .person("clever:2", .student, district: "north"), .person("clever:3", .teacher),
      .person("clever:4", .districtAdmin, district: "north", aliases: ["1"]),
    ] {
      let outcome = try await school.signIn(person)
      #expect(outcome.kind == .denied && outcome.account == nil && outcome.entry == nil)
      #expect(outcome.why.map(\.step) == ["gate"])
    }
    #expect(try await school.everything() == before)
    #expect(try await school.store.counts().journalEntries == 1)
  }

  @Test("the gate does not stop imports")
  func imports() async throws {
    let school = School(gate: RoleGate(roles: [.teacher]))
    try await school.bringIn(ListedRoster(people: [.person("clever:1")]))
    #expect(try await school.account("clever:1").status == .unclaimed)
  }

  @Test("the gate is asked again before a link and before a merge")
  func linksAndMerges() async throws {
    var school = School()
    let one = try await school.enter(.person("clever:1"))
    let two = try await school.enter(.person("clever:2"))
    school.door.gate = RoleGate(roles: [.teacher])
    let closed = school
    let before = try await school.everything()
    let link = await #expect(throws: ProvisioningError.self) {
      try await closed.door.link(
        .named("feed:1"), to: one, because: .administrator, by: closed.by)
    }
    let merge = await #expect(throws: ProvisioningError.self) {
      try await closed.merge(one, into: two)
    }
    #expect(link?.code == .refused && merge?.code == .refused)
    #expect(try await school.everything() == before)
  }

  @Test("an answer to a ticket goes through the gate as well")
  func answers() async throws {
    var school = School()
    let ticket = try await school.signIn(.person("clever:t", .teacher)).ticket
    school.door.gate = RoleGate(roles: [.student])
    #expect(try await school.answer(ticket, .new).kind == .denied)
    #expect(try await school.home("clever:t") == nil)
  }
}
