#if PostgreSQL
import Provisioning

extension Session {
  /// Finds the store, makes it where it is missing, and brings an older layout up, as asked for;
  /// returns whether it was made. Programs that come at once wait for each other at the row that
  /// counts revisions: an advisory lock would not do on every server.
  func prepareStore(
    at address: Address, _ mode: PostgreSQLStore.Mode, _ layout: Layout,
    _ older: PostgreSQLStore.OlderLayout
  ) throws(Failure) -> Bool {
    let found = try layoutVersion(address)
    if found == nil || found == 0, mode == .existing { throw .other(.noStore) }
    if let found, try admits(found, layout, older) { return false }
    if (found ?? 0) == 0 { try makeRoot(address) }
    return try migrate(layout, older)
  }

  private func makeRoot(_ address: Address) throws(Failure) {
    do throws(Failure) {
      for statement in Schema.root(schema: address.schema) { try execute(statement) }
    } catch {
      // Another program makes the same at this moment. PostgreSQL's IF NOT EXISTS may miss that.
      let duplicates = ["23505", "42P06", "42P07", "42710"]  // A row, a schema, a table, a type.
      guard case .refused(let state, let message) = error, duplicates.contains(state) else {
        throw error
      }
      throw .refused(state: "40001", message: message)
    }
  }

  /// The version of the layout that is there; `nil` where there is no store.
  private func layoutVersion(_ address: Address) throws(Failure) -> Int? {
    let tables = try number(
      """
      SELECT count(*) FROM information_schema.tables
      WHERE table_schema = '\(address.schema)' AND table_name = 'store'
      """)
    guard tables == 1 else { return nil }
    let version = try number("SELECT coalesce(max(layout), 0) FROM store")
    if version == Schema.beingFilled { throw .other(.beingFilled) }
    return version
  }

  /// Whether the layout can be used as it is; throws where it must not be touched.
  private func admits(
    _ version: Int, _ layout: Layout, _ older: PostgreSQLStore.OlderLayout
  ) throws(Failure) -> Bool {
    if version > layout.version {
      throw .other(
        ProvisioningError(
          .refused, "The store was made by a newer version of this program.",
          reason: "Its layout is version \(version); this program knows \(layout.version).",
          remedy: "Update this program."))
    }
    if version > 0, version < layout.version, older == .refuse {
      throw .other(
        ProvisioningError(
          .refused, "The store was made by an older version of this program.",
          reason: "Its layout is version \(version), this program works with \(layout.version). "
            + "Programs of the older version that share the store could not open it any more.",
          remedy: "Update them all, make a backup, and open it to be migrated."))
    }
    return version == layout.version
  }

  /// Takes the missing steps under the lock, and returns whether the store was empty. A server that
  /// commits each statement by itself may leave some steps done and not counted; they are taken
  /// again.
  private func migrate(
    _ layout: Layout, _ older: PostgreSQLStore.OlderLayout
  ) throws(Failure) -> Bool {
    try execute("BEGIN")
    let version = try number("SELECT layout FROM store WHERE name = 'store' FOR UPDATE")
    if version == Schema.beingFilled { throw .other(.beingFilled) }
    guard try !admits(version, layout, older) else {
      try execute("ROLLBACK")
      return false
    }
    try take(layout.steps[version...])
    try execute("UPDATE store SET layout = \(layout.version) WHERE name = 'store'")
    try execute("COMMIT")
    return version == 0
  }

  private func take(_ steps: ArraySlice<Migration>) throws(Failure) {
    let sortsByBytes =
      try number("SELECT count(*) WHERE version() LIKE 'CockroachDB%'") == 1
    for step in steps {
      for statement in step.statements(sortsByBytes ? .given : .named) {
        try execute(statement, .long)
      }
    }
  }

  /// Prepares a store that nobody may open before it is filled; one that was begun stays as it is.
  func prepareFilling(at address: Address) throws(Failure) {
    try makeRoot(address)
    try execute("BEGIN")
    let version = try number("SELECT layout FROM store WHERE name = 'store' FOR UPDATE")
    guard version <= 0 else { throw .other(.holdsStore) }
    try execute(Schema.filling)
    // One that was begun may have been so by a program of an older layout.
    try take(Layout.present.steps[...])
    try execute("UPDATE store SET layout = \(Schema.beingFilled) WHERE name = 'store'")
    try execute("COMMIT")
  }
}

extension ProvisioningError {
  static let holdsStore = ProvisioningError(
    .refused, "The store cannot be copied to that database.",
    reason: "There is a store in it already.", remedy: "Name another database.")

  fileprivate static let beingFilled = ProvisioningError(
    .notFound, "There is no store yet.", reason: "A copy of another store is being made in it.",
    remedy: "Run 'linkctl store copy' to its end.")
}
#endif
