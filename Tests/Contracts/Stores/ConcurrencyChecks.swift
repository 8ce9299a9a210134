import Provisioning
import Testing

/// Many at once come to what they would have come to one after the other.
enum ConcurrencyChecks {
  static let all: [AccountStoreContract.Check] = [
    .init("First sign-ins of the same people at once make one account each", opening: firstSignIns),
    .init("Sign-ins of one person by two providers at once make one account", opening: bySISID),
    .init("A ticket is good for one answer, however many come at once", opening: tickets),
    .init("A merge and sign-ins of the merged person agree", opening: mergeAndSignIn),
    .init("Merges that share an account leave one survivor or are refused", opening: merges),
    .init("Imports and sign-ins of the same people agree", opening: importAndSignIn),
    .init("Edits at once are all kept, or the last of each field", opening: edits),
  ]

  private static let by = Attribution(actor: "bench")

  /// Provisioners over one place, each with the store opened for itself where it lasts.
  static func provisioners(
    _ count: Int, _ maker: StoreMaker, policy: SignInPolicy = SignInPolicy()
  ) async throws -> [Provisioner] {
    let open = try await maker.newPlace()
    let environment = TestEnvironment().environment
    var provisioners: [Provisioner] = []
    for _ in 0..<count {
      provisioners.append(
        Provisioner(store: try await open(), policy: policy, environment: environment))
    }
    return provisioners
  }

  static func verify(_ provisioner: Provisioner) async throws {
    let report = try await StoreVerifier(provisioner.store).verify()
    #expect(report.problems.isEmpty)
  }

  private static func firstSignIns(_ maker: StoreMaker) async throws {
    let doors = try await provisioners(4, maker)
    let people = (1...12).map { Identity.person("clever:\($0)", .student, "P\($0)") }
    let outcomes = try await withThrowingTaskGroup(of: SignInOutcome.self) { group in
      for door in doors + doors {
        for person in people { group.addTask { try await door.signIn(person, by: by) } }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let all = try await Snapshot(of: doors[0].store)
    #expect(all.accounts.count == people.count && all.links.count == people.count)
    #expect(outcomes.count { $0.kind == .created } == people.count)
    #expect(outcomes.allSatisfy { $0.isSignedIn })
    #expect(Set(outcomes.compactMap(\.account)) == Set(all.accounts.map(\.id)))
    #expect(try await doors[0].store.counts().journalEntries == people.count)
    try await verify(doors[0])
  }

  private static func bySISID(_ maker: StoreMaker) async throws {
    let doors = try await provisioners(2, maker, policy: SignInPolicy(claimedBySISID: .link))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...10 {
        for (door, provider) in zip(doors, ["clever", "feed"]) {
          let person = Identity.person(
            "\(provider):\(number)", sis: "\(number)", district: "north")
          group.addTask { _ = try await door.signIn(person, by: by) }
        }
      }
      try await group.waitForAll()
    }
    let all = try await Snapshot(of: doors[0].store)
    #expect(all.accounts.count == 10 && all.links.count == 20)
    try await verify(doors[0])
  }

  private static func tickets(_ maker: StoreMaker) async throws {
    let doors = try await provisioners(4, maker)
    let teacher = Identity.person("clever:t", .teacher)
    let asked = try await doors[0].signIn(teacher, by: by)
    let ticket = try #require(asked.ticket)
    let created = try await withThrowingTaskGroup(of: Bool.self) { group in
      for door in doors + doors {
        group.addTask {
          do {
            return try await door.answer(ticket, with: .new, by: by).kind == .created
          } catch let error as ProvisioningError where error.code == .notFound {
            return false
          }
        }
      }
      return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(created == 1)
    #expect(try await Snapshot(of: doors[0].store).accounts.count == 1)
    try await verify(doors[0])
  }

  private static func mergeAndSignIn(_ maker: StoreMaker) async throws {
    let doors = try await provisioners(3, maker)
    for number in 1...6 {
      let source = Identity.person("clever:s\(number)", .student, "Before")
      let renamed = Identity.person("clever:s\(number)", .student, "After")
      let target = Identity.person("clever:t\(number)")
      let from = try #require(try await doors[0].signIn(source, by: by).account)
      let into = try #require(try await doors[0].signIn(target, by: by).account)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { _ = try await doors[0].merge(from, into: into, by: by) }
        for door in doors { group.addTask { _ = try await door.signIn(renamed, by: by) } }
        try await group.waitForAll()
      }
      let homes = try await Snapshot(of: doors[0].store).homes
      #expect(homes[source.key] == into && homes[target.key] == into)
      #expect(try await doors[0].store.link(source.key)?.state.profile.given == "After")
    }
    try await verify(doors[0])
  }

  private static func merges(_ maker: StoreMaker) async throws {
    let doors = try await provisioners(3, maker)
    for number in 1...6 {
      var ids: [Account.ID] = []
      for letter in ["a", "b", "c"] {
        let person = Identity.person("clever:\(letter)\(number)")
        ids.append(try #require(try await doors[0].signIn(person, by: by).account))
      }
      let pairs = [(0, 1), (1, 2), (2, 0)]
      let done = try await withThrowingTaskGroup(of: Bool.self) { group in
        for (door, (source, target)) in zip(doors, pairs) {
          let (source, target) = (ids[source], ids[target])
          group.addTask {
            do {
              return try await door.merge(source, into: target, by: by).entry != nil
            } catch let error as ProvisioningError where error.code == .refused {
              return false
            }
          }
        }
        return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect((1...2).contains(done), "of three merges in a circle one or two can be done")
      let accounts = try await doors[0].store.accounts(ids)
      #expect(accounts.count { $0.status.isLive } == 3 - done)
    }
    try await verify(doors[0])
  }

  private static func importAndSignIn(_ maker: StoreMaker) async throws {
    let doors = try await provisioners(
      3, maker, policy: SignInPolicy(newcomers: [.teacher: .create]))
    let students = (1...20).map { Identity.person("clever:\($0)", .student, "P\($0)") }
    let teacher = Identity.person("clever:t", .teacher)
    let keys = students.map(\.key.description)
    let roster = ListedRoster(
      people: [teacher] + students,
      sections: [.section("clever:all", teachers: ["clever:t"], students: keys)], pageSize: 5)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { _ = try await doors[0].bringIn(roster, by: by) }
      for person in students + [teacher] {
        group.addTask { _ = try await doors[1].signIn(person, by: by) }
        group.addTask { _ = try await doors[2].signIn(person, by: by) }
      }
      try await group.waitForAll()
    }
    let counts = try await doors[0].store.counts()
    #expect(counts.accounts.filter { $0.value > 0 } == ["active": 21])
    #expect(counts.enrollments[.active] == 21)
    try await verify(doors[0])
  }

  private static func edits(_ maker: StoreMaker) async throws {
    let doors = try await provisioners(3, maker)
    let id = try #require(try await doors[0].signIn(.person("clever:1"), by: by).account)
    let fields: [Profile.Field] = [.given, .middle, .family, .email, .grade, .gender]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for door in doors {
        for field in fields {
          group.addTask { try await door.edit(id, [field: [field.rawValue]], by: by) }
        }
      }
      try await group.waitForAll()
    }
    let account = try #require(try await doors[0].store.account(id))
    for field in fields { #expect(account.profile[field] == [field.rawValue]) }
    #expect(try await doors[0].store.counts().journalEntries == 1 + fields.count)
    try await verify(doors[0])
  }
}
