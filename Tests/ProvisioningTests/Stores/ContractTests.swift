import Provisioning
import ProvisioningTesting
import Synchronization
import Testing

/// The contract itself: a store that breaks one promise does not get through.
@Suite("The contract of stores")
struct ContractTests {
  @Test("a store with a fault is found out", arguments: SabotagedStore.Fault.allCases)
  func findsOut(fault: SabotagedStore.Fault) async throws {
    let found = Mutex(false)
    for check in AccountStoreContract.checks where !found.withLock({ $0 }) {
      try await withKnownIssue("found by: \(check.name)", isIntermittent: true) {
        try await check.run(on: StoreMaker(passing: { SabotagedStore(fault: fault) }))
      } matching: { _ in
        found.withLock { $0 = true }
        return true
      }
    }
    #expect(found.withLock { $0 }, "no check found the fault")
  }
}
