import Provisioning
import ProvisioningTesting
import Testing

@Suite("The store in memory")
struct InMemoryStoreTests {
  @Test(arguments: AccountStoreContract.checks)
  func contract(_ check: AccountStoreContract.Check) async throws {
    try await check.run(on: StoreMaker(passing: { InMemoryStore() }))
  }
}
