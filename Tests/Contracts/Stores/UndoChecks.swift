import Provisioning
import Testing

/// The journal holds all that it takes to go back: by the front door, and by hand.
enum UndoChecks {
  static let all: [AccountStoreContract.Check] = [
    .init("A merge that is undone gives back every row, byte for byte", opening: merge),
    .init("A run that is undone gives back every row, byte for byte", opening: run),
    .init("All entries undone, the newest first, leave nothing", opening: everything),
    .init("The journal leads back from what is there through every state before", opening: walk),
  ]

  private static let by = Attribution(actor: "bench")

  private static func door(_ maker: StoreMaker) async throws -> Provisioner {
    Provisioner(
      store: try await maker.makeEmpty(), environment: TestEnvironment().environment)
  }

  /// Two people with odd texts, in a class that both are in and one that is one's own.
  private static func roster(_ given: String) -> ListedRoster {
    let people = [
      Identity.person("clever:1", .student, given, email: "e\u{301}@example.org", sis: "1"),
      Identity.person("clever:2", .student, "\u{E9}", email: "", sis: "2"),
    ]
    return ListedRoster(
      people: people,
      sections: [
        .section("clever:a", students: ["clever:1", "clever:2"]),
        .section("clever:b", name: "", students: ["clever:1"]),
      ], pageSize: 1)
  }

  private static func merge(_ maker: StoreMaker) async throws {
    let door = try await door(maker)
    _ = try await door.bringIn(roster("Before"), by: by)
    let homes = try await Snapshot(of: door.store).homes
    let source = try #require(homes[.named("clever:1")])
    let target = try #require(homes[.named("clever:2")])
    try await door.edit(source, [.middle: ["\u{212B}"], .email: []], by: by)
    let before = try await Snapshot(of: door.store).exactText
    let entry = try #require(try await door.merge(source, into: target, by: by).entry)
    let report = try await door.undo(entry, by: by)
    #expect(report.conflicts.isEmpty, "nothing has changed since the merge")
    let after = try await Snapshot(of: door.store).exactText
    #expect(before == after, "the undo of a merge gave back something else")
  }

  private static func run(_ maker: StoreMaker) async throws {
    let door = try await door(maker)
    _ = try await door.bringIn(roster("Before"), by: by)
    let before = try await Snapshot(of: door.store).exactText
    var changed = roster("After")
    changed.sections.removeLast()
    let run = try #require(try await door.bringIn(changed, limit: .none, by: by).run)
    #expect(try await Snapshot(of: door.store).exactText != before, "the import changed nothing")
    let reports = try await door.undo(run: run, by: by)
    #expect(reports.allSatisfy { $0.conflicts.isEmpty }, "nothing has changed since the run")
    let after = try await Snapshot(of: door.store).exactText
    #expect(before == after, "the undo of a run gave back something else")
  }

  private static func everything(_ maker: StoreMaker) async throws {
    let door = try await door(maker)
    _ = try await door.bringIn(roster("Before"), by: by)
    _ = try await door.signIn(.person("clever:1", .student, "Here"), by: by)
    _ = try await door.signIn(.person("feed:1", .student, "There"), by: by)
    let homes = try await Snapshot(of: door.store).homes
    let source = try #require(homes[.named("feed:1")])
    let target = try #require(homes[.named("clever:1")])
    _ = try await door.merge(source, into: target, by: by)
    try await door.unlink(.named("feed:1"), by: by)
    for entry in try await door.store.entries(.all, before: nil, limit: 100) {
      let report = try await door.undo(entry.id, by: by)
      #expect(report.conflicts.isEmpty, "all since \(entry.id) was undone")
    }
    #expect(try await Snapshot(of: door.store).exactText == "", "something is left")
  }

  /// Takes what is there, and puts back what the journal says, one entry after the other.
  private static func walk(_ maker: StoreMaker) async throws {
    let door = try await door(maker)
    let store = door.store
    let player = Player(provisioner: door)
    var states: [JournalEntry.ID: [String]] = [:]
    for step in History(seed: 12, steps: 40).steps {
      _ = await player.play(step, .commit)
      guard let newest = try await store.entries(.all, before: nil, limit: 1).first else {
        continue
      }
      states[newest.id] = RowTable(try await Snapshot(of: store)).lines
    }
    var table = RowTable(try await Snapshot(of: store))
    var newest: Revision?
    while let entry = try await store.entries(.all, before: newest, limit: 1).first {
      if let state = states[entry.id] {
        #expect(table.lines == state, "what stood after \(entry.id) is not what the journal says")
      }
      for change in try await store.changes(of: entry.id).reversed() {
        let fault = table.takeBack(change)
        #expect(fault == nil, "of \(entry.id), \(EscapedText.line(change)): \(fault ?? "")")
      }
      newest = entry.revision
    }
    #expect(table.lines == [], "something was there before the first entry")
  }
}

/// Rows as columns, to which journaled changes are done backwards.
private struct RowTable {
  private var rows: [JournaledChange.Row: Columns] = [:]

  init(_ all: Snapshot) {
    for row in all.accounts { rows[.account(row.id)] = row.state.columns }
    for row in all.links { rows[.link(row.key)] = row.state.columns }
    for row in all.sections { rows[.section(row.key)] = row.state.columns }
    for row in all.assertions { rows[.enrollment(row.place)] = row.state.columns }
  }

  var lines: [String] { rows.map { "\($0.key) \(EscapedText.columns($0.value))" }.sorted() }

  /// Puts back what stood before; what does not fit comes back as a sentence.
  mutating func takeBack(_ change: JournaledChange) -> String? {
    let present = rows[change.row]
    switch change.edit {
    case .created:
      rows[change.row] = nil
      return present == nil ? "a row that was created is not there" : nil
    case .removed(let columns):
      rows[change.row] = columns
      return present == nil ? nil : "a row that was removed is there"
    case .updated(let columns):
      guard var row = present else { return "a row that was updated is not there" }
      for (name, column) in columns {
        if EscapedText.list(row[name]) != EscapedText.list(column.after) {
          return "\(name) is \(EscapedText.list(row[name]))"
        }
        row[name] = column.before
      }
      rows[change.row] = row
      return nil
    }
  }
}
