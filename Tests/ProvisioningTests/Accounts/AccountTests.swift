import Provisioning
import ProvisioningTesting
import Testing

@Suite("Accounts made, closed and opened by hand")
struct AccountTests {
  let school = School()
  private let person = Identity.person("clever:1")

  private func status(_ id: Account.ID) async throws -> Account.Status? {
    try await school.store.account(id)?.status
  }

  private func undoAll() async throws {
    for entry in try await school.store.entries(.all, before: nil, limit: 100) {
      #expect(try await school.door.undo(entry.id, by: school.by).conflicts.isEmpty)
    }
  }

  @Test("an account made by hand is unclaimed, without links, and its fields are the app's own")
  func creates() async throws {
    let profile = Profile.person(.teacher, "Quill", sis: "7", district: "north")
    let report = try await school.door.create(as: profile, by: school.by)
    let account = try #require(try await school.store.account(report.account))
    #expect(account.status == .unclaimed && account.profile == profile)
    #expect(account.asserted == Profile() && report.before == nil && report.entry != nil)
    try await undoAll()
    #expect(try await Snapshot(of: school.store).exactText == "")
  }

  @Test("a dry run creates nothing, and a name that is taken is refused")
  func createsOnce() async throws {
    let profile = Profile(role: .student)
    let told = try await school.door.create(.named("a-1"), as: profile, by: school.by, .dryRun)
    #expect(told.entry == nil)
    #expect(try await status(.named("a-1")) == nil)
    _ = try await school.door.create(.named("a-1"), as: profile, by: school.by)
    let error = await #expect(throws: ProvisioningError.self) {
      try await school.door.create(.named("a-1"), as: profile, by: school.by)
    }
    #expect(error?.code == .refused && error?.remedy != nil)
  }

  @Test("10: the gate refuses to create whom it would not let in, and nothing is written")
  func gate() async throws {
    let school = School(gate: RoleGate(roles: [.student]))
    let error = await #expect(throws: ProvisioningError.self) {
      try await school.door.create(as: Profile(role: .contact), by: school.by)
    }
    #expect(error?.code == .refused)
    #expect(try await Snapshot(of: school.store).exactText == "")
  }

  @Test("a linked key signs in to an account made by hand; its fields stand over the provider's")
  func isClaimed() async throws {
    let profile = Profile(role: .student, given: "Hand")
    let person = Identity.person("clever:1", .student, "Theirs", email: "theirs@example.org")
    let id = try await school.door.create(as: profile, by: school.by).account
    try await school.door.link(person.key, to: id, because: .administrator, by: school.by)
    let outcome = try await school.signIn(person)
    #expect(outcome.kind == .claimed && outcome.account == id)
    let account = try #require(try await school.store.account(id))
    #expect(account.profile.given == "Hand" && account.profile.email == person.profile.email)
  }

  @Test("8: the SIS ID of an account made by hand links nobody; a feed's key linked first does")
  func roster() async throws {
    let profile = Profile.person(.student, "Hand", sis: "7", district: "north")
    let id = try await school.door.create(as: profile, by: school.by).account
    let listed = Identity.person("feed:7", .student, "Listed", sis: "7", district: "north")
    var roster = ListedRoster("feed")
    roster.people = [listed]
    try await school.bringIn(roster)
    #expect(try await school.home("feed:7") != id, "the import makes an account of its own")
    try await school.merge(try #require(try await school.home("feed:7")), into: id)
    try await school.bringIn(roster)
    #expect(try await school.home("feed:7") == id, "and keeps to the merge")
  }

  @Test("a disabled account is denied until it is enabled, and is then what it was")
  func active() async throws {
    let id = try await school.enter(person)
    let report = try await school.door.disable(id, by: school.by)
    #expect(report.before == .active && report.after == .disabled && report.entry != nil)
    #expect(try await school.signIn(person).kind == .denied)
    #expect(try await school.door.enable(id, by: school.by).after == .active)
    #expect(try await school.signIn(person).kind == .signedIn)
    try await undoAll()
    #expect(try await Snapshot(of: school.store).exactText == "")
  }

  @Test("8: an account that nobody had claimed is not claimed by closing and opening it")
  func unclaimed() async throws {
    let id = try await school.door.create(as: Profile(role: .student), by: school.by).account
    for _ in 1...2 {
      _ = try await school.door.disable(id, by: school.by)
      #expect(try await school.door.enable(id, by: school.by).after == .unclaimed)
    }
  }

  @Test("disabling and enabling twice writes nothing the second time, nor does a dry run")
  func again() async throws {
    let id = try await school.enter(person)
    #expect(try await school.door.enable(id, by: school.by).entry == nil)
    #expect(try await school.door.disable(id, by: school.by, .dryRun).after == .disabled)
    #expect(try await status(id) == .active)
    _ = try await school.door.disable(id, by: school.by)
    let entries = try await school.store.counts().journalEntries
    let second = try await school.door.disable(id, by: school.by)
    #expect(second.entry == nil && second.before == .disabled)
    #expect(try await school.store.counts().journalEntries == entries)
  }

  @Test("3: of an account that was merged neither can be said; the error names the survivor")
  func merged() async throws {
    let id = try await school.enter(person)
    let other = try await school.enter(.person("clever:2"))
    try await school.merge(id, into: other)
    let before = try await school.everything()
    for work in [school.door.disable, school.door.enable] {
      let error = await #expect(throws: ProvisioningError.self) {
        try await work(id, school.by, .commit)
      }
      #expect(error?.code == .refused && error?.remedy?.contains(other.rawValue) == true)
    }
    #expect(try await school.everything() == before)
  }
}
