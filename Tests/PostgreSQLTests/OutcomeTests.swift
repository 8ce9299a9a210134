#if PostgreSQL
import Foundation
import Provisioning
import ProvisioningPostgreSQL
import Testing

/// Connections that are lost: at rest, and in the moment of a commit.
@Suite(Server.isThere) struct OutcomeTests {
  @Test func aCommitThatWasCutOffIsLookedUpAndNotWrittenTwice() async throws {
    let (place, door) = try doors(cutting: [.arrives, .arrives])
    let store = try await open(place, through: door)
    let first = try await store.commit(Sample.person("1"))
    let second = try await store.commit(Sample.person("2"))
    #expect(door.left == 0)
    #expect([first.revision.number, second.revision.number] == [1, 2])
    #expect(try await store.counts().journalEntries == 2)
    // A conflict is one after a cut too, and no commit.
    let error = await #expect(throws: ProvisioningError.self) {
      try await store.commit(Sample.person("1", entry: "other"))
    }
    #expect(error?.code == .conflict)
    await store.close()
  }

  static let key = Record.Key(.ticket, "t")

  @Test(arguments: [[CutConnection.Commit.arrives], [.arrives, .arrives], [.getsLost, .arrives]])
  func recordsThatWereCutOffAreWrittenOnce(cuts: [CutConnection.Commit]) async throws {
    let (place, door) = try doors(cutting: cuts)
    let store = try await open(place, through: door)
    try await store.write([.put(Self.key, value: "{}", expires: nil, replacing: 0)])
    #expect(door.left == 0)
    #expect(try await store.record(Self.key)?.version == 1)
    await store.close()
  }

  @Test func aRecordThatSomebodyTakesBeforeACutWriteIsLookedUpStaysTaken() async throws {
    let place = try Place()
    let door = try place.door(
      .commits([.arrives, .arrives]) { place.underLock("DELETE FROM record WHERE name = 't'") })
    let store = try await open(place, through: door)
    try await store.write([.put(Self.key, value: "{}", expires: nil, replacing: 0)])
    #expect(door.left == 0)
    #expect(try await store.record(Self.key) == nil)
    await store.close()
  }

  @Test func aRecordThatSomebodyElseWritesTheSameIsAConflictForAWriteThatGotLost() async throws {
    let place = try Place()
    let door = try place.door(
      .commits([.getsLost]) {
        place.underLock(
          "INSERT INTO record VALUES ('ticket', 't', '{}', NULL, 1) ON CONFLICT DO NOTHING")
      })
    let store = try await open(place, through: door)
    let error = await #expect(throws: ProvisioningError.self) {
      try await store.write([.put(Self.key, value: "{}", expires: nil, replacing: 0)])
    }
    #expect(error?.code == .conflict)
    await store.close()
  }

  @Test func aTakingThatWasCutOffIsKnownToBeDone() async throws {
    let (place, door) = try doors(cutting: [.arrives])
    let direct = try await place.open()
    try await direct.write([.put(Self.key, value: "{}", expires: nil, replacing: 0)])
    let store = try await open(place, through: door)
    try await store.write([.take(Self.key, version: 1)])
    #expect(door.left == 0)
    #expect(try await store.record(Self.key) == nil)
    await store.close()
    await direct.close()
  }

  @Test(arguments: [[CutConnection.Commit.arrives], [.arrives, .arrives], [.getsLost, .arrives]])
  func recordsThatExpireAreCountedThoughTheConnectionWasCut(
    cuts: [CutConnection.Commit]
  ) async throws {
    let (place, door) = try doors(cutting: cuts)
    let direct = try await place.open()
    let past = Timestamp(milliseconds: 1)
    try await direct.write(
      (1...3).map {
        .put(Record.Key(.ticket, "\($0)"), value: "{}", expires: past, replacing: 0)
      })
    let store = try await open(place, through: door)
    #expect(try await store.expireRecords(before: Timestamp(milliseconds: 2)) == 3)
    #expect(door.left == 0)
    await store.close()
    await direct.close()
  }

  @Test func connectionsThatTheServerEndsAreOpenedAgain() async throws {
    let place = try Place()
    let store = try await place.open()
    try await store.commit(Sample.person("1"))
    #expect(try await store.links([Sample.key("1")]).count == 1)
    try endConnections(at: place)
    #expect(try await store.links([Sample.key("1")]).count == 1)
    try endConnections(at: place)
    #expect(try await store.commit(Sample.person("2")).revision.number == 2)
    await store.close()
  }

  @Test func whoeverLeavesATransactionOpenDoesNotHoldOthersForEver() async throws {
    let place = try Place()
    let store = try await place.open(patience: .seconds(1))
    let lock = "BEGIN; SELECT revision FROM \(place.schema).store FOR UPDATE; SELECT pg_sleep(2)"
    let other = Task.detached { try execute(lock, at: place.url) }
    try await Task.sleep(for: .milliseconds(300))
    // Waits for its turn, which comes when the other's connection ends.
    try await store.commit(Sample.person("1"))
    _ = try await other.value
    await store.close()
  }

  private func endConnections(at place: Place) throws {
    try execute(
      """
      SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
      WHERE application_name = '\(place.schema)'
      """, at: place.url)
  }

  private func doors(
    cutting commits: [CutConnection.Commit]
  ) throws -> (Place, CutConnection) {
    let place = try Place()
    return (place, try place.door(.commits(commits)))
  }

  /// Opens the store, made directly, through a door.
  private func open(
    _ place: Place, through door: CutConnection
  ) async throws -> PostgreSQLStore {
    let made = try await place.open()
    await made.close()
    return try await place.open(through: door)
  }
}
#endif
