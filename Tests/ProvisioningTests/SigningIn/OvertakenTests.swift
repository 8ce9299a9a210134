import Provisioning
import ProvisioningTesting
import Testing

@Suite("Plans stand on what they read")
struct OvertakenTests {
  let school = School(policy: SignInPolicy(claimedBySISID: .link))

  /// A front door where `event` comes between the first plan and its commit.
  private func overtaken(
    by event: @escaping @Sendable () async throws -> Void
  ) -> (door: Provisioner, store: InterruptedStore) {
    let store = InterruptedStore(school.store) {
      do { try await event() } catch { Issue.record(error) }
    }
    var door = Provisioner(
      store: store, policy: school.door.policy, environment: school.door.environment)
    door.linkers = school.door.linkers
    return (door, store)
  }

  private func person(_ key: String) -> Identity {
    .person(key, sis: "7", district: "north")
  }

  @Test("a key that an import links goes to the survivor of a merge meanwhile")
  func mergedMeanwhile() async throws {
    let school = school
    let one = try await school.enter(person("clever:1"))
    let two = try await school.enter(.person("clever:2"))
    let (door, store) = overtaken { try await school.merge(one, into: two) }
    _ = try await door.bringIn(ListedRoster("feed", people: [person("feed:1")]), by: school.by)
    #expect(store.wasInterrupted)
    #expect(try await school.home("feed:1") == two)
    #expect(try await StoreVerifier(school.store).verify().problems.isEmpty)
  }

  @Test("an account that is disabled meanwhile lets nobody in", arguments: ["clever:1", "feed:1"])
  func disabledMeanwhile(key: String) async throws {
    let school = school
    let id = try await school.enter(person("clever:1"))
    let (door, store) = overtaken { try await school.disable(id) }
    var identity = person(key)
    identity.profile.given = "New name"
    let outcome = try await door.signIn(identity, by: school.by)
    #expect(store.wasInterrupted && outcome.kind == .denied)
  }

  @Test("an alias that is linked meanwhile leads to its account")
  func aliasMeanwhile() async throws {
    let school = school
    let (door, store) = overtaken { try await school.enter(.person("clever:old")) }
    let outcome = try await door.signIn(.person("clever:new", aliases: ["old"]), by: school.by)
    #expect(store.wasInterrupted && outcome.kind == .linked)
    #expect(try await school.home("clever:new") == school.home("clever:old"))
  }

  @Test("a key that is linked to the source meanwhile moves with the merge")
  func linkedMeanwhile() async throws {
    let school = school
    let one = try await school.enter(person("clever:1"))
    let two = try await school.enter(.person("clever:2"))
    let (door, store) = overtaken { try await school.enter(person("feed:1")) }
    let report = try await door.merge(one, into: two, by: school.by)
    #expect(store.wasInterrupted)
    #expect(report.movedLinks == [.named("clever:1"), .named("feed:1")])
    #expect(try await school.home("feed:1") == two)
  }

  @Test("a section that is edited meanwhile keeps the edit")
  func editedMeanwhile() async throws {
    let school = school
    let roster = ListedRoster(sections: [.section("clever:a", name: "Before")])
    try await school.bringIn(roster)
    let (door, store) = overtaken {
      try await school.door.edit(.named("clever:a"), [.name: ["Mine"]], by: school.by)
    }
    let next = ListedRoster(sections: [.section("clever:a", name: "After")])
    _ = try await door.bringIn(next, by: school.by)
    #expect(store.wasInterrupted)
    let state = try #require(try await school.store.section(.named("clever:a"))).state
    #expect(state.asserted.name == "After" && state.local.values == [.name: ["Mine"]])
  }

  @Test("a merge that is undone meanwhile is undone once")
  func undoneMeanwhile() async throws {
    let school = school
    let one = try await school.enter(.person("clever:1"))
    let two = try await school.enter(.person("clever:2"))
    let merge = try #require(try await school.merge(one, into: two).entry)
    let (door, _) = overtaken { _ = try await school.door.undo(merge, by: school.by) }
    let error = await #expect(throws: ProvisioningError.self) {
      try await door.undo(merge, by: school.by)
    }
    #expect(error?.code == .refused)
  }
}
