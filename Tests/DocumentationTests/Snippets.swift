import Provisioning
import ProvisioningSQLite
import ProvisioningSystem
import ProvisioningTesting
import Testing

/// The Swift that the documents show: it is compiled and run here, and `DocumentTests` sees to it
/// that they show nothing else.
@Suite struct Snippets {
  @Test func readme() async throws {
    let folder = try Scratch()
    let path = folder.file("provisioning.db")

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
    let folder = try Scratch()
    let path = folder.file("provisioning.db")

    let store = try await SQLiteStore.open(at: path)
    let provisioner = Provisioner(store: store, environment: .system)

    #expect(provisioner.gate == .open)
    await store.close()
  }

  private typealias MyStore = InMemoryStore

  @Test func aStoreOfYourOwn() async throws {
    let provisioner = Provisioner(store: MyStore(), environment: .system)

    #expect(try await provisioner.store.counts().links == 0)
  }

  @Test(arguments: AccountStoreContract.checks)
  func myStore(_ check: AccountStoreContract.Check) async throws {
    try await check.run(on: StoreMaker(passing: { MyStore() }))
  }
}
