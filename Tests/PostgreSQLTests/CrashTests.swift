#if PostgreSQL
import Foundation
import Provisioning
import ProvisioningPostgreSQL
import Testing

/// The server's processes are killed while others write: what was acknowledged is there afterwards,
/// nothing is half there, and whoever was writing goes on without noticing.
@Suite(Server.isThere) struct CrashTests {
  /// How often the server is killed: `PROVISIONING_KILLS`, 3 without it.
  private static let kills = getenv("PROVISIONING_KILLS").flatMap { Int(String(cString: $0)) } ?? 3

  @Test func everyAcknowledgedCommitSurvivesKillsOfTheServer() async throws {
    let server = try await OwnServer()
    let place = try Place(at: server.url)
    let load = Load(on: try await place.open(patience: .seconds(180)))
    try await load.run {
      for _ in 0..<Self.kills {
        try await Task.sleep(for: .milliseconds(Int.random(in: 20...400)))
        try await server.kill()
        try await server.start()
      }
      try await Task.sleep(for: .milliseconds(200))
    }
    try await load.expectAllOfItStored()
    #expect(load.acknowledged.count > load.lanes * Self.kills)
    await load.store.close()
  }
}

/// The server that takes writes is killed, and another takes its place: `scripts/failover` starts them,
/// and names here their URL and what kills the first.
@Suite(
  .enabled(
    if: getenv("PROVISIONING_FAILOVER") != nil, "it takes several servers: scripts/failover"))
struct FailoverTests {
  @Test func everyAcknowledgedCommitIsOnTheServerThatTakesOver() async throws {
    let variables = ProcessInfo.processInfo.environment
    let url: String = try #require(variables["PROVISIONING_FAILOVER"])
    let place = try Place(at: url)
    let kill = try #require(variables["PROVISIONING_FAILOVER_KILL"])
    let load = Load(on: try await place.open(patience: .seconds(120)))
    let before = try await load.run {
      try await Task.sleep(for: .milliseconds(Int.random(in: 2000...4000)))
      let before = load.acknowledged.count
      _ = await Child("/bin/bash", ["-c", kill]).ending()
      while load.acknowledged.count < before + 2000 {
        try await Task.sleep(for: .milliseconds(100))
      }
      return before
    }
    try await load.expectAllOfItStored()
    print(
      "failover: \(before) commits acknowledged before the kill, \(load.acknowledged.count) in all, "
        + "none lost; the longest wait was \(load.longestWait)")
    await load.store.close()
  }
}

@Suite(Server.isThere) struct LoadTests {
  @Test(.timeLimit(.minutes(15))) func aLoadThatCannotWriteEndsWhateverWaitsForIt() async throws {
    let load = Load(on: try await Place().open())
    await load.store.close()
    let error = await #expect(throws: ProvisioningError.self) {
      try await load.run { while true { try await Task.sleep(for: .milliseconds(10)) } }
    }
    #expect(error?.problem == "The store is closed.")
  }
}
#endif
