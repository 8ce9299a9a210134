import Provisioning
import ProvisioningClever
import ProvisioningTesting
import Testing

/// A front door over an empty store in memory, for listings of Clever's.
struct DataSchool {
  let store = InMemoryStore()
  let time = TestEnvironment()
  let door: Provisioner
  let by = Attribution(actor: "test", reason: "because")

  init() { door = Provisioner(store: store, environment: time.environment) }

  @discardableResult
  func bringIn(
    _ importer: some SectionImporter, limit: RemovalLimit = .none
  ) async throws -> RosterOutcome {
    try await door.bringIn(importer, limit: limit, by: by)
  }

  /// Brings all of a district in, in small pages.
  @discardableResult
  func bringIn(
    _ district: StubDistrict, _ version: CleverVersion = .v31, pageSize: Int? = 3
  ) async throws -> RosterOutcome {
    try await bringIn(district.importer(version, pageSize: pageSize))
  }

  /// Who is in which section and how, as `section person role status` by their numbers.
  func enrollments() async throws -> [String] {
    try await Snapshot(of: store).assertions.map { assertion in
      let section = Self.short(assertion.section.subject.rawValue)
      let person = Self.short(assertion.key.subject.rawValue)
      return "\(section) \(person) \(assertion.state.role) \(assertion.state.status)"
    }
  }

  /// The state of the accounts, without what a run leaves of itself.
  func contents() async throws -> [String] {
    let snapshot = try await Snapshot(of: store)
    return snapshot.links.map { "\($0.key) \($0.state)" }
      + snapshot.sections.map { "\($0.key) \($0.state)" }
      + snapshot.assertions.map { "\($0.section) \($0.key) \($0.state)" }
      + snapshot.accounts.map { "\($0.id) \($0.status)" }
  }

  private static func short(_ id: String) -> String {
    id.prefix(1) + String(id.dropFirst().drop { $0 == "0" })
  }
}
