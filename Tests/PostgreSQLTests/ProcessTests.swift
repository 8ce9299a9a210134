#if PostgreSQL
import Foundation
import Provisioning
import ProvisioningPostgreSQL
import ProvisioningSystem
import ProvisioningTesting
import Testing

/// Many programs at one store. The others are this test program again, told by variables what to do.
@Suite(Server.isThere, .timeLimit(.minutes(15))) struct ProcessTests {
  static let people = 200

  @Test(arguments: [2, 4, 8, 16])
  func simultaneousFirstSignInsInTasksMakeOneAccountEach(count: Int) async throws {
    let place = try Place()
    let created = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<count {
        group.addTask { try await signInAll(at: place.url, place.schema) }
      }
      return try await group.reduce(0, +)
    }
    #expect(created == Self.people)
    try await expectOneAccountEach(at: place)
  }

  @Test(arguments: [2, 4, 8, 16])
  func simultaneousFirstSignInsInProcessesMakeOneAccountEach(count: Int) async throws {
    let place = try Place()
    let children = try (0..<count).map { try TestProgram("signsIn", at: place, names: "p\($0)") }
    for child in children { #expect(await child.ending() == 0) }
    try await expectOneAccountEach(at: place)
  }

  @Test func aKilledProcessLeavesWholeEntries() async throws {
    let place = try Place()
    for round in 0..<5 {
      let child = try TestProgram("writes", at: place, names: "r\(round)")
      await child.hasSpoken()
      try await Task.sleep(for: .milliseconds(60 * round))
      child.kill()
      _ = await child.ending()
      let store = try await place.open()
      let counts = try await store.counts()
      #expect(counts.links == counts.journalEntries)
      #expect(counts.accounts["active"] ?? 0 == counts.links)
      #expect(try await store.integrityProblems() == [])
      #expect(counts.links > 0)
      await store.close()
    }
  }

  private func expectOneAccountEach(at place: Place) async throws {
    let store = try await place.open(mode: .existing)
    let counts = try await store.counts()
    #expect(counts.accounts == ["active": Self.people])
    #expect(counts.links == Self.people)
    #expect(counts.journalEntries == Self.people)
    #expect(try await StoreVerifier(store).verify().problems.isEmpty)
    #expect(try await store.integrityProblems() == [])
    await store.close()
  }

  // MARK: The work of a child, passed over in the tests proper

  @Test(.enabled(if: getenv("PROVISIONING_TEST_SCHEMA") != nil)) func signsIn() async throws {
    let work = try Work()
    _ = try await signInAll(at: work.url, work.schema)
  }

  @Test(.enabled(if: getenv("PROVISIONING_TEST_SCHEMA") != nil)) func writes() async throws {
    let work = try Work()
    let store = try await PostgreSQLStore.open(at: work.url, schema: work.schema)
    for number in 0..<100_000 {
      try await store.commit(Sample.person("\(work.names)-\(number)"))
      if number == 0 { TestProgram.say("writing") }
    }
  }
}

/// Signs all people in for the first time, and returns for how many that made an account.
private func signInAll(at url: String, _ schema: String) async throws -> Int {
  let store = try await PostgreSQLStore.open(at: url, schema: schema)
  let provisioner = Provisioner(store: store, environment: .system)
  var created = 0
  for number in 0..<ProcessTests.people {
    let outcome = try await provisioner.signIn(
      Sample.identity(number), by: Attribution(actor: "test"))
    #expect(outcome.isSignedIn)
    if outcome.kind == .created { created += 1 }
  }
  await store.close()
  return created
}

/// What a child was told to do.
private struct Work {
  let url, schema, names: String

  init() throws {
    let variables = ProcessInfo.processInfo.environment
    url = try #require(Server.url)
    schema = try #require(variables["PROVISIONING_TEST_SCHEMA"])
    names = try #require(variables["PROVISIONING_TEST_NAMES"])
  }
}

extension TestProgram {
  fileprivate convenience init(_ test: String, at place: Place, names: String) throws {
    try self.init(
      running: "ProcessTests/\(test)",
      [
        "PROVISIONING_POSTGRESQL": place.url, "PROVISIONING_TEST_SCHEMA": place.schema,
        "PROVISIONING_TEST_NAMES": names,
      ])
  }
}
#endif
