import Provisioning
import ProvisioningTesting
import Testing

@Suite("Fields that are no longer shared, and the same people shared twice")
struct SharingTests {
  let school = School()

  private func person(_ change: (inout Profile) -> Void = { _ in }) -> Identity {
    var identity = Identity.person("clever:1")
    identity.profile.given = "Quill"
    identity.profile.family = "Fenfield"
    identity.profile.email = "quill@example.org"
    identity.profile.grade = "7"
    identity.profile.district = "d"
    identity.profile.sisID = "100"
    change(&identity.profile)
    return identity
  }

  private func listing(_ identity: Identity, _ blanks: RosterBlanks = .untold) -> ListedRoster {
    var section = RosterSection.section("clever:a", students: ["clever:1"])
    section.details?.subject = identity.profile.grade == nil ? nil : "math"
    var roster = ListedRoster(people: [identity], sections: [section])
    roster.leavesBlanksUntold = blanks == .untold
    return roster
  }

  private var profile: Profile { get async throws { try await school.account("clever:1").profile } }

  @Test("a field that a district no longer shares is not erased by that")
  func untold() async throws {
    try await school.bringIn(listing(person()))
    let less = person { profile in
      (profile.email, profile.grade, profile.sisID) = (nil, nil, nil)
      profile.given = "Quillon"
    }
    let report = try await school.bringIn(listing(less)).report
    #expect(report.accounts.updated == 1 && report.sections.unchanged == 1)
    let expected = person { $0.given = "Quillon" }.profile
    #expect(try await profile == expected)
    #expect(try await school.store.section(.named("clever:a"))?.details.subject == "math")
  }

  @Test("a blank field of a listing that tells all takes back what stood there")
  func told() async throws {
    try await school.bringIn(listing(person(), .told))
    let less = person { ($0.email, $0.grade) = (nil, nil) }
    try await school.bringIn(listing(less, .told))
    #expect(try await profile == less.profile)
    #expect(try await school.store.section(.named("clever:a"))?.details.subject == nil)
  }

  @Test("a held listing that leaves fields unsaid still does so when it is approved")
  func approved() async throws {
    let others = (2...60).map { Identity.person("clever:\($0)") }
    var full = listing(person())
    full.people += others
    full.sections[0].members += others.map { RosterSection.Member($0.key, .student) }
    try await school.bringIn(full)
    let less = listing(person { $0.grade = nil })
    let held = try await school.bringIn(less, limit: .standard)
    let name = try #require(held.held?.name)
    _ = try await school.door.approve(name, by: school.by)
    #expect(try await profile.grade == "7")
    #expect(try await school.store.section(.named("clever:a"))?.details.subject == "math")
  }

  @Test("what a teacher shares of a person takes nothing back that a district has shared")
  func sharedTwice() async throws {
    try await school.bringIn(listing(person()))
    let before = try #require(try await school.store.link(.named("clever:1")))
    var initial = Identity.person("clever:1")
    initial.profile.given = "Quill"
    initial.profile.family = "F"
    initial.sharing = .teacher
    var hers = ListedRoster(
      scope: .teacher(.named("clever:t")), people: [.person("clever:t", .teacher), initial],
      sections: [.section("clever:b", teachers: ["clever:t"], students: ["clever:1"])])
    hers.leavesBlanksUntold = true
    try await school.bringIn(hers)
    #expect(try await school.store.link(before.key) == before)
    try await school.signIn(initial)
    let after = try #require(try await school.store.link(before.key))
    #expect(after.state == before.state)
  }

  @Test("what a district shares takes the place of what a teacher shared before")
  func districtAfterTeacher() async throws {
    var initial = Identity.person("clever:1")
    initial.profile.family = "F"
    initial.sharing = .teacher
    try await school.enter(initial)
    try await school.bringIn(listing(person()))
    #expect(try await profile == person().profile)
    #expect(try await school.store.link(.named("clever:1"))?.state.sharing == .district)
  }

  @Test("a listing leaves it to the sign-in which of the same roles leads")
  func leadingRole() async throws {
    func person(_ roles: [Role], _ sisID: String) -> Identity {
      var identity = Identity.person("clever:1", .teacher)
      identity.profile.roles = roles
      (identity.profile.district, identity.profile.sisID) = ("d", sisID)
      return identity
    }
    try await school.enter(person([.teacher, .staff], "t-1"))
    let report = try await school.bringIn(
      ListedRoster(people: [person([.staff, .teacher], "s-1")])
    ).report
    #expect(report.accounts.unchanged == 1 && report.accounts.updated == 0)
    #expect(try await profile.sisKey?.role == .teacher)
    #expect(try await profile.sisID == "t-1")
  }
}
