import Provisioning

/// Up to where a district is brought in.
struct CleverCursor: Codable {
  /// The event that came last; `nil` where there was none.
  var event: String?
  /// When all was listed last, and when the last sync began, in Unix seconds.
  var listed: Int64
  var synced: Int64
  /// Why the next sync must list all.
  var barred: CleverSyncDecision.Reason?

  /// The same place, from which events alone do not lead on.
  func barred(because reason: CleverSyncDecision.Reason) -> CleverCursor {
    var cursor = self
    cursor.barred = reason
    return cursor
  }
}

/// The cursor as a store keeps it.
struct KeptCursor {
  let cursor: CleverCursor?
  private let key: Record.Key
  private let version: Int64

  /// What a district's cursor is kept for.
  enum Purpose: String {
    /// Where the next sync begins.
    case next = ""
    /// Where the sync behind the listing begins that goes on: the listing may be stopped, and go on
    /// behind the pages that it has. No ID holds a blank.
    case begun = " begun"
  }

  /// What is kept of a district. What cannot be read is as if it were not there: then all is listed.
  init(
    of district: CleverID, _ purpose: Purpose = .next, in store: any RecordStore
  ) async throws(ProvisioningError) {
    key = Record.Key(.cursor, "clever/\(district)\(purpose.rawValue)")
    let record = try await store.record(key)
    version = record?.version ?? 0
    cursor = record.flatMap { try? recordValue(CleverCursor.self, in: $0) }
  }

  /// Keeps another one in its place; `false` if somebody else has done so meanwhile.
  func replace(
    with next: CleverCursor, in store: any RecordStore
  ) async throws(ProvisioningError) -> Bool {
    do {
      try await store.write([
        .put(key, value: try recordText(next), expires: nil, replacing: version)
      ])
      return true
    } catch {
      guard error.code == .conflict else { throw error }
      return false
    }
  }

  /// Forgets it, unless somebody else has kept another one or forgotten it.
  func forget(in store: any RecordStore) async throws(ProvisioningError) {
    guard version > 0 else { return }
    do {
      try await store.write([.take(key, version: version)])
    } catch {
      guard error.code == .conflict else { throw error }
    }
  }
}

extension Record.Kind {
  /// Where a provider's listing of changes goes on.
  static let cursor = Record.Kind(rawValue: "cursor")
}
