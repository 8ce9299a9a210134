import Foundation
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
    let folder = folder
    let maker = StoreMaker(dying: {
      let place = FilePlace(in: folder)
      return { try await place.open(dyingAt: $0) }
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

  /// Every store in a file of its own.
  private var manyStores: StoreMaker {
    let (folder, stores) = (folder, Counter())
    return StoreMaker(lasting: {
      let path = folder.file("\(stores.next()).sqlite")
      return { try await SQLiteStore.open(at: path, durability: .normal) }
    })
  }
}

/// A store file that may die: from that moment on an image of it is opened, as it was on disk then.
private final class FilePlace: Sendable {
  private let folder: Folder
  private let name: Mutex<String>

  init(in folder: Folder) {
    self.folder = folder
    name = Mutex("\(UUID())")
  }

  func open(dyingAt step: Int?) async throws -> any AccountStore {
    let path = folder.file(name.withLock { $0 })
    let store = try await SQLiteStore.open(at: path, durability: .normal)
    guard let step else { return store }
    return DyingStore(store, at: step) { self.keepImage() }
  }

  /// The file before its log: what the log has is in neither twice nor not at all.
  private func keepImage() {
    let image = "\(UUID())"
    let old = name.withLock { name in
      defer { name = image }
      return name
    }
    for suffix in ["", "-wal"] {
      let (from, to) = (folder.file(old + suffix), folder.file(image + suffix))
      do { try FileManager.default.copyItem(atPath: from, toPath: to) } catch {
        Issue.record(error, "no image of the file")
      }
    }
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
