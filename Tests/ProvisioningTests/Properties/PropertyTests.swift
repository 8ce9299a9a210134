import Provisioning
import ProvisioningTesting
import Testing

/// What holds whatever has happened before.
@Suite("Properties")
struct PropertyTests {
  @Test(arguments: StoreProperty.all)
  func holds(_ property: StoreProperty) async throws {
    let maker = StoreMaker(passing: { InMemoryStore() })
    try await property.run(on: maker, seeds: History.seeds(100))
  }
}
