import Provisioning

/// A write as the log keeps it: enough to come to the same again from what stood before.
enum LoggedWrite {
  /// A change set, with the revision that it got. What stood before its rows and what it expected
  /// is not kept: that held when it was committed.
  case commit(ChangeSet, Revision)
  case records([RecordChange])
  /// The records that expired before a moment went.
  case expiry(Timestamp)

  /// The line's object for writes that become durable together.
  static func object(of writes: [LoggedWrite]) -> [UInt8] {
    var list: [UInt8] = []
    list.append(list: writes.map(\.json))
    var object: [UInt8] = []
    object.append(object: ["writes": .raw(list)])
    return object
  }

  private var json: [UInt8] {
    var members: [String: JSONPart] = [:]
    switch self {
    case .commit(let changes, let revision):
      var entry: [UInt8] = []
      entry.append(
        object: changes.header.members.merging(["revision": .number(revision.number)]) { $1 })
      members["entry"] = .raw(entry)
      members["accounts"] = .rows(changes.accounts) { ["id": [$0.rawValue]] }
      members["sections"] = .rows(changes.sections) { ["key": [$0.description]] }
      members["links"] = .rows(changes.links) { ["key": [$0.description]] }
      members["enrollments"] = .rows(changes.enrollments) {
        ["section": [$0.section.description], "key": [$0.key.description]]
      }
      members["records"] = .records(changes.records)
    case .records(let changes): members["records"] = .records(changes)
    case .expiry(let moment): members["expired"] = .number(moment.milliseconds)
    }
    var bytes: [UInt8] = []
    bytes.append(object: members)
    return bytes
  }
}

extension JSONPart {
  /// Rows as they stand afterwards, with the revision that they had; one that goes has no columns.
  fileprivate static func rows<Key, State: ColumnedState>(
    _ changes: [RowChange<Key, State>], _ name: (Key) -> Columns
  ) -> JSONPart? {
    if changes.isEmpty { return nil }
    var list: [UInt8] = []
    list.append(
      list: changes.map { change in
        var columns = change.after?.columns ?? [:]
        columns.merge(name(change.key)) { $1 }
        if let revision = change.revision { columns["was"] = [String(revision.number)] }
        var bytes: [UInt8] = []
        bytes.append(columns: columns)
        return bytes
      })
    return .raw(list)
  }

  fileprivate static func records(_ changes: [RecordChange]) -> JSONPart? {
    if changes.isEmpty { return nil }
    var list: [UInt8] = []
    list.append(
      list: changes.map { change in
        var bytes: [UInt8] = []
        bytes.append(object: change.members)
        return bytes
      })
    return .raw(list)
  }
}

extension RecordChange {
  fileprivate var members: [String: JSONPart] {
    switch self {
    case .put(let key, let value, let expires, let version):
      var members: [String: JSONPart] = [
        "kind": .text(key.kind.rawValue), "name": .text(key.name), "value": .text(value),
        "replacing": .number(version),
      ]
      if let expires { members["expires"] = .number(expires.milliseconds) }
      return members
    case .take(let key, let version):
      return [
        "kind": .text(key.kind.rawValue), "name": .text(key.name), "taking": .number(version),
      ]
    }
  }
}
