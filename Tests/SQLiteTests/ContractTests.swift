import Provisioning
import ProvisioningSQLite
import ProvisioningTesting
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
}
