import Provisioning
import ProvisioningTesting
import Synchronization
import Testing

/// A provider's classes, as they stand now.
private final class Classes: TeacherSectionSource {
  private let state: Mutex<(roster: ListedRoster, asked: [String])>

  init(_ roster: ListedRoster) { state = Mutex((roster, [])) }

  var roster: ListedRoster {
    get { state.withLock { $0.roster } }
    set { state.withLock { $0.roster = newValue } }
  }
  /// The tokens that came along.
  var asked: [String] { state.withLock { $0.asked } }

  func sections(
    of key: Identity.Key, sharing: Sharing, token: BearerToken
  ) -> any SectionImporter {
    state.withLock { $0.asked.append(token.secret.exposed) }
    var hers = roster
    hers.scope = .teacher(key)
    hers.sections.removeAll { !$0.members.contains { $0.key == key } }
    return hers
  }
}

@Suite("A teacher's classes, by policy")
struct TeacherSyncTests {
  let school = School(policy: SignInPolicy(newcomers: [.teacher: .create]))
  let vault = InMemoryTokenVault()
  private let classes = Classes(Self.roster)

  private static let roster = ListedRoster(
    people: ["1", "2", "3"].map { .person("clever:\($0)") },
    sections: [
      .section(
        "clever:a", teachers: ["clever:t", "clever:u"], students: ["clever:1", "clever:2"]),
      .section("clever:b", teachers: ["clever:t"], students: ["clever:3"]),
    ])

  private func sync(_ policy: SectionPolicy = .first) -> TeacherSync {
    TeacherSync(school.door, source: classes, policy: policy, vault: vault)
  }

  /// Signs a person in, as a provider would have it.
  @discardableResult
  private func signIn(_ subject: String, _ role: Role = .teacher) async throws -> FederatedOutcome {
    let identity = Identity.person("clever:\(subject)", role)
    let now = school.door.environment.now()
    let token = BearerToken(Secret("token of \(subject)"), expires: now.adding(seconds: 86_400))
    vault.keep(token, of: identity.key)
    return FederatedOutcome(
      outcome: try await school.signIn(identity), identity: identity, token: token)
  }

  private func changes(_ outcome: TeacherSyncOutcome?) -> [String] {
    (outcome?.sections ?? []).map { "\($0.section.key) \($0.change) \($0.students)" }
  }

  @Test("the first sign-in brings all sections in, a later one brings none unless policy says so")
  func first() async throws {
    let signedIn = try await signIn("t")
    #expect(
      changes(try await sync().run(after: signedIn)) == ["clever:a new 2", "clever:b new 1"])
    #expect(classes.asked == ["token of t"])
    #expect(
      try await school.roster("clever:b") == [
        "clever:3 student active", "clever:t primary_teacher active",
      ])
    #expect(try await sync().run(after: signIn("t")) == nil)
    #expect(try await sync(.button).run(after: signIn("t")) == nil)
    #expect(
      changes(try await sync(.every).run(after: signIn("t")))
        == ["clever:a unchanged 2", "clever:b unchanged 1"])
  }

  @Test("no sections come in without a policy, nor for a student, nor for who is not in")
  func notDue() async throws {
    #expect(try await sync(.none).run(after: signIn("t")) == nil)
    #expect(try await sync(.every).run(after: signIn("1", .student)) == nil)
    let asking = School()
    let identity = Identity.person("clever:t", .teacher)
    let outcome = FederatedOutcome(
      outcome: try await asking.signIn(identity), identity: identity,
      token: BearerToken(Secret("x"), expires: asking.door.environment.now()))
    #expect(outcome.outcome.kind == .ask)
    let sync = TeacherSync(asking.door, source: classes, policy: .every)
    #expect(try await sync.run(after: outcome) == nil)
    #expect(classes.asked.isEmpty)
    let error = await #expect(throws: ProvisioningError.self) {
      _ = try await self.sync(.none).run(for: .named("clever:t"))
    }
    #expect(error?.code == .refused)
  }

  @Test("a first sync that fails is due again at the next sign-in")
  func failing() async throws {
    classes.roster.failingPage = 0
    let signedIn = try await signIn("t")
    let error = await #expect(throws: ProvisioningError.self) {
      _ = try await sync().run(after: signedIn)
    }
    #expect(error?.code == .unavailable)
    classes.roster.failingPage = nil
    #expect(try await sync().run(after: signIn("t"))?.sections.count == 2)
  }

  @Test("a co-teacher joins when she herself signs in, and each leaves for herself alone")
  func coTeacher() async throws {
    _ = try await sync().run(after: signIn("t"))
    #expect(try await !school.roster("clever:a").contains { $0.hasPrefix("clever:u") })
    #expect(changes(try await sync().run(after: signIn("u"))) == ["clever:a new 2"])
    #expect(try await school.roster("clever:a").contains("clever:u co_teacher active"))
    classes.roster.sections[0] = .section(
      "clever:a", teachers: ["clever:u"], students: ["clever:1", "clever:2"])
    #expect(
      changes(try await sync().run(for: .named("clever:t")))
        == ["clever:a ended 2", "clever:b unchanged 1"])
    #expect(try await school.status("clever:a") == .active)
    #expect(try await school.roster("clever:a").contains("clever:u co_teacher active"))
  }

  @Test("a student of a shared section signs in to the account that the sync made")
  func student() async throws {
    _ = try await sync().run(after: signIn("t"))
    let made = try #require(try await school.home("clever:1"))
    let signedIn = try await signIn("1", .student)
    #expect(signedIn.outcome.kind == .claimed && signedIn.outcome.account == made)
  }

  @Test("the button tells what is new, changed, ended, restored; a renamed section keeps its name")
  func button() async throws {
    _ = try await sync().run(after: signIn("t"))
    try await school.door.edit(.named("clever:a"), [.name: ["Mine"]], by: school.by)
    var b = classes.roster.sections.remove(at: 1)
    classes.roster.sections[0].details?.name = "Listed again"
    classes.roster.sections.append(.section("clever:c", teachers: ["clever:t"]))
    #expect(
      changes(try await sync().run(for: .named("clever:t")))
        == ["clever:a changed 2", "clever:b ended 0", "clever:c new 0"])
    #expect(try await school.store.section(.named("clever:a"))?.details.name == "Mine")
    b.members.append(.init(.named("clever:1"), .student))
    classes.roster.sections.append(b)
    #expect(
      changes(try await sync().run(for: .named("clever:t")))
        == ["clever:a unchanged 2", "clever:b restored 2", "clever:c unchanged 0"])
  }

  @Test("without a token that lasts she signs in again")
  func ended() async throws {
    try await signIn("t")
    school.time.advance(seconds: 86_400)
    let error = await #expect(throws: ProvisioningError.self) {
      _ = try await sync().run(for: .named("clever:t"))
    }
    #expect(error?.code == .refused && error?.remedy == "Sign in again.")
  }

  @Test("a choice of sections holds; nobody comes in of what is left out")
  func choice() async throws {
    try await signIn("t")
    let teacher = Identity.Key.named("clever:t")
    let chosen = SectionChoice.only([.named("clever:b")])
    #expect(
      changes(try await sync().run(for: teacher, choosing: chosen)) == ["clever:b new 1"])
    #expect(try await school.home("clever:1") == nil)
    classes.roster.sections.append(.section("clever:c", teachers: ["clever:t"]))
    #expect(changes(try await sync(.every).run(after: signIn("t"))) == ["clever:b unchanged 1"])
    let offers = try await sync().offers(for: teacher)
    #expect(
      offers.map { "\($0.key) \($0.students) \($0.isChosen) \($0.isHere)" } == [
        "clever:a 2 false false", "clever:b 1 true true", "clever:c 0 false false",
      ])
    #expect(
      changes(try await sync().run(for: teacher, choosing: .all))
        == ["clever:a new 2", "clever:b unchanged 1", "clever:c new 0"])
    #expect(
      changes(try await sync().run(for: teacher, choosing: chosen))
        == ["clever:a ended 0", "clever:b unchanged 1", "clever:c ended 0"])
    #expect(try await school.home("clever:1") != nil, "accounts never end by absence")
  }

  @Test("Rule 7: what would end too much is asked of the teacher, an empty answer included")
  func held() async throws {
    _ = try await sync().run(after: signIn("t"))
    classes.roster.sections = []
    let outcome = try await sync().run(for: .named("clever:t"))
    let item = try #require(outcome.roster.held)
    #expect(changes(outcome) == ["clever:a unchanged 2", "clever:b unchanged 1"])
    _ = try await school.door.approve(item.name, by: school.by)
    #expect(try await school.status("clever:b") == .archived)
  }

  @Test("many syncs at once, of one teacher and of co-teachers, come to what one would")
  func crowd() async throws {
    for subject in ["t", "u"] { try await signIn(subject) }
    let sync = sync()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<16 {
        let teacher = Identity.Key.named(number.isMultiple(of: 2) ? "clever:t" : "clever:u")
        group.addTask { _ = try await sync.run(for: teacher) }
      }
      try await group.waitForAll()
    }
    #expect(
      try await school.roster("clever:a") == [
        "clever:1 student active", "clever:2 student active", "clever:t primary_teacher active",
        "clever:u co_teacher active",
      ])
    #expect(try await school.store.counts().accounts.values.reduce(0, +) == 5)
    #expect(try await school.door.heldItems(limit: 9).isEmpty)
  }
}
