import Provisioning

extension Session {
  /// Which layout the file has; 0 for an empty file. Throws if the file is not ours or newer.
  func layoutVersion() throws(ProvisioningError) -> Int {
    let application: String
    do {
      application = try value("PRAGMA application_id")
    } catch let error where error.code == .corrupt {
      throw .foreignFile(path, detail: error.detail)
    }
    let version = Int(try value("PRAGMA user_version")) ?? 0
    if application == "0", version == 0, try value("SELECT count(*) FROM sqlite_schema") == "0" {
      return 0
    }
    guard application == String(Schema.applicationID) else { throw .foreignFile(path, detail: nil) }
    guard version <= layout.version else {
      throw ProvisioningError(
        .refused, "The store was made by a newer version of this program.",
        reason: "Its layout is version \(version); this program knows \(layout.version).",
        remedy: "Update this program.")
    }
    return version
  }

  /// Refuses an older layout, unless it is to be migrated.
  func admitLayout(_ older: SQLiteStore.OlderLayout) throws(ProvisioningError) {
    let version = try layoutVersion()
    guard version > 0, version < layout.version, older == .refuse else { return }
    throw ProvisioningError(
      .refused, "The store was made by an older version of this program.",
      reason: "Its layout is version \(version), this program works with \(layout.version). "
        + "Programs of the older version that share the file could not open it any more.",
      remedy: "Update them all. Then run 'linkctl store backup FILE' and 'linkctl store migrate'.")
  }

  /// Brings the file to the present layout, all steps or none. Under the lock.
  func migrate() throws(ProvisioningError) {
    guard try layoutVersion() < layout.version else { return }
    try execute("BEGIN IMMEDIATE")
    do {
      for migration in layout.steps[try layoutVersion()...] {
        try execute(migration.statements)
      }
      try execute("PRAGMA application_id = \(Schema.applicationID)")
      try execute("PRAGMA user_version = \(layout.version)")
      try execute("COMMIT")
    } catch {
      rollBack()
      throw error
    }
  }
}

extension ProvisioningError {
  fileprivate static func foreignFile(_ path: String, detail: String?) -> ProvisioningError {
    ProvisioningError(
      .invalid, "The file \(path) is no store.",
      reason: "Something else than this program made it.", remedy: "Name another file.",
      detail: detail)
  }
}
