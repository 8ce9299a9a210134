/// The text in which stores keep what an entry changed: JSON Lines, one row a line, created
/// enrollments of a section together on one.
///
/// Stores may keep another form; this one is small, readable with ordinary tools, and shared.
public enum JournalText {
  /// The journaled form of `changes` as UTF-8. Complexity: O(size of the text).
  public static func encode(_ changes: ChangeSet) -> [UInt8] {
    var writer = Writer()
    for change in changes.accounts { writer.write("account", change) }
    for change in changes.sections { writer.write("section", change) }
    for change in changes.links { writer.write("link", change) }
    writer.write(changes.enrollments)
    return writer.bytes
  }

  /// The same form of changes that were journaled. Complexity: O(size of the text).
  package static func encode(_ changes: [JournaledChange]) -> [UInt8] {
    var writer = Writer()
    writer.write(changes)
    return writer.bytes
  }

  /// The lines of ``encode(_:)`` as a list of JSON.
  package static func list(_ changes: [JournaledChange]) -> [UInt8] {
    var list = encode(changes)
    // Line feeds within texts are escaped, so each that is there ends a line.
    for index in list.indices where list[index] == 0x0A { list[index] = 0x2C }
    if !list.isEmpty { list.removeLast() }
    return [0x5B] + list + [0x5D]
  }

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

/// Writes lines. By hand, because an import journals every row it creates, and a general encoder
/// costs more than the rows.
private struct Writer {
  var bytes: [UInt8] = []

  mutating func write<Key: CustomStringConvertible, State: ColumnedState>(
    _ row: StaticString, _ change: RowChange<Key, State>
  ) {
    begin(row, key: change.key.description)
    write(previous: change.revision)
    write(change.journaledEdit)
  }

  mutating func write(_ changes: [JournaledChange]) {
    var rest = changes[...]
    while let change = rest.popFirst() {
      switch change.row {
      case .account(let id): write("account", key: id.rawValue, change)
      case .section(let key): write("section", key: key.description, change)
      case .link(let key): write("link", key: key.description, change)
      case .enrollment(let row) where change.edit == .created:
        begin("enrollments", key: row.section.description)
        raw(",\"new\":[")
        quoted(row.key)
        while let next = rest.first, case .enrollment(let member) = next.row,
          next.edit == .created, member.section == row.section
        {
          rest.removeFirst()
          raw(",")
          quoted(member.key)
        }
        raw("]}\n")
      case .enrollment(let row): write("enrollment", key: "\(row.section) \(row.key)", change)
      }
    }
  }

  private mutating func write(_ row: StaticString, key: String, _ change: JournaledChange) {
    begin(row, key: key)
    write(previous: change.previous)
    write(change.edit)
  }

  mutating func write(_ changes: [RowChange<EnrollmentKey, Enrollment.State>]) {
    var created = changes[...]
    while let first = created.first {
      created.removeFirst()
      guard first.before == nil else {
        begin("enrollment", key: "\(first.key.section) \(first.key.key)")
        write(previous: first.revision)
        write(first.journaledEdit)
        continue
      }
      begin("enrollments", key: first.key.section.description)
      raw(",\"new\":[")
      quoted(first.key.key)
      while let next = created.first, next.before == nil, next.key.section == first.key.section {
        created.removeFirst()
        raw(",")
        quoted(next.key.key)
      }
      raw("]}\n")
    }
  }

  private mutating func begin(_ row: StaticString, key: String) {
    raw("{\"row\":\"")
    raw(row)
    raw("\",\"key\":")
    bytes.append(quoting: key)
  }

  private mutating func write(previous revision: Revision?) {
    guard let revision else { return }
    raw(",\"was\":")
    bytes.append(contentsOf: String(revision.number).utf8)
  }

  private mutating func write(_ edit: JournaledChange.Edit) {
    switch edit {
    case .created:
      raw(",\"new\":[]}\n")
    case .updated(let columns):
      raw(",\"set\":")
      object(columns) { writer, change in
        writer.raw("[")
        writer.list(change.before)
        writer.raw(",")
        writer.list(change.after)
        writer.raw("]")
      }
      raw("}\n")
    case .removed(let columns):
      raw(",\"old\":")
      object(columns) { writer, texts in writer.list(texts) }
      raw("}\n")
    }
  }

  private mutating func object<Value>(
    _ columns: [String: Value], write: (inout Writer, Value) -> Void
  ) {
    raw("{")
    var isFirst = true
    for (column, value) in columns.sorted(by: { $0.key < $1.key }) {
      if !isFirst { raw(",") }
      isFirst = false
      bytes.append(quoting: column)
      raw(":")
      write(&self, value)
    }
    raw("}")
  }

  private mutating func list(_ texts: [String]?) {
    guard let texts else { return raw("null") }
    raw("[")
    for (index, text) in texts.enumerated() {
      if index > 0 { raw(",") }
      bytes.append(quoting: text)
    }
    raw("]")
  }

  private mutating func raw(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  private mutating func quoted(_ key: Identity.Key) {
    bytes.append(0x22)
    bytes.append(escaping: key.provider.rawValue)
    bytes.append(0x3A)
    bytes.append(escaping: key.subject.rawValue)
    bytes.append(0x22)
  }
}
