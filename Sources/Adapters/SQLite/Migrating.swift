import Provisioning

extension Session {
  /// Which layout the file has; 0 for an empty file. Throws if the file is not ours or newer.
  func layoutVersion() throws(ProvisioningError) -> Int {
    let application: String
    do {
      application = try value("PRAGMA application_id")
    } catch let error where error.code == .corrupt {
      throw .foreignFile(detail: error.detail)
    }
    let version = Int(try value("PRAGMA user_version")) ?? 0
    if application == "0", version == 0, try value("SELECT count(*) FROM sqlite_schema") == "0" {
      return 0
    }
    guard application == String(Schema.applicationID) else { throw .foreignFile(detail: nil) }
    guard version <= Schema.migrations.count else {
      throw ProvisioningError(
        .refused, "The store was made by a newer version of this program.",
        reason: "Its layout is version \(version); this program knows \(Schema.migrations.count).",
        remedy: "Update this program.")
    }
    return version
  }

  /// Brings the file to the present layout, all steps or none. Under the lock.
  func migrate() throws(ProvisioningError) {
    guard try layoutVersion() < Schema.migrations.count else { return }
    try execute("BEGIN IMMEDIATE")
    do {
      for migration in Schema.migrations[try layoutVersion()...] {
        try execute(migration.statements)
      }
      try execute("PRAGMA application_id = \(Schema.applicationID)")
      try execute("PRAGMA user_version = \(Schema.migrations.count)")
      try execute("COMMIT")
    } catch {
      rollBack()
      throw error
    }
  }
}

extension ProvisioningError {
  fileprivate static func foreignFile(detail: String?) -> ProvisioningError {
    ProvisioningError(
      .invalid, "The file is no store.", reason: "Something else than this program made it.",
      remedy: "Name another file.", detail: detail)
  }
}
