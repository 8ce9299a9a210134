import Provisioning

extension LoggedWrite {
  typealias Fault = JSONReader.Fault

  /// Reads a line's object back.
  static func writes(in object: [UInt8]) throws(Fault) -> [LoggedWrite] {
    var writes: [LoggedWrite] = []
    var reader = JSONReader(object, texts: .any)
    try reader.object { reader, key throws(Fault) in
      guard key == "writes" else { throw Fault("No such member.") }
      try reader.list { reader throws(Fault) in writes.append(try write(&reader)) }
    }
    try reader.end()
    return writes
  }

  private static func write(_ reader: inout JSONReader) throws(Fault) -> LoggedWrite {
    var members = WriteMembers()
    try reader.object { reader, key throws(Fault) in try members.take(key, &reader) }
    return members.write
  }
}

/// A write while its members are read.
private struct WriteMembers {
  typealias Fault = JSONReader.Fault

  private var header: JournalEntry.Header?
  private var revision = Revision(0)
  private var accounts: [RowChange<Account.ID, Account.State>] = []
  private var sections: [RowChange<Section.Key, Section.State>] = []
  private var links: [RowChange<Identity.Key, Link.State>] = []
  private var enrollments: [RowChange<EnrollmentKey, Enrollment.State>] = []
  private var records: [RecordChange] = []
  private var expired: Timestamp?

  /// The write, once all members were read.
  var write: LoggedWrite {
    if let expired { return .expiry(expired) }
    guard let header else { return .records(records) }
    var changes = ChangeSet(header: header)
    changes.accounts = accounts
    changes.sections = sections
    changes.links = links
    changes.enrollments = enrollments
    changes.records = records
    return .commit(changes, revision)
  }

  mutating func take(_ key: String, _ reader: inout JSONReader) throws(Fault) {
    switch key {
    case "entry": try takeEntry(&reader)
    case "accounts": accounts = try changes(&reader, "id") { Account.ID($0) }
    case "sections": sections = try changes(&reader, "key") { Section.Key($0) }
    case "links": links = try changes(&reader, "key") { Identity.Key($0) }
    case "enrollments": enrollments = try memberships(&reader)
    case "records":
      var read: [RecordChange] = []
      try reader.list { reader throws(Fault) in read.append(try record(&reader)) }
      records = read
    case "expired": expired = Timestamp(milliseconds: Int64(try reader.wholeNumber()))
    default: throw Fault("No such member.")
    }
  }

  private mutating func takeEntry(_ reader: inout JSONReader) throws(Fault) {
    var members = HeaderMembers()
    var place: Int?
    try reader.object { reader, key throws(Fault) in
      if key == "revision" {
        place = try reader.wholeNumber()
      } else {
        try members.take(key, &reader)
      }
    }
    guard let place else { throw Fault("The entry has no revision.") }
    header = try members.header()
    revision = Revision(Int64(place))
  }

  private func changes<Key, State: ColumnedState>(
    _ reader: inout JSONReader, _ column: String, _ read: (String) -> Key?
  ) throws(Fault) -> [RowChange<Key, State>] {
    var changes: [RowChange<Key, State>] = []
    try reader.list { reader throws(Fault) in
      var columns = try reader.columns()
      let key = try name(&columns, column, read)
      changes.append(try change(key, columns))
    }
    return changes
  }

  private func memberships(
    _ reader: inout JSONReader
  ) throws(Fault) -> [RowChange<EnrollmentKey, Enrollment.State>] {
    var changes: [RowChange<EnrollmentKey, Enrollment.State>] = []
    try reader.list { reader throws(Fault) in
      var columns = try reader.columns()
      let section = try name(&columns, "section") { Section.Key($0) }
      let key = try name(&columns, "key") { Identity.Key($0) }
      changes.append(try change(EnrollmentKey(section, key), columns))
    }
    return changes
  }

  private func name<Key>(
    _ columns: inout Columns, _ column: String, _ read: (String) -> Key?
  ) throws(Fault) -> Key {
    guard let key = columns.removeValue(forKey: column)?.first.flatMap(read) else {
      throw Fault("It is no key.", field: column)
    }
    return key
  }

  private func change<Key, State: ColumnedState>(
    _ key: Key, _ columns: Columns
  ) throws(Fault) -> RowChange<Key, State> {
    var columns = columns
    let was = columns.removeValue(forKey: "was")?.first
    let revision = was.flatMap { Int64($0) }.map { Revision($0) }
    guard (was == nil) == (revision == nil) else { throw Fault("It is no revision.", field: "was") }
    if columns.isEmpty { return RowChange(key: key, before: nil, after: nil, revision: revision) }
    guard let state = State(columns: columns) else { throw Fault("The columns make no row.") }
    return RowChange(key: key, before: nil, after: state, revision: revision)
  }

  private func record(_ reader: inout JSONReader) throws(Fault) -> RecordChange {
    var (kind, name, value): (String?, String?, String?)
    var (expires, replacing, taking): (Int?, Int?, Int?)
    try reader.object { reader, key throws(Fault) in
      switch key {
      case "kind": kind = try reader.text()
      case "name": name = try reader.text()
      case "value": value = try reader.text()
      case "expires": expires = try reader.wholeNumber()
      case "replacing": replacing = try reader.wholeNumber()
      case "taking": taking = try reader.wholeNumber()
      default: throw Fault("No such member.")
      }
    }
    guard let kind, let name else { throw Fault("A record has no name.") }
    let key = Record.Key(Record.Kind(rawValue: kind), name)
    if let taking { return .take(key, version: Int64(taking)) }
    guard let value, let replacing else { throw Fault("A record has no value.") }
    return .put(
      key, value: value, expires: expires.map { Timestamp(milliseconds: Int64($0)) },
      replacing: Int64(replacing))
  }
}
