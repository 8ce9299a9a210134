import CSQLite
import Provisioning

extension ProvisioningError {
  /// The error for a result code of SQLite. Its message goes to `detail`: it may quote a value.
  static func sqlite(_ code: Int32, on handle: OpaquePointer?) -> ProvisioningError {
    let message = handle.map { String(cString: sqlite3_errmsg($0)) }
    return sqlite(code, message: message)
  }

  static func sqlite(_ code: Int32, message: String?) -> ProvisioningError {
    let detail = "SQLite \(code)\(message.map { ": \($0)" } ?? "")"
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED: return .storeBusy(detail: detail)
    case SQLITE_CONSTRAINT: return .changed("A rule of the layout does not hold.", detail: detail)
    case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT:
      return ProvisioningError(
        .corrupt, "The store's file is damaged.", reason: "SQLite cannot make sense of it.",
        remedy:
          "Run 'linkctl store verify'. If it cannot be read, move it away with the files beside "
          + "it, and run 'linkctl store restore FILE' with a backup.", detail: detail)
    case SQLITE_FULL:
      return .unavailable(
        "There is no space left on its disk.", remedy: "Make space.", detail: detail)
    case SQLITE_NOMEM:
      return .unavailable("There is no memory left.", remedy: nil, detail: detail)
    case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN:
      return .unavailable(
        "The system does not let this program open or write its files.",
        remedy: "Check who owns the store's file and folder.", detail: detail)
    case SQLITE_TOOBIG:
      return ProvisioningError(
        .invalid, "A text is too long to be stored.", reason: "SQLite takes at most 1 GB.",
        detail: detail)
    default:
      return .unavailable(
        "Reading or writing its files failed.", remedy: "Check the disk and the space left on it.",
        detail: detail)
    }
  }

  static func storeBusy(detail: String? = nil) -> ProvisioningError {
    ProvisioningError(
      .busy, "The store is busy.",
      reason: "Another program has been writing to it for ten seconds.",
      remedy: "Let that one end, then run the same command again.", detail: detail)
  }

  static func unavailable(
    _ reason: String, remedy: String?, detail: String? = nil
  ) -> ProvisioningError {
    ProvisioningError(
      .unavailable, "The store cannot be used.", reason: reason, remedy: remedy, detail: detail)
  }

  /// Something is not as the plan found it.
  static func changed(_ reason: String, detail: String? = nil) -> ProvisioningError {
    ProvisioningError(
      .conflict, "The store has changed since this was planned.", reason: reason,
      remedy: "Plan again.", detail: detail)
  }

  static let storeClosed = ProvisioningError(
    .unavailable, "The store is closed.", reason: "It was used after 'close()'.")
}
