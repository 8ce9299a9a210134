import CSQLite
import Provisioning
import ProvisioningThreads

/// How a long piece of work tells how far it is, and learns that it is to stop.
struct Course: Sendable {
  let cancellation: Cancellation
  let progress: StoreUpkeep.Progress
}

extension Session {
  /// Pages that are copied between two looks at whether to go on.
  private static let pagesAtATime: Int32 = 256

  /// Puts the content of `source` in place of all that this database holds, page by page, in one
  /// transaction: whoever else has it open sees the old content or the new one.
  ///
  /// What is copied is one moment of `source`, whatever is written to it meanwhile; until the end
  /// SQLite keeps what was written since in the log. Stopped or failed, nothing has changed.
  func takePages(of source: Session, _ course: Course) throws(ProvisioningError) {
    try source.reading { () throws(ProvisioningError) in
      // A transaction begins with its first read.
      _ = try source.number(.schemaVersion)
      guard let copy = sqlite3_backup_init(handle, "main", source.handle, "main") else {
        throw .sqlite(sqlite3_errcode(handle), on: handle)
      }
      var code = SQLITE_OK
      while code == SQLITE_OK, !course.cancellation.isRequested {
        code = sqlite3_backup_step(copy, Self.pagesAtATime)
        let total = Int(sqlite3_backup_pagecount(copy))
        course.progress(total - Int(sqlite3_backup_remaining(copy)), total)
      }
      // Without the last step this takes back what was copied.
      let end = sqlite3_backup_finish(copy)
      if code == SQLITE_OK { throw .cancelled }
      guard code == SQLITE_DONE, end == SQLITE_OK else { throw .sqlite(code, on: handle) }
    }
  }
}
