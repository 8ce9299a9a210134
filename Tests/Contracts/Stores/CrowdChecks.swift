import Provisioning
import Testing

/// A morning at school: the same people come at once, many times over, while others are at work.
enum CrowdChecks {
  static let all: [AccountStoreContract.Check] =
    [2, 4, 8, 16].map { count in
      .init("200 people who sign in for the first time, \(count) at once, get one account each") {
        try await firstSignIns(on: $0, atOnce: count)
      }
    } + [
      .init("A merge and an import of the merged people agree", opening: mergesAndImport),
      .init("Merges into one account, and sign-ins to it, at once are all there", opening: gather),
    ]

  private static let by = Attribution(actor: "bench")

  /// Each of so many goes through all people; where the store lasts, up to four open it for themselves.
  private static func firstSignIns(on maker: StoreMaker, atOnce count: Int) async throws {
    let doors = try await ConcurrencyChecks.provisioners(min(4, count), maker)
    let people = (1...200).map { Identity.person("clever:\($0)", .student, "P\($0)") }
    let outcomes = try await withThrowingTaskGroup(of: [SignInOutcome].self) { group in
      for number in 0..<count {
        let door = doors[number % doors.count]
        group.addTask {
          var outcomes: [SignInOutcome] = []
          for person in people { outcomes.append(try await door.signIn(person, by: by)) }
          return outcomes
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(outcomes.allSatisfy { $0.isSignedIn }, "somebody was not signed in")
    try await expectOneAccountEach(
      of: people.count, created: outcomes.count { $0.kind == .created }, in: doors[0].store)
  }

  /// Expects that so many people, who signed in for the first time at once, have an account each.
  static func expectOneAccountEach(
    of people: Int, created: Int, in store: any AccountStore
  ) async throws {
    #expect(created == people, "each is told once that an account was made")
    let all = try await Snapshot(of: store)
    #expect(all.links.count == people, "each key has one link")
    #expect(
      Set(all.links.map(\.state.account)) == Set(all.accounts.map(\.id)),
      "an account has no link: an orphan")
    #expect(all.accounts.count == people, "each person has one account")
    #expect(
      try await store.counts().journalEntries == people, "each account was journaled once")
    #expect(try await StoreVerifier(store).verify().problems.isEmpty)
  }

  private static func mergesAndImport(_ maker: StoreMaker) async throws {
    let doors = try await ConcurrencyChecks.provisioners(3, maker)
    let numbers = 1...12
    func roster(_ given: String) -> ListedRoster {
      let people = numbers.flatMap { number in
        [
          Identity.person("clever:a\(number)", .student, given),
          Identity.person("clever:b\(number)", .student, given),
        ]
      }
      let keys = people.map(\.key.description)
      return ListedRoster(
        people: people, sections: [.section("clever:all", students: keys)], pageSize: 4)
    }
    _ = try await doors[0].bringIn(roster("Before"), by: by)
    let homes = try await Snapshot(of: doors[0].store).homes
    let pairs = try numbers.map { number in
      (
        from: try #require(homes[.named("clever:a\(number)")]),
        into: try #require(homes[.named("clever:b\(number)")])
      )
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { _ = try await doors[1].bringIn(roster("After"), by: by) }
      for (number, (from, into)) in pairs.enumerated() {
        let door = doors[number.isMultiple(of: 2) ? 0 : 2]
        group.addTask { _ = try await door.merge(from, into: into, by: by) }
      }
      try await group.waitForAll()
    }
    let all = try await Snapshot(of: doors[0].store)
    for (number, (_, into)) in zip(numbers, pairs) {
      let keys: [Identity.Key] = [.named("clever:a\(number)"), .named("clever:b\(number)")]
      #expect(keys.allSatisfy { all.homes[$0] == into }, "a merged key is not at the survivor")
    }
    #expect(
      all.links.allSatisfy { $0.state.profile.given == "After" },
      "what the import says reached a key or did not, whatever was merged")
    #expect(
      try await doors[0].store.counts().enrollments[.active] == pairs.count,
      "two keys of one account in a class are one enrollment")
    try await ConcurrencyChecks.verify(doors[0])
  }

  private static func gather(_ maker: StoreMaker) async throws {
    let doors = try await ConcurrencyChecks.provisioners(4, maker)
    let target = Identity.person("clever:target")
    let into = try #require(try await doors[0].signIn(target, by: by).account)
    var others: [(identity: Identity, account: Account.ID)] = []
    for number in 1...12 {
      let person = Identity.person("clever:\(number)", .student, "Before")
      others.append((person, try #require(try await doors[0].signIn(person, by: by).account)))
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (number, (identity, account)) in others.enumerated() {
        let (one, other) = (doors[number % 4], doors[(number + 1) % 4])
        let renamed = Identity.person("\(identity.key)", .student, "After")
        group.addTask { _ = try await one.merge(account, into: into, by: by) }
        group.addTask { _ = try await other.signIn(renamed, by: by) }
        group.addTask { _ = try await other.signIn(target, by: by) }
      }
      try await group.waitForAll()
    }
    let all = try await Snapshot(of: doors[0].store)
    #expect(all.links.allSatisfy { $0.state.account == into }, "a merge got lost")
    #expect(
      all.links.count { $0.state.profile.given == "After" } == others.count, "a sign-in got lost")
    try await ConcurrencyChecks.verify(doors[0])
  }
}
