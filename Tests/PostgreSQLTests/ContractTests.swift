#if PostgreSQL
import Provisioning
import ProvisioningPostgreSQL
import ProvisioningTesting
import Testing

/// The store must do what every store must do.
@Suite(Server.isThere) struct ContractTests {
  let places = Places()

  /// A store dies at a message to its server, which does not get through.
  @Test(arguments: AccountStoreContract.checks)
  func contract(_ check: AccountStoreContract.Check) async throws {
    let places = places
    let maker = StoreMaker(
      dying: {
        let place = try places.add()
        return { step in
          guard let step else { return try await place.open() }
          let door = try place.door(.all(from: step))
          return try await place.open(through: door, patience: .zero)
        }
      }, steps: 60)
    try await check.run(on: maker)
  }

  @Test(arguments: StoreProperty.all)
  func property(_ property: StoreProperty) async throws {
    try await property.run(on: manyStores, seeds: 1...2)
  }

  @Test(arguments: 1...2)
  func history(seed: Int) async throws {
    let failure = try await History(seed: UInt64(seed), steps: 16).failure(on: manyStores)
    #expect(failure == nil)
  }

  /// Every store in a schema of its own.
  private var manyStores: StoreMaker {
    StoreMaker(lasting: { [places] in
      let place = try places.add()
      return { try await place.open() }
    })
  }
}
#endif
