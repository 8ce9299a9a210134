import Provisioning
import ProvisioningSQLite
import ProvisioningSystem

/// Signs one person in and tells how it went: embedder FILE
@main
struct Embedder {
  static func main() async throws {
    let store = try await SQLiteStore.open(at: CommandLine.arguments[1])
    let provisioner = Provisioner(store: store, environment: .system)
    guard let key = Identity.Key("clever:q-1") else { return }
    let identity = Identity(key: key, profile: Profile(role: .student, given: "Quill"))
    let outcome = try await provisioner.signIn(identity, by: Attribution(actor: "embedder"))
    print(outcome.kind)
    await store.close()
  }
}
