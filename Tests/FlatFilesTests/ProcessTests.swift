import Glibc
import Provisioning
import ProvisioningFlatFiles
import ProvisioningTesting
import Testing

/// Other processes at the same folder. They are this test program again, told by a variable to
/// write.
@Suite struct ProcessTests {
  let place = Place()

  @Test(.timeLimit(.minutes(10))) func fourProcessesAllSucceed() async throws {
    let children = try (0..<4).map { try child(writing: 100, from: $0 * 1000) }
    for child in children { #expect(await child.ending() == 0) }
    let store = try await place.open(mode: .existing)
    #expect(try await store.wholeEntries() == 400)
    #expect(try await store.integrityProblems() == [])
    await store.close()
  }

  @Test(.timeLimit(.minutes(10))) func whatAnotherProcessWritesIsSeen() async throws {
    let store = try await place.open()
    #expect(try await child(writing: 5, from: 0).ending() == 0)
    #expect(try await store.wholeEntries() == 5)
    try await store.compact()
    #expect(try await child(writing: 5, from: 10).ending() == 0)
    #expect(try await store.wholeEntries() == 10)
    await store.close()
  }

  /// Each child prints what was acknowledged; killed at any moment, all of that is there, and
  /// nothing half. Some of them are killed while they make a snapshot.
  @Test(.timeLimit(.minutes(30))) func killedAtAnyMomentNothingAcknowledgedIsLost() async throws {
    var random = SystemRandomNumberGenerator()
    for round in 0..<rounds {
      let child = try child(writing: 100_000, from: round * 100_000, compactingEvery: 7)
      // Some are killed while they open the store, the others while they write.
      if !round.isMultiple(of: 4) { await child.hasSpoken() }
      try await Task.sleep(for: .milliseconds(Int.random(in: 1...200, using: &random)))
      child.kill()
      #expect(await child.ending() == SIGKILL)
      let acknowledged = child.lines().last.flatMap { Int($0) }
      let store = try await place.open()
      #expect(try await store.wholeEntries() != nil, "an entry is half there")
      if let acknowledged {
        for number in (round * 100_000)...acknowledged {
          let entry = try await store.entry(.id(Sample.entry(number)))
          #expect(entry != nil, "entry \(number) was acknowledged")
        }
      }
      #expect(try await store.integrityProblems() == [])
      await store.close()
    }
    let store = try await place.open()
    #expect(try await store.wholeEntries() ?? 0 > 0)
    await store.close()
  }

  @Test(.timeLimit(.minutes(10))) func aSnapshotThatTheDiskHasNoRoomForLeavesNoDrafts() async throws
  {
    let variables = ["PROVISIONING_TEST_FILES": place.path()]
    let child = try TestProgram(running: "FlatFilesTests.*childCompactsOnAFullDisk", variables)
    #expect(await child.ending() == 0)
    #expect(child.lines() == ["unavailable"])
    #expect(try place.names().filter { $0.hasSuffix(".new") } == [])
    let store = try await place.open(mode: .existing)
    #expect(try await store.wholeEntries() == 100)
    await store.close()
  }

  /// `PROVISIONING_KILLS` sets how many processes are killed.
  private var rounds: Int { TestProgram.variable("PROVISIONING_KILLS").flatMap { Int($0) } ?? 8 }

  @Test(
    "Simultaneous first sign-ins in processes make one account each, without a failure",
    .serialized, .timeLimit(.minutes(10)), arguments: [2, 4, 8, 16])
  func crowd(count: Int) async throws {
    let variables = ["PROVISIONING_TEST_FILES": place.path()]
    let children = try (0..<count).map { _ in
      try TestProgram(running: "FlatFilesTests.*childSignsIn", variables)
    }
    try await ProcessCrowd.expectOneAccountEach(of: Self.people, by: children) {
      try await place.open(mode: .existing)
    }
  }

  private static let people = 200

  // MARK: The work of a child, passed over in the tests proper

  private static let isChild = ConditionTrait.enabled(
    if: TestProgram.variable("PROVISIONING_TEST_FILES") != nil)

  /// A process that commits persons, one a commit, and says each that was acknowledged.
  private func child(
    writing count: Int, from first: Int, compactingEvery: Int? = nil
  ) throws -> TestProgram {
    var variables = [
      "PROVISIONING_TEST_FILES": place.path(), "PROVISIONING_TEST_COUNT": "\(count)",
      "PROVISIONING_TEST_FIRST": "\(first)",
    ]
    variables["PROVISIONING_TEST_COMPACTING"] = compactingEvery.map { "\($0)" }
    return try TestProgram(running: "FlatFilesTests.*childWrites", variables)
  }

  @Test(isChild) func childWrites() async throws {
    func number(_ name: String) -> Int? { TestProgram.variable(name).flatMap { Int($0) } }
    let first = try #require(number("PROVISIONING_TEST_FIRST"))
    let count = try #require(number("PROVISIONING_TEST_COUNT"))
    let every = number("PROVISIONING_TEST_COMPACTING")
    let store = try await openAsChild()
    for number in first..<first + count {
      try await store.commit(Sample.person(number))
      TestProgram.say("\(number)")
      if let every, number % every == 0 { try await store.compact() }
    }
    await store.close()
  }

  @Test(isChild) func childCompactsOnAFullDisk() async throws {
    let store = try await openAsChild()
    for number in 1...100 { try await store.commit(Sample.person(number)) }
    // The system refuses to let any file of this process grow beyond that: the third draft does.
    signal(SIGXFSZ, SIG_IGN)
    var limit = rlimit(rlim_cur: 20_000, rlim_max: .max)
    try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
    let error = await expectError(.unavailable) { try await store.compact() }
    TestProgram.say(error?.code.rawValue ?? "")
    await store.close()
  }

  @Test(isChild) func childSignsIn() async throws {
    let store = try await openAsChild()
    try await ProcessCrowd.signIn(to: store, people: Self.people)
    await store.close()
  }

  private func openAsChild() async throws -> FlatFileStore {
    try await FlatFileStore.open(
      at: try #require(TestProgram.variable("PROVISIONING_TEST_FILES")))
  }
}
