import Provisioning
import Testing

/// The journal keeps of a commit what `ChangeSet.journaled` says, byte for byte and in order.
enum JournalChecks {
  static let all: [AccountStoreContract.Check] = [
    .init("The journal keeps what was created, updated and removed", on: edits),
    .init("The journal keeps odd texts byte for byte", on: oddTexts),
    .init("The journal keeps an emptied edit apart from none and from a blank one", on: emptyEdits),
    .init("The journal keeps created enrollments in their order", on: enrollments),
    .init("An entry keeps its header", on: headers),
    .init("There is no entry and no change where none was committed", on: nothing),
  ]

  private static func edits(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    let (dee, out) = (try await bench.account("a-dee"), try await bench.account("a-out"))
    let (bob, cyd) = (try await bench.link("clever:bob"), try await bench.link("clever:cyd"))
    let (alg, bio) = (try await bench.section("clever:alg"), try await bench.section("clever:bio"))
    let ended = try await bench.assertion("clever:bio", "clever:bob")
    let active = try await bench.assertion("feed:alg", "feed:ada")
    let teaching = try await bench.assertion("clever:alg", "clever:cyd")
    try await expectJournal(of: "e-edits", on: bench) { changes in
      changes.create(account: "a-new", Rows.account(primary: "clever:new"))
      changes.change(dee, to: Rows.account(.merged(into: .named("a-new"))))
      changes.change(out, to: nil)
      changes.create(section: "clever:new")
      changes.change(alg, to: Rows.section("Geometry", .archived, local: [.name: ["My own"]]))
      changes.change(bio, to: nil)
      changes.create(link: "clever:new", Rows.link(to: "a-new"))
      changes.change(
        bob, to: Rows.link(to: "a-new", .person(.teacher, "Robert"), sharing: .teacher))
      changes.change(cyd, to: nil)
      changes.create(enrollment: "clever:new", "clever:new")
      changes.change(ended, to: nil)
      changes.create(enrollment: "clever:new", "clever:bob", Rows.member(.coTeacher))
      changes.change(active, to: Rows.member(.student, .ended))
      changes.change(teaching, to: nil)
    }
  }

  private static func oddTexts(_ bench: Bench) async throws {
    let texts = ValueChecks.oddTexts
    try await expectJournal(of: "e-odd", on: bench) { changes in
      for (number, text) in texts.enumerated() {
        changes.create(account: "a-\(number)", Rows.account(local: [.given: [text]]))
        changes.create(section: "clever:\(number)", Rows.section(text))
      }
    }
    // Every text gives way to the next one: NFC twins follow each other in the list.
    var accounts: [Account] = []
    var sections: [Section] = []
    for number in texts.indices {
      accounts.append(try await bench.account("a-\(number)"))
      sections.append(try await bench.section("clever:\(number)"))
    }
    let next = texts.dropFirst() + texts.prefix(1)
    try await expectJournal(of: "e-next", on: bench) { changes in
      for (row, text) in zip(accounts, next) {
        changes.change(row, to: Rows.account(local: [.given: [text, "x"]]))
      }
      for (row, text) in zip(sections, next) { changes.change(row, to: Rows.section(text)) }
    }
    for number in texts.indices {
      accounts[number] = try await bench.account("a-\(number)")
      sections[number] = try await bench.section("clever:\(number)")
    }
    try await expectJournal(of: "e-gone", on: bench) { changes in
      for row in accounts { changes.change(row, to: nil) }
      for row in sections { changes.change(row, to: nil) }
    }
  }

  private static func emptyEdits(_ bench: Bench) async throws {
    let edits: [[Profile.Field: [String]]] = [
      [:], [.email: []], [.email: [""]], [.email: [], .given: []], [:],
    ]
    try await bench.commit("e-0") { $0.create(account: "a-1") }
    for (number, local) in edits.enumerated().dropFirst() {
      let account = try await bench.account("a-1")
      try await expectJournal(of: "e-\(number)", on: bench) {
        $0.change(account, to: Rows.account(local: local))
      }
    }
    let last = try await bench.account("a-1")
    let emptied = Rows.account(local: [.email: []])
    try await bench.commit("e-emptied") { $0.change(last, to: emptied) }
    let removed = try await bench.account("a-1")
    try await expectJournal(of: "e-removed", on: bench) { $0.change(removed, to: nil) }
  }

  private static func enrollments(_ bench: Bench) async throws {
    try await expectJournal(of: "e-order", on: bench) { changes in
      for name in ["1", "2", "3"] {
        changes.create(account: "a-\(name)")
        changes.create(section: "clever:\(name)")
        changes.create(link: "clever:\(name)", Rows.link(to: "a-\(name)"))
      }
      for (section, key) in [("2", "3"), ("2", "1"), ("1", "1"), ("2", "2"), ("3", "1")] {
        changes.create(enrollment: "clever:\(section)", "clever:\(key)")
      }
    }
  }

  private static func headers(_ bench: Bench) async throws {
    for (number, reason) in (ValueChecks.oddTexts.map { Optional($0) } + [nil]).enumerated() {
      let header = JournalEntry.Header(
        id: .named("e-\(number)"), at: Timestamp(milliseconds: Int64(number) - 3),
        actor: reason ?? "", action: Action(rawValue: "own_word"), reason: reason,
        run: number.isMultiple(of: 2) ? .named("r-\(number)") : nil,
        reverts: number > 0 ? .named("e-\(number - 1)") : nil)
      var changes = ChangeSet(header: header)
      changes.create(account: "a-\(number)")
      let entry = try await bench.store.commit(changes)
      for read in [
        entry, try await bench.store.entry(.id(header.id)),
        try await bench.store.entry(.revision(entry.revision)),
        try await bench.store.entries(.all, before: nil, limit: 1).first,
      ] {
        #expect(read?.header == header)
        let (found, wanted) = (read?.header.reason ?? "-", reason ?? "-")
        #expect(EscapedText.quoted(found) == EscapedText.quoted(wanted))
        #expect(EscapedText.quoted(read?.header.actor ?? "-") == EscapedText.quoted(header.actor))
        #expect(read?.revision == entry.revision && read?.changes == 1)
      }
    }
  }

  private static func nothing(_ bench: Bench) async throws {
    #expect(try await bench.store.entries(.all, before: nil, limit: 10).isEmpty)
    #expect(try await bench.store.entry(.revision(Revision(1))) == nil)
    try await bench.fillSmallSchool()
    #expect(try await bench.store.entry(.id(.named("e-none"))) == nil)
    for number in [Int64.min, -1, 0, 1_000, .max] {
      #expect(try await bench.store.entry(.revision(Revision(number))) == nil)
    }
    #expect(try await bench.store.changes(of: .named("e-none")).isEmpty)
  }

  private static func expectJournal(
    of id: String, on bench: Bench, _ fill: (inout ChangeSet) -> Void,
    at location: SourceLocation = #_sourceLocation
  ) async throws {
    var changes = ChangeSet(header: Bench.header(id))
    fill(&changes)
    let entry = try await bench.store.commit(changes)
    let kept = try await bench.store.changes(of: entry.id).map(line)
    let wanted = changes.journaled.map(line)
    #expect(kept == wanted, "what the journal kept of \(id)", sourceLocation: location)
    #expect(entry.changes == wanted.count, sourceLocation: location)
  }

  /// What happened to the row, and which entry had written it before.
  private static func line(_ change: JournaledChange) -> String {
    "\(EscapedText.line(change)) after \(change.previous.map { "\($0.number)" } ?? "-")"
  }
}
