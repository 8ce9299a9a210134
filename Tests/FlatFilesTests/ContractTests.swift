import Foundation
import Provisioning
import ProvisioningFlatFiles
import ProvisioningTesting
import Synchronization
import Testing

/// The store must do what every store must do.
@Suite struct ContractTests {
  let place = Place()

  @Test(arguments: AccountStoreContract.checks)
  func contract(_ check: AccountStoreContract.Check) async throws {
    let place = place
    let maker = StoreMaker(dying: {
      let folder = FolderPlace(in: place)
      return { try await folder.open(dyingAt: $0) }
    })
    try await check.run(on: maker)
  }

  @Test(arguments: StoreProperty.all)
  func property(_ property: StoreProperty) async throws {
    try await property.run(on: manyStores, seeds: History.seeds(2))
  }

  @Test(arguments: History.seeds(2))
  func history(seed: UInt64) async throws {
    let failure = try await History(seed: seed, steps: 16).failure(on: manyStores)
    #expect(failure == nil)
  }

  /// Every store in a folder of its own.
  private var manyStores: StoreMaker {
    let (place, stores) = (place, Counter())
    return StoreMaker(lasting: {
      let path = place.path("\(stores.next())")
      return { try await FlatFileStore.open(at: path) }
    })
  }
}

/// A store that may die: from that moment on an image of its folder is opened, as it was then.
private final class FolderPlace: Sendable {
  private let place: Place
  private let name = Mutex("\(UUID())")

  init(in place: Place) { self.place = place }

  func open(dyingAt step: Int?) async throws -> any AccountStore {
    let store = try await place.open(name.withLock { $0 })
    guard let step else { return store }
    return DyingStore(store, at: step) { self.keepImage() }
  }

  private func keepImage() {
    let image = "\(UUID())"
    let old = name.withLock { name in
      defer { name = image }
      return name
    }
    do { try place.copy(old, to: image) } catch { Issue.record(error, "no image of the folder") }
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
