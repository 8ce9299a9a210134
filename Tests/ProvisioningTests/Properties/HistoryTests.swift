import Foundation
import Provisioning
import ProvisioningTesting
import Testing

/// Random histories, with all rules asked after every step. `PROVISIONING_SEED` plays one history
/// alone, `PROVISIONING_HISTORIES` says how many there are.
@Suite("Histories")
struct HistoryTests {
  static var seeds: [UInt64] {
    let variables = ProcessInfo.processInfo.environment
    if let seed = variables["PROVISIONING_SEED"].flatMap({ UInt64($0) }) { return [seed] }
    let count = variables["PROVISIONING_HISTORIES"].flatMap { UInt64($0) } ?? 100
    return Array(1...max(1, count))
  }

  @Test("After every step of a random history all rules hold")
  func rules() async throws {
    for seed in Self.seeds {
      let history = History(seed: seed, steps: 16)
      if let failure = try await history.failure(on: StoreMaker(passing: { InMemoryStore() })) {
        Issue.record("\(failure)")
        return
      }
    }
  }
}
