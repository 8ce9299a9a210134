import Glibc
import Provisioning
import ProvisioningThreads

extension SQLiteStore {
  /// Brings the store at `path` to the present layout, all steps or none, and keeps a copy of it as it
  /// was beside it.
  ///
  /// Others who write to it wait meanwhile. Where the layout is the present one already, nothing is
  /// done; a dry run only says. Programs of the older version cannot open the store any more.
  public static func migrate(
    at path: String, _ mode: Provisioner.Mode = .commit,
    progress: @escaping StoreUpkeep.Progress = { _, _ in }
  ) async throws(ProvisioningError) -> LayoutChange {
    try await migrate(at: path, to: .present, mode, progress: progress)
  }

  /// Brings the store to another layout, for tests.
  static func migrate(
    at path: String, to layout: Layout, _ mode: Provisioner.Mode = .commit,
    progress: @escaping StoreUpkeep.Progress = { _, _ in }
  ) async throws(ProvisioningError) -> LayoutChange {
    try await onThread { cancellation throws(ProvisioningError) in
      let location = try Location(path)
      let version = try location.reading(layout) { session throws(ProvisioningError) in
        try session.layoutVersion()
      }
      guard version < layout.version, mode == .commit else {
        return LayoutChange(from: version, to: layout.version, kept: nil)
      }
      let course = Course(cancellation: cancellation, progress: progress)
      return try location.locked { () throws(ProvisioningError) in
        let present = try Session.reading(location, layout)
        let version = try present.layoutVersion()
        guard version < layout.version else {
          return LayoutChange(from: version, to: version, kept: nil)
        }
        let kept = try location.keep(present, as: "before-migrate", course)
        let session = try Session(path: location.path, layout)
        try session.configure(for: .writing(.full))
        try session.migrate()
        return LayoutChange(from: version, to: layout.version, kept: kept)
      }
    }
  }
}

extension Location {
  /// Runs `work` under the lock: nobody else writes meanwhile.
  func locked<Answer>(
    _ work: () throws(ProvisioningError) -> Answer
  ) throws(ProvisioningError) -> Answer {
    let lock = try FileLock(path: lockPath, patience: .seconds(10))
    try lock.acquire()
    let answer: Answer
    do throws(ProvisioningError) {
      answer = try work()
    } catch {
      lock.release()
      throw error
    }
    lock.release()
    return answer
  }

  /// Copies what `session` reads to a file beside this one that is not there yet, and returns its
  /// name. Its content is not checked: it is kept as it is.
  func keep(
    _ session: Session, as name: String, _ course: Course
  ) throws(ProvisioningError) -> String {
    let draft = try DraftFile(beside: self)
    defer { draft.remove() }
    try draft.fill(from: session, course) { _ in }
    var number = 1
    while access("\(path).\(name)-\(number)", F_OK) == 0 { number += 1 }
    let place = "\(path).\(name)-\(number)"
    try draft.put(at: place, .keep)
    return place
  }
}
