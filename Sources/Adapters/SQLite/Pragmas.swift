import Provisioning

extension Session {
  /// Sets what the session is for, and reads each setting back: SQLite passes over what it does
  /// not know or cannot do.
  func configure(for purpose: Purpose) throws(ProvisioningError) {
    try set("foreign_keys", to: "1")
    try set("trusted_schema", to: "0")
    try set("temp_store", to: "2")
    // What is erased is gone from the file, too.
    if purpose != .reading { try set("secure_delete", to: "1") }
    switch purpose {
    case .reading:
      try set("cache_size", to: "-4096")
      try set("query_only", to: "1")
    case .writing(let durability):
      try set("cache_size", to: "-16384")
      try set("journal_mode", to: "wal")
      try set("synchronous", to: durability == .full ? "2" : "1")
      try set("wal_autocheckpoint", to: "4000")
      try set("journal_size_limit", to: "67108864")
    case .drafting:
      // One file with nothing beside it.
      try set("journal_mode", to: "delete")
      try set("synchronous", to: "2")
    }
    _ = try noticeReplacement()
  }

  private func set(_ pragma: String, to value: String) throws(ProvisioningError) {
    _ = try self.value("PRAGMA \(pragma) = \(value)")
    let present = try self.value("PRAGMA \(pragma)")
    guard present == value else {
      throw .unavailable(
        "This SQLite does not take the setting '\(pragma) = \(value)'.",
        remedy: "Put the store on a local disk, and use SQLite 3.40 or later.",
        detail: "\(pragma) = \(present)")
    }
  }
}
