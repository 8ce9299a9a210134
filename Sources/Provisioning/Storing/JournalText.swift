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
