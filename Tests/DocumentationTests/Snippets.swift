import Foundation
import Provisioning
import ProvisioningSQLite
import ProvisioningSystem
import ProvisioningTesting
import Testing

/// The Swift that the documents show: it is compiled and run here, and `DocumentTests` sees to it
/// that they show nothing else.
@Suite struct Snippets {
  @Test func readme() async throws {
    let folder = TemporaryFolder()
    let path = folder.path("provisioning.db")

    let store = try await SQLiteStore.open(at: path)
    let gate = RoleGate(roles: [.student, .teacher])
    let provisioner = Provisioner(store: store, gate: gate, environment: .system)

    guard let key = Identity.Key("clever:q-1") else { return }
    let profile = Profile(role: .student, given: "Quill", family: "Fenfield")
    let identity = Identity(key: key, profile: profile)
    let outcome = try await provisioner.signIn(identity, by: Attribution(actor: "my-app"))
    print(outcome.kind, outcome.account?.rawValue ?? "not signed in")
    await store.close()

    #expect(outcome.kind == .created)
  }

  @Test func overviewOfTheReference() async throws {
    let folder = TemporaryFolder()
    let path = folder.path("provisioning.db")

    let store = try await SQLiteStore.open(at: path)
    let provisioner = Provisioner(store: store, environment: .system)

    #expect(provisioner.gate == .open)
    await store.close()
  }

  @Test func aStoreOfYourOwn() async throws {
    let provisioner = Provisioner(store: MyStore(), environment: .system)

    #expect(try await provisioner.store.counts().links == 0)
  }

  @Test(arguments: AccountStoreContract.checks)
  func myStore(_ check: AccountStoreContract.Check) async throws {
    try await check.run(on: StoreMaker(passing: { MyStore() }))
  }

  @Test(arguments: AccountStoreContract.Group.lasting.checks)
  func lastingStores(_ check: AccountStoreContract.Check) async throws {
    typealias MyStore = SQLiteStore
    let folder = TemporaryFolder()
    let base = folder.path("store")
    let newPath = { @Sendable in "\(base)-\(UUID()).db" }

    let lasting = StoreMaker(lasting: {
      let path = newPath()
      return { try await MyStore.open(at: path) }
    })

    try await check.run(on: lasting)
  }

  @Test(arguments: AccountStoreContract.Group.crashes.checks)
  func dyingStores(_ check: AccountStoreContract.Check) async throws {
    let folder = TemporaryFolder()
    let base = folder.path("store")
    let newPath = { @Sendable in "\(base)-\(UUID()).db" }

    let dying = StoreMaker(dying: {
      let place = MyPlace(newPath())
      return { step in try await place.open(dyingAt: step) }
    })

    try await check.run(on: dying)
  }

  private struct MyPlace {
    let path: String
    init(_ path: String) { self.path = path }

    func open(dyingAt step: Int?) async throws -> any AccountStore {
      let store = try await SQLiteStore.open(at: path, durability: .normal)
      return step.map { DyingStore(store, at: $0) } ?? store
    }
  }

  @Test func traces() async throws {
    let trace = StoreTrace(seed: 1, operations: 100)
    let mine = try await trace.canonicalText(on: StoreMaker(passing: { MyStore() }))
    let reference = try await trace.canonicalText(on: StoreMaker(passing: { InMemoryStore() }))
    #expect(StoreTrace.difference(reference, mine) == nil)
  }
}

private typealias MyStore = InMemoryStore

@Suite struct MyStoreTests {
  let maker = StoreMaker(passing: { MyStore() })

  @Test(arguments: AccountStoreContract.checks)
  func keepsThePromise(_ check: AccountStoreContract.Check) async throws {
    try await check.run(on: maker)
  }

  @Test(arguments: StoreProperty.all)
  func holdsWhateverCameBefore(_ property: StoreProperty) async throws {
    try await property.run(on: maker, seeds: 1...2)
  }
}
