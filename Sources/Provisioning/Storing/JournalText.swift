import FoundationEssentials

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

  /// Reads `text` back. Throws `corrupt` where it is not such a text.
  public static func decode(_ text: [UInt8]) throws(ProvisioningError) -> [JournaledChange] {
    var changes: [JournaledChange] = []
    for (number, bytes) in text.split(separator: 0x0A).enumerated() {
      do {
        let line = try JSONDecoder().decode(Line.self, from: Data(bytes))
        guard line.append(to: &changes) else { throw ProvisioningError.corruptJournal(number + 1) }
      } catch {
        throw ProvisioningError.corruptJournal(number + 1)
      }
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
private struct Line: Decodable {
  let row: String
  let key: String
  let new: [String]?
  let set: [String: [[String]?]]?
  let old: Columns?
  let was: Int64?

  func append(to changes: inout [JournaledChange]) -> Bool {
    if row == "enrollments", let new, let section = Section.Key(key) {
      let keys = new.compactMap { Identity.Key($0) }
      changes += keys.map {
        JournaledChange(row: .enrollment(EnrollmentKey(section, $0)), edit: .created)
      }
      return keys.count == new.count
    }
    guard let row = changedRow, let edit else { return false }
    changes.append(JournaledChange(row: row, edit: edit, previous: was.map { Revision($0) }))
    return true
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
    guard let set, set.values.allSatisfy({ $0.count == 2 }) else { return nil }
    return .updated(set.mapValues { ColumnChange(before: $0[0], after: $0[1]) })
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
