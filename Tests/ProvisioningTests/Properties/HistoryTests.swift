import Provisioning
import ProvisioningTesting
import Testing

/// Random histories, with all rules asked after every step. `PROVISIONING_SEED` plays one history
/// alone, `PROVISIONING_HISTORIES` says how many there are.
@Suite("Histories")
struct HistoryTests {
  @Test("After every step of a random history all rules hold")
  func rules() async throws {
    for seed in History.seeds(100) {
      let history = History(seed: seed, steps: 16)
      if let failure = try await history.failure(on: StoreMaker(passing: { InMemoryStore() })) {
        Issue.record("\(failure)")
        return
      }
    }
  }
}
