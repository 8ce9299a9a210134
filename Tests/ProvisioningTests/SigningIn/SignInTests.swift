import Provisioning
import ProvisioningTesting
import Testing

@Suite("Sign-in, step by step")
struct SignInTests {
  let school = School()

  @Test("signed_in: a key that is linked finds its account, and its fields follow")
  func signedIn() async throws {
    let id = try await school.enter(.person("clever:1", .student, "Before"))
    let again = try await school.signIn(.person("clever:1", .student, "Before"))
    #expect(again.kind == .signedIn && again.account == id)
    #expect(again.entry == nil, "nothing new, nothing written")
    let renamed = try await school.signIn(.person("clever:1", .student, "After"))
    #expect(renamed.kind == .signedIn && renamed.entry != nil)
    #expect(try await school.account("clever:1").profile.given == "After")
  }

  @Test("what a sign-in does not tell is not taken back")
  func tellsLess() async throws {
    try await school.bringIn(
      ListedRoster(people: [.person("clever:1", .student, "Given", sis: "7", district: "north")]))
    try await school.signIn(.person("clever:1"))
    let profile = try await school.account("clever:1").profile
    #expect(profile == .person(.student, "Given", sis: "7", district: "north"))
  }

  @Test(
    "an SIS ID stays only with the role and the district that it was given in",
    arguments: [
      Identity.person("clever:1", .student), .person("clever:1", .teacher, district: "south"),
    ])
  func staleSISID(identity: Identity) async throws {
    try await school.bringIn(
      ListedRoster(people: [.person("clever:1", .teacher, sis: "7", district: "north")]))
    try await school.enter(identity)
    try await school.bringIn(
      ListedRoster(
        "feed",
        people: [
          .person("feed:1", .student, sis: "7", district: "north"),
          .person("feed:2", .teacher, sis: "7", district: "south"),
        ]))
    let home = try await school.home("clever:1")
    #expect(try await school.home("feed:1") != home)
    #expect(try await school.home("feed:2") != home)
  }

  @Test("created: a new student gets an account at once")
  func created() async throws {
    let outcome = try await school.signIn(.person("clever:1"))
    #expect(outcome.kind == .created && outcome.entry != nil)
    let account = try await school.account("clever:1")
    #expect(account.status == .active && account.id == outcome.account)
    #expect(account.state.primary == .named("clever:1"))
  }

  @Test(
    "ask: everyone else is asked, and nothing but a ticket is written",
    arguments: [
      [Role.teacher], [.staff], [.districtAdmin], [.contact], [], [.student, .teacher],
    ])
  func asked(roles: [Role]) async throws {
    var identity = Identity.person("clever:1")
    identity.profile.roles = roles
    let outcome = try await school.signIn(identity)
    #expect(outcome.kind == .ask && !outcome.isSignedIn && outcome.account == nil)
    let all = try await Snapshot(of: school.store)
    #expect(all.exactText == "")
    #expect(all.records.map(\.key.name) == [outcome.ticket])
  }

  @Test("ask → new: an account is created and the ticket is used up")
  func askedNew() async throws {
    let ticket = try await school.signIn(.person("clever:1", .teacher)).ticket
    let outcome = try await school.answer(ticket, .new)
    #expect(outcome.kind == .created)
    #expect(try await school.home("clever:1") == outcome.account)
    let error = await #expect(throws: ProvisioningError.self) {
      try await school.answer(ticket, .new)
    }
    #expect(error?.code == .notFound)
  }

  @Test("ask → existing: the key is linked to the account whose login was proved")
  func askedExisting() async throws {
    let id = try await school.enter(.person("clever:1", .teacher))
    let ticket = try await school.signIn(.person("feed:1", .teacher)).ticket
    let outcome = try await school.answer(ticket, .existing(id, because: .proof))
    #expect(outcome.kind == .linked && outcome.account == id)
    let link = try #require(try await school.store.link(.named("feed:1")))
    #expect(link.state.account == id && link.state.because.kind == .proof)
    #expect(try await school.account("clever:1").state.primary == .named("clever:1"))
  }

  @Test(
    "ask → existing: an unclaimed account is merged in the same commit", arguments: [true, false])
  func askedExistingMerges(byKey: Bool) async throws {
    let id = try await school.enter(.person("own:1", .teacher))
    let listed = byKey ? "clever:1" : "feed:1"
    try await school.bringIn(
      ListedRoster(
        byKey ? "clever" : "feed",
        people: [.person(listed, .teacher, sis: "7", district: "north")],
        sections: [.section(byKey ? "clever:s" : "feed:s", teachers: [listed])]))
    let made = try #require(try await school.home(listed))
    let ticket = try await school.signIn(
      .person("clever:1", .teacher, sis: "7", district: "north")
    ).ticket
    let entries = try await school.store.counts().journalEntries
    let outcome = try await school.answer(ticket, .existing(id, because: .proof))
    #expect(outcome.kind == .linked && outcome.account == id)
    #expect(try await school.store.counts().journalEntries == entries + 1)
    #expect(try await school.store.account(made)?.mergedInto == id)
    #expect(try await school.home(listed) == id)
    #expect(try await school.home("clever:1") == id)
    #expect(try await school.store.enrollments(of: id).count == 1)
  }

  @Test("ask → existing: an account of another role or district is refused")
  func askedExistingRefused() async throws {
    let student = try await school.enter(.person("clever:1", district: "north"))
    let ticket = try await school.signIn(.person("clever:2", .teacher, district: "north")).ticket
    let other = try await school.signIn(.person("clever:3", .teacher, district: "south")).ticket
    let teacher = try await school.enter(.person("clever:4", .teacher, district: "north"))
    let before = try await school.everything()
    for (ticket, id) in [(ticket, student), (other, teacher)] {
      let error = await #expect(throws: ProvisioningError.self) {
        try await school.answer(ticket, .existing(id, because: .proof))
      }
      #expect(error?.code == .refused)
    }
    #expect(try await school.everything() == before)
  }

  @Test("claimed: an unclaimed account becomes the person's, at once or when she says she is new")
  func claimed() async throws {
    try await school.bringIn(
      ListedRoster(people: [.person("clever:s"), .person("clever:t", .teacher)]))
    let student = try await school.signIn(.person("clever:s"))
    #expect(student.kind == .claimed)
    #expect(try await school.account("clever:s").status == .active)
    let asked = try await school.signIn(.person("clever:t", .teacher))
    #expect(asked.kind == .ask)
    #expect(try await school.account("clever:t").status == .unclaimed)
    let made = try await school.home("clever:t")
    let teacher = try await school.answer(asked.ticket, .new)
    #expect(teacher.kind == .claimed && teacher.account == made)
  }

  @Test("denied: a disabled account lets nobody in, and nothing changes")
  func disabled() async throws {
    let id = try await school.enter(.person("clever:1", .student, "Before"))
    try await school.disable(id)
    let before = try await school.everything()
    for person in [
      Identity.person("clever:1", .student, "After"), .person("clever:2", aliases: ["1"]),
    ] {
      let outcome = try await school.signIn(person)
      #expect(outcome.kind == .denied && outcome.account == nil)
    }
    #expect(try await school.everything() == before)
  }

  @Test("a ticket is good for its lifetime only")
  func expired() async throws {
    let ticket = try await school.signIn(.person("clever:1", .teacher)).ticket
    school.time.advance(seconds: 601)
    let error = await #expect(throws: ProvisioningError.self) {
      try await school.answer(ticket, .new)
    }
    #expect(error?.code == .notFound)
    #expect(try await school.home("clever:1") == nil)
    let never = await #expect(throws: ProvisioningError.self) {
      try await school.answer("t-never", .new)
    }
    #expect(never?.code == .notFound)
  }

  @Test("a dry run writes nothing, and foretells the outcome")
  func dryRun() async throws {
    try await school.bringIn(
      ListedRoster(people: [.person("clever:s"), .person("clever:t", .teacher)]))
    for person in [
      Identity.person("clever:s", .student, "New name"), .person("clever:new"),
      .person("clever:t", .teacher), .person("clever:u", .teacher),
    ] {
      let before = try await school.everything()
      let told = try await school.door.signIn(person, by: school.by, .dryRun)
      #expect(try await school.everything() == before)
      #expect(told.ticket == nil && told.entry == nil)
      #expect(try await school.signIn(person).kind == told.kind)
    }
  }
}
