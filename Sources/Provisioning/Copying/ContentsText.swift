/// The canonical form of a store's content as text: JSON Lines, one row a line with its keys
/// sorted, so that equal content gives equal bytes, whatever the store.
///
/// Columns of rows are lists of texts, as in the journal. What an entry changed is sorted, too:
/// each row is in it once, and a plan may name them in any order.
package enum ContentsText {
  /// The lines of a page's rows, without line feeds. Complexity: O(size of the text).
  package static func lines(_ rows: ContentsPage.Rows) -> [[UInt8]] {
    switch rows {
    case .accounts(let accounts): accounts.map { line(columns($0), $0.revision) }
    case .links(let links): links.map { line(columns($0), $0.revision) }
    case .sections(let sections): sections.map { line(columns($0), $0.revision) }
    case .assertions(let assertions): assertions.map { line(columns($0), $0.revision) }
    case .entries(let entries): entries.map(line)
    case .records(let records): records.map(line)
    }
  }

  /// A row as a line, with its revision if one is given: stores that came to the same state in
  /// different ways differ in it.
  package static func line(_ columns: Columns, _ revision: Revision? = nil) -> [UInt8] {
    var bytes: [UInt8] = []
    var columns = columns
    if let revision { columns["revision"] = [String(revision.number)] }
    bytes.append(columns: columns)
    return bytes
  }

  /// An account's key and columns.
  package static func columns(_ account: Account) -> Columns {
    columns(account.state, ["id": [account.id.rawValue]])
  }

  /// A link's key and columns.
  package static func columns(_ link: Link) -> Columns {
    columns(link.state, ["key": [link.key.description]])
  }

  /// A section's key and columns.
  package static func columns(_ section: Section) -> Columns {
    columns(section.state, ["key": [section.key.description]])
  }

  /// An assertion's two keys and its columns.
  package static func columns(_ assertion: Enrollment.Assertion) -> Columns {
    columns(
      assertion.state,
      ["section": [assertion.section.description], "key": [assertion.key.description]])
  }

  private static func columns(_ state: some ColumnedState, _ keys: Columns) -> Columns {
    state.columns.merging(keys) { _, key in key }
  }

  private static func line(_ entry: KeptEntry) -> [UInt8] {
    var members = entry.header.members
    members["accounts"] = .texts(entry.accounts.map(\.rawValue))
    members["changes"] = .raw(JournalText.list(entry.changes.sorted { $0.row < $1.row }))
    members["count"] = .number(Int64(entry.count))
    members["revision"] = .number(entry.revision.number)
    var bytes: [UInt8] = []
    bytes.append(object: members)
    return bytes
  }

  private static func line(_ record: Record) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(object: record.members)
    return bytes
  }
}

extension JournalEntry.Header {
  /// The header as members of an object of JSON; blanks are left out.
  package var members: [String: JSONPart] {
    var members: [String: JSONPart] = [
      "action": .text(action.rawValue), "actor": .text(actor), "at": .number(at.milliseconds),
      "id": .text(id.rawValue),
    ]
    if let reason { members["reason"] = .text(reason) }
    if let reverts { members["reverts"] = .text(reverts.rawValue) }
    if let run { members["run"] = .text(run.rawValue) }
    return members
  }
}

extension Record {
  fileprivate var members: [String: JSONPart] {
    var members: [String: JSONPart] = [
      "kind": .text(key.kind.rawValue), "name": .text(key.name), "value": .text(value),
      "version": .number(version),
    ]
    if let expires { members["expires"] = .number(expires.milliseconds) }
    return members
  }
}

extension JournaledChange.Row {
  /// Orders by kind, as rows are written, and by key.
  fileprivate static func < (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.account(let left), .account(let right)): left < right
    case (.section(let left), .section(let right)): left < right
    case (.link(let left), .link(let right)): left < right
    case (.enrollment(let left), .enrollment(let right)): left < right
    default: left.rank < right.rank
    }
  }

  private var rank: Int {
    switch self {
    case .account: 0
    case .section: 1
    case .link: 2
    case .enrollment: 3
    }
  }
}
