import Provisioning
import ProvisioningThreads

extension SQLiteStore {
  /// Reads the backup in `file` and checks all of it: that it is a store and no newer one, its pages,
  /// and every rule that can be seen in a store. Nothing of the store at `path` is touched.
  ///
  /// An older layout is brought up on the way. Throws `invalid`, `refused` or `corrupt` where the
  /// backup, or what is at `path` now, is something else, newer or damaged.
  public static func prepareRestore(
    at path: String, from file: String,
    progress: @escaping StoreUpkeep.Progress = { _, _ in }
  ) async throws(ProvisioningError) -> PendingRestore {
    try await prepareRestore(at: path, from: file, layout: .present, progress: progress)
  }

  /// Prepares with another layout, for tests.
  static func prepareRestore(
    at path: String, from file: String, layout: Layout,
    progress: @escaping StoreUpkeep.Progress = { _, _ in }
  ) async throws(ProvisioningError) -> PendingRestore {
    let location = try Location(path)
    let draft = try await onThread { cancellation throws(ProvisioningError) in
      let course = Course(cancellation: cancellation, progress: progress)
      return try location.draft(of: try Location(file), layout, course)
    }
    do throws(ProvisioningError) {
      return PendingRestore(
        coming: try await verifiedCounts(in: draft, layout),
        present: try? await counts(at: path, layout),
        carryOut: { progress throws(ProvisioningError) in
          try await onThread { cancellation throws(ProvisioningError) in
            let course = Course(cancellation: cancellation, progress: progress)
            return try location.replaceContent(by: draft, layout, course)
          }
        },
        discard: { draft.remove() })
    } catch {
      draft.remove()
      throw error
    }
  }

  private static func verifiedCounts(
    in draft: DraftFile, _ layout: Layout
  ) async throws(ProvisioningError) -> StoreCounts {
    let store = try await open(at: draft.path, mode: .existing, layout: layout)
    do throws(ProvisioningError) {
      let problems = try await StoreVerifier(store).verify().problems
      if let first = problems.first { throw .brokenBackup(first, of: problems.count) }
      let counts = try await store.counts()
      await store.close()
      return counts
    } catch {
      await store.close()
      throw error
    }
  }

  private static func counts(
    at path: String, _ layout: Layout
  ) async throws(ProvisioningError) -> StoreCounts {
    let store = try await open(at: path, mode: .existing, layout: layout)
    do throws(ProvisioningError) {
      let counts = try await store.counts()
      await store.close()
      return counts
    } catch {
      await store.close()
      throw error
    }
  }
}

extension Location {
  /// A copy of the backup in `file` beside this store, checked, in the present layout and ready to be
  /// copied over it.
  fileprivate func draft(
    of file: Location, _ layout: Layout, _ course: Course
  ) throws(ProvisioningError) -> DraftFile {
    guard !isSameFile(as: file) else { throw .restoredFromItself }
    let pageSize = try present(layout) { session throws(ProvisioningError) in
      try session.value("PRAGMA page_size")
    }
    let draft = try DraftFile(beside: self)
    do throws(ProvisioningError) {
      try file.reading(layout) { source throws(ProvisioningError) in
        try draft.fill(from: source, course) { copy throws(ProvisioningError) in
          try copy.requireIntegrity()
          try copy.migrate()
          // A database with a log keeps the size of its pages for ever.
          let pageSize = pageSize ?? Self.newPageSize
          guard try copy.value("PRAGMA page_size") != pageSize else { return }
          try copy.execute("PRAGMA page_size = \(pageSize); VACUUM")
        }
      }
      return draft
    } catch {
      draft.remove()
      throw error.code == .notFound ? .noBackup : error
    }
  }

  /// What SQLite takes for a file that is made.
  private static let newPageSize = "4096"

  /// What `work` reads of the store that is here now; `nil` if there is none.
  private func present<Answer>(
    _ layout: Layout, _ work: (Session) throws(ProvisioningError) -> Answer
  ) throws(ProvisioningError) -> Answer? {
    do throws(ProvisioningError) {
      return try reading(layout, work)
    } catch {
      guard error.code == .notFound else { throw error }
      return nil
    }
  }

  /// Keeps what is here, and puts the content of `draft` in its place.
  fileprivate func replaceContent(
    by draft: DraftFile, _ layout: Layout, _ course: Course
  ) throws(ProvisioningError) -> String? {
    try locked { () throws(ProvisioningError) in
      if try !exists() { try create() }
      let session = try Session(path: path, layout)
      var kept: String?
      if try session.layoutVersion() > 0 { kept = try keep(session, as: "before-restore", course) }
      try session.configure(for: .writing(.full))
      try session.takePages(of: try Session(path: draft.path, layout), course)
      return kept
    }
  }
}

extension ProvisioningError {
  fileprivate static let restoredFromItself = ProvisioningError(
    .refused, "Nothing was restored.", reason: "The file is the store itself.",
    remedy: "Name a backup of it.")

  fileprivate static let noBackup = ProvisioningError(
    .notFound, "There is no such backup.", reason: "The file is missing or empty.",
    remedy: "Name a file that 'linkctl store backup' wrote.")

  fileprivate static func brokenBackup(
    _ problem: StoreVerifier.Problem, of count: Int
  ) -> ProvisioningError {
    ProvisioningError(
      .corrupt, "The backup cannot be restored.",
      reason: "\(count) of the rules of a store do not hold in it, the first of them number "
        + "\(problem.rule).",
      remedy: "List them with 'linkctl --store sqlite:FILE store verify', or take another backup.",
      detail: "\(problem.subject) \(problem.detail)")
  }
}
