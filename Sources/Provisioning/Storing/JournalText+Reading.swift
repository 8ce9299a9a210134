extension JournalText {
  /// Reads `text` back. Throws `corrupt` where it is not such a text.
  public static func decode(_ text: [UInt8]) throws(ProvisioningError) -> [JournaledChange] {
    var changes: [JournaledChange] = []
    for (number, bytes) in text.split(separator: 0x0A).enumerated() {
      do throws(JSONReader.Fault) {
        var reader = JSONReader(Array(bytes), texts: .any)
        try Line(&reader).append(to: &changes)
        try reader.end()
      } catch {
        throw .corruptJournal(number + 1)
      }
    }
    return changes
  }

  /// Reads what ``list(_:)`` wrote.
  static func changes(
    _ reader: inout JSONReader
  ) throws(JSONReader.Fault) -> [JournaledChange] {
    var changes: [JournaledChange] = []
    try reader.list { reader throws(JSONReader.Fault) in
      try Line(&reader).append(to: &changes)
    }
    return changes
  }
}

extension ProvisioningError {
  fileprivate static func corruptJournal(_ line: Int) -> ProvisioningError {
    ProvisioningError(
      .corrupt, "The journal cannot be read.", reason: "Line \(line) of an entry is damaged.",
      remedy: "Run 'linkctl store verify'.")
  }
}

/// A line as it is read. Exactly one of `new`, `set` and `old` is there.
private struct Line {
  private var row = ""
  private var key = ""
  private var new: [String]?
  private var set: [String: ColumnChange]?
  private var old: Columns?
  private var was: Int64?

  init(_ reader: inout JSONReader) throws(JSONReader.Fault) {
    var line = self
    try reader.object { reader, key throws(JSONReader.Fault) in
      switch key {
      case "row": line.row = try reader.text()
      case "key": line.key = try reader.text()
      case "new": line.new = try reader.texts()
      case "set": line.set = try reader.columnChanges()
      case "old": line.old = try reader.columns()
      case "was": line.was = Int64(try reader.wholeNumber())
      default: throw JSONReader.Fault("No such member.")
      }
    }
    self = line
  }

  func append(to changes: inout [JournaledChange]) throws(JSONReader.Fault) {
    if row == "enrollments", let new, let section = Section.Key(key) {
      for name in new {
        guard let key = Identity.Key(name) else { throw JSONReader.Fault("It is no key.") }
        changes.append(
          JournaledChange(row: .enrollment(EnrollmentKey(section, key)), edit: .created))
      }
      return
    }
    guard let row = changedRow, let edit else { throw JSONReader.Fault("It tells no change.") }
    changes.append(JournaledChange(row: row, edit: edit, previous: was.map { Revision($0) }))
  }

  private var changedRow: JournaledChange.Row? {
    switch row {
    case "account": Account.ID(key).map { .account($0) }
    case "section": Section.Key(key).map { .section($0) }
    case "link": Identity.Key(key).map { .link($0) }
    case "enrollment": enrollmentRow
    default: nil
    }
  }

  /// A space parts the two keys: no identifier holds one.
  private var enrollmentRow: JournaledChange.Row? {
    let parts = key.utf8.split(separator: 0x20).compactMap { String($0) }
    guard parts.count == 2, let section = Section.Key(parts[0]) else { return nil }
    return Identity.Key(parts[1]).map { .enrollment(EnrollmentKey(section, $0)) }
  }

  private var edit: JournaledChange.Edit? {
    if let old { return .removed(old) }
    if new != nil { return .created }
    return set.map { .updated($0) }
  }
}

extension JSONReader {
  /// Reads columns: an object of lists of texts.
  package mutating func columns() throws(Fault) -> Columns {
    var columns: Columns = [:]
    try object { reader, column throws(Fault) in columns[column] = try reader.texts() }
    return columns
  }

  /// Reads changed columns: an object of pairs, before and after, each a list of texts or `null`.
  fileprivate mutating func columnChanges() throws(Fault) -> [String: ColumnChange] {
    var changes: [String: ColumnChange] = [:]
    try object { reader, column throws(Fault) in
      var pair: [[String]?] = []
      try reader.list { reader throws(Fault) in pair.append(try reader.optionalTexts()) }
      guard pair.count == 2 else { throw Fault("It must be two values.") }
      changes[column] = ColumnChange(before: pair[0], after: pair[1])
    }
    return changes
  }
}
