import Provisioning
import ProvisioningSQLite
import ProvisioningTesting
import Synchronization
import Testing

/// The store must do what every store must do.
@Suite struct ContractTests {
  let folder = Folder()

  @Test(arguments: AccountStoreContract.checks)
  func contract(_ check: AccountStoreContract.Check) async throws {
    let path = folder.file()
    let maker = StoreMaker(lasting: {
      { try await SQLiteStore.open(at: path, durability: .normal) }
    })
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

  /// Every store in a file of its own.
  private var manyStores: StoreMaker {
    let (folder, stores) = (folder, Counter())
    return StoreMaker(lasting: {
      let path = folder.file("\(stores.next()).sqlite")
      return { try await SQLiteStore.open(at: path, durability: .normal) }
    })
  }
}

private final class Counter: Sendable {
  private let count = Mutex(0)

  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}
