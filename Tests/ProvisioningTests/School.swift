import Provisioning
import ProvisioningTesting
import Testing

/// A front door over an empty store in memory, with short ways through it.
struct School {
  let store: any AccountStore
  let time = TestEnvironment()
  let by = Attribution(actor: "test", reason: "because")
  var door: Provisioner

  init(
    _ store: any AccountStore = InMemoryStore(), gate: RoleGate = .open,
    policy: SignInPolicy = SignInPolicy()
  ) {
    self.store = store
    door = Provisioner(store: store, gate: gate, policy: policy, environment: time.environment)
  }

  @discardableResult
  func signIn(_ identity: Identity) async throws -> SignInOutcome {
    try await door.signIn(identity, by: by)
  }

  /// Signs in, says "I am new" if asked, and returns the account.
  @discardableResult
  func enter(_ identity: Identity) async throws -> Account.ID {
    let outcome = try await signIn(identity)
    guard let ticket = outcome.ticket else { return try #require(outcome.account) }
    return try #require(try await answer(ticket, .new).account)
  }

  func answer(_ ticket: String?, _ answer: SignInAnswer) async throws -> SignInOutcome {
    try await door.answer(try #require(ticket), with: answer, by: by)
  }

  @discardableResult
  func bringIn(
    _ roster: ListedRoster, limit: RemovalLimit = .none
  ) async throws -> RosterOutcome {
    try await door.bringIn(roster, limit: limit, by: by)
  }

  @discardableResult
  func merge(
    _ source: Account.ID, into target: Account.ID, allowing: Set<MergeRules.Exception> = []
  ) async throws -> MergeReport {
    try await door.merge(source, into: target, rules: MergeRules(allowing: allowing), by: by)
  }

  func home(_ key: String) async throws -> Account.ID? {
    try await store.link(.named(key))?.state.account
  }

  func account(_ key: String) async throws -> Account {
    let id = try #require(try await home(key), "\(key) should have a link")
    return try #require(try await store.account(id))
  }

  /// Who is in a section, as `key role status`, by the keys that assert it.
  func roster(_ section: String) async throws -> [String] {
    try await store.roster(of: .named(section)).map { enrollment in
      let keys = enrollment.assertedBy.map(\.description).joined(separator: "+")
      return "\(keys) \(enrollment.role.rawValue) \(enrollment.status)"
    }.sorted()
  }

  func status(_ section: String) async throws -> Section.Status? {
    try await store.section(.named(section))?.status
  }

  func disable(_ id: Account.ID) async throws {
    _ = try await door.disable(id, by: by)
  }

  /// What the store holds: rows and records.
  func everything() async throws -> String {
    let all = try await Snapshot(of: store)
    return all.exactText + "\n" + all.recordText
  }
}
