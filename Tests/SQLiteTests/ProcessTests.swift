import Glibc
import Provisioning
import ProvisioningSQLite
import ProvisioningTesting
import Testing

/// Other processes at the same file. They are this test program again, told by a variable to write.
@Suite struct ProcessTests {
  let folder = Folder()

  @Test(.timeLimit(.minutes(10))) func eightProcessesAllSucceed() async throws {
    let children = try (0..<8).map { try child(writing: 200, from: $0 * 1000) }
    for child in children { #expect(await child.ending() == 0) }
    let store = try await SQLiteStore.open(at: folder.file(), mode: .existing)
    #expect(try await store.counts().links == 1600)
    #expect(try await store.counts().journalEntries == 1600)
    #expect(try await store.integrityProblems() == [])
    await store.close()
  }

  @Test(.timeLimit(.minutes(10))) func aKilledProcessLeavesWholeEntries() async throws {
    for round in 0..<5 {
      let child = try child(writing: 100_000, from: round * 100_000)
      // The first is killed while it opens the store, or thereabouts.
      if round > 0 { await child.hasSpoken() }
      try await Task.sleep(for: .milliseconds(150 + 40 * round))
      child.kill()
      #expect(await child.ending() == SIGKILL)

      let store = try await SQLiteStore.open(at: folder.file())
      let counts = try await store.counts()
      #expect(counts.links == counts.journalEntries)
      #expect(counts.accounts["unclaimed"] ?? 0 == counts.links)
      #expect(try await store.integrityProblems() == [])
      if round == 4 { #expect(counts.links > 0) }
      await store.close()
    }
  }

  @Test(
    "Simultaneous first sign-ins in processes make one account each, without a failure",
    .serialized, .timeLimit(.minutes(10)), arguments: [2, 4, 8, 16])
  func crowd(count: Int) async throws {
    let variables = ["PROVISIONING_TEST_STORE": folder.file()]
    let children = try (0..<count).map { _ in
      try TestProgram(running: "SQLiteTests.*childSignsIn", variables)
    }
    try await ProcessCrowd.expectOneAccountEach(of: Self.people, by: children) {
      try await SQLiteStore.open(at: folder.file(), mode: .existing)
    }
  }

  private static let people = 200

  // MARK: The work of a child, passed over in the tests proper

  private static let isChild = ConditionTrait.enabled(
    if: TestProgram.variable("PROVISIONING_TEST_STORE") != nil)

  /// A process that commits `count` persons, one a commit.
  private func child(writing count: Int, from first: Int) throws -> TestProgram {
    try TestProgram(
      running: "SQLiteTests.*childWrites",
      [
        "PROVISIONING_TEST_STORE": folder.file(), "PROVISIONING_TEST_COUNT": "\(count)",
        "PROVISIONING_TEST_FIRST": "\(first)",
      ])
  }

  @Test(isChild) func childWrites() async throws {
    func number(_ name: String) -> Int? { TestProgram.variable(name).flatMap { Int($0) } }
    let first = try #require(number("PROVISIONING_TEST_FIRST"))
    let count = try #require(number("PROVISIONING_TEST_COUNT"))
    let store = try await openAsChild()
    for number in first..<first + count {
      try await store.commit(Sample.person(number))
      if number == first { TestProgram.say("at work") }
    }
    await store.close()
  }

  @Test(isChild) func childSignsIn() async throws {
    let store = try await openAsChild()
    try await ProcessCrowd.signIn(to: store, people: Self.people)
    await store.close()
  }

  private func openAsChild() async throws -> SQLiteStore {
    try await SQLiteStore.open(at: try #require(TestProgram.variable("PROVISIONING_TEST_STORE")))
  }
}
