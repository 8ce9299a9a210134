import Provisioning
import ProvisioningTesting
import Testing

@Suite("Rule 15: errors hold no personal data")
struct PrivacyTests {
  /// Texts that must not turn up. Account IDs are the app's own and may.
  static let canaries = [
    "canary-subject", "canary-alias", "Canarygiven", "canary@example.org", "canary-sis",
    "canary-school", "canary-section",
  ]

  private var canary: Identity {
    var identity = Identity.person(
      "clever:canary-subject", .teacher, "Canarygiven", email: "canary@example.org",
      sis: "canary-sis", district: "north", aliases: ["canary-alias"])
    identity.profile.schools = ["canary-school"]
    return identity
  }

  private func expectSilence(_ text: String, _ what: String) {
    for word in Self.canaries { #expect(!text.contains(word), "\(what): \(text)") }
  }

  @Test("whatever fails says what, why and what helps, and names nobody")
  func failures() async throws {
    let school = School()
    let id = try await school.enter(canary)
    let student = try await school.enter(.person("clever:2", .student, district: "south"))
    let ticket = try #require(try await school.signIn(.person("feed:3", .teacher)).ticket)
    let key = canary.key
    let section = Section.Key.named("clever:canary-section")
    let by = Attribution(actor: "test")
    let attempts: [(String, () async throws -> Void)] = [
      ("merge into itself", { try await school.merge(id, into: id) }),
      ("merge nobody", { try await school.merge(.named("a-none"), into: id) }),
      (
        "answer another role",
        {
          _ = try await school.answer(ticket, .existing(student, because: .proof))
        }
      ),
      ("answer twice", { _ = try await school.answer("t-none", .new) }),
      (
        "link a used key",
        {
          try await school.door.link(key, to: student, because: .administrator, by: by)
        }
      ),
      (
        "link to nobody",
        {
          try await school.door.link(key, to: .named("a-none"), because: .proof, by: by)
        }
      ),
      (
        "unlink an unknown key",
        {
          try await school.door.unlink(.named("feed:canary-subject"), by: by)
        }
      ),
      (
        "edit an unknown section",
        {
          try await school.door.edit(section, [.name: ["Canarygiven"]], by: by)
        }
      ),
      (
        "edit nobody",
        {
          try await school.door.edit(.named("a-none"), [.given: ["Canarygiven"]], by: by)
        }
      ),
      ("undo nothing", { _ = try await school.door.undo(.named("e-none"), by: by) }),
    ]
    for (what, attempt) in attempts {
      do {
        try await attempt()
        Issue.record("\(what) should fail")
      } catch let error as ProvisioningError {
        expectSilence(error.description, what)
        #expect(!error.problem.isEmpty && error.problem.hasSuffix("."), "\(what)")
      }
    }
  }

  @Test("a conflict names nobody")
  func conflict() async throws {
    let school = School()
    try await school.enter(canary)
    var changes = ChangeSet(
      header: JournalEntry.Header(
        id: .named("e-x"), at: Timestamp(milliseconds: 0), actor: "test", action: .edit))
    changes.expectations = [.link(canary.key, nil)]
    let planned = changes
    let error = await #expect(throws: ProvisioningError.self) {
      try await school.store.commit(planned)
    }
    expectSilence(error?.description ?? "", "conflict")
    #expect(error?.code == .conflict)
  }

  @Test("descriptions of people and what is held name nobody")
  func descriptions() async throws {
    expectSilence("\(canary)", "identity")
    expectSilence("\(canary.profile)", "profile")
    expectSilence("\(try #require(EmailAddress("canary@example.org")))", "address")
    #expect("\(canary.profile.debugDescription)".contains("Canarygiven"))
    let school = School()
    try await school.enter(.person("clever:1"))
    try await school.enter(.person("clever:2"))
    try await school.signIn(.person("clever:2", .student, "Canarygiven", aliases: ["1"]))
    try await school.signIn(.person("clever:1", .teacher, "Canarygiven"))
    let held = try await school.store.records(of: .held, after: nil, limit: 9)
    #expect(held.count == 2)
    for record in held { expectSilence(record.value, "held") }
  }

  @Test("the steps of a sign-in name nobody")
  func steps() async throws {
    let school = School(gate: RoleGate(roles: [.teacher]))
    try await school.enter(canary)
    var other = canary
    other.key = .named("feed:canary-subject")
    other.profile.roles = [.staff, .teacher]
    for identity in [canary, other, .person("clever:canary-subject", .contact)] {
      let outcome = try await school.signIn(identity)
      for step in outcome.why { expectSilence("\(step.step) \(step.result)", "why") }
    }
  }
}
