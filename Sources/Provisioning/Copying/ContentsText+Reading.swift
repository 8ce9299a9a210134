extension ContentsText {
  /// Why a line is none of its kind.
  package typealias Fault = JSONReader.Fault

  /// Reads a line of an account. What its link asserts is left blank.
  package static func account(_ line: [UInt8]) throws(Fault) -> Account {
    let (columns, revision) = try row(line)
    return Account(
      id: try named(columns, "id") { Account.ID($0) }, state: try state(columns),
      asserted: Profile(), revision: revision)
  }

  /// Reads a line of a link.
  package static func link(_ line: [UInt8]) throws(Fault) -> Link {
    let (columns, revision) = try row(line)
    return Link(
      key: try named(columns, "key") { Identity.Key($0) }, state: try state(columns),
      revision: revision)
  }

  /// Reads a line of a section.
  package static func section(_ line: [UInt8]) throws(Fault) -> Section {
    let (columns, revision) = try row(line)
    return Section(
      key: try named(columns, "key") { Section.Key($0) }, state: try state(columns),
      revision: revision)
  }

  /// Reads a line of an assertion.
  package static func assertion(_ line: [UInt8]) throws(Fault) -> Enrollment.Assertion {
    let (columns, revision) = try row(line)
    return Enrollment.Assertion(
      section: try named(columns, "section") { Section.Key($0) },
      key: try named(columns, "key") { Identity.Key($0) }, state: try state(columns),
      revision: revision)
  }

  /// Reads a line of an entry.
  package static func entry(_ line: [UInt8]) throws(Fault) -> KeptEntry {
    var header = HeaderMembers()
    var (revision, count): (Int?, Int?)
    var changes: [JournaledChange] = []
    var accounts: [Account.ID] = []
    var reader = JSONReader(line, texts: .any)
    try reader.object { reader, key throws(Fault) in
      switch key {
      case "accounts":
        for text in try reader.texts() {
          guard let id = Account.ID(text) else { throw Fault("It is no account's name.") }
          accounts.append(id)
        }
      case "changes": changes = try JournalText.changes(&reader)
      case "count": count = try reader.wholeNumber()
      case "revision": revision = try reader.wholeNumber()
      default: try header.take(key, &reader)
      }
    }
    try reader.end()
    guard let revision, let count else { throw Fault("A member is missing.") }
    return KeptEntry(
      header: try header.header(), revision: Revision(Int64(revision)), count: count,
      changes: changes, accounts: accounts)
  }

  /// Reads a line of a record.
  package static func record(_ line: [UInt8]) throws(Fault) -> Record {
    var (kind, name, value): (String?, String?, String?)
    var (version, expires): (Int?, Int?)
    var reader = JSONReader(line, texts: .any)
    try reader.object { reader, key throws(Fault) in
      switch key {
      case "expires": expires = try reader.wholeNumber()
      case "kind": kind = try reader.text()
      case "name": name = try reader.text()
      case "value": value = try reader.text()
      case "version": version = try reader.wholeNumber()
      default: throw Fault("No such member.")
      }
    }
    try reader.end()
    guard let kind, let name, let value, let version else { throw Fault("A member is missing.") }
    return Record(
      key: Record.Key(Record.Kind(rawValue: kind), name), value: value,
      expires: expires.map { Timestamp(milliseconds: Int64($0)) }, version: Int64(version))
  }

  private static func row(
    _ line: [UInt8]
  ) throws(Fault) -> (columns: Columns, revision: Revision) {
    var reader = JSONReader(line, texts: .any)
    var columns = try reader.columns()
    try reader.end()
    let revision = columns.removeValue(forKey: "revision")?.first.flatMap { Int64($0) }
    guard let revision else { throw Fault("It is no revision.", field: "revision") }
    return (columns, Revision(revision))
  }

  private static func named<Key>(
    _ columns: Columns, _ column: String, _ read: (String) -> Key?
  ) throws(Fault) -> Key {
    guard let key = columns[column]?.first.flatMap(read) else {
      throw Fault("It is no key.", field: column)
    }
    return key
  }

  private static func state<State: ColumnedState>(_ columns: Columns) throws(Fault) -> State {
    guard let state = State(columns: columns) else { throw Fault("The columns make no row.") }
    return state
  }
}

/// An entry's header while its members are read.
package struct HeaderMembers {
  private var texts: [String: String] = [:]
  private var at: Int?

  /// Creates a header without members.
  package init() {}

  /// Reads the value of a member in the form of ``JournalEntry/Header/members``.
  package mutating func take(
    _ key: String, _ reader: inout JSONReader
  ) throws(JSONReader.Fault) {
    switch key {
    case "at": at = try reader.wholeNumber()
    case "action", "actor", "id", "reason", "reverts", "run": texts[key] = try reader.text()
    default: throw JSONReader.Fault("No such member.")
    }
  }

  /// The header, once all members were read.
  package func header() throws(JSONReader.Fault) -> JournalEntry.Header {
    guard let at, let actor = texts["actor"], let action = texts["action"] else {
      throw JSONReader.Fault("A member is missing.")
    }
    guard let id: JournalEntry.ID = try identifier("id") else {
      throw JSONReader.Fault("A member is missing.")
    }
    return JournalEntry.Header(
      id: id, at: Timestamp(milliseconds: Int64(at)), actor: actor,
      action: Action(rawValue: action), reason: texts["reason"], run: try identifier("run"),
      reverts: try identifier("reverts"))
  }

  private func identifier<Owner>(
    _ key: String
  ) throws(JSONReader.Fault) -> Identifier<Owner>? {
    guard let text = texts[key] else { return nil }
    guard let identifier = Identifier<Owner>(text) else {
      throw JSONReader.Fault("It is no identifier.", field: key)
    }
    return identifier
  }
}
