import Provisioning
import Testing

/// Reading the journal: the newest first, by account and by run, with what was taken back.
enum HistoryChecks {
  static let all: [AccountStoreContract.Check] = [
    .init("Entries are listed the newest first, page by page", on: paging),
    .init("Entries are listed by the account that they touched", on: byAccount),
    .init("Entries are listed by their run", on: byRun),
    .init("An entry knows what took it back, unless that was taken back too", on: reverted),
  ]

  private static func paging(_ bench: Bench) async throws {
    for number in 1...7 {
      try await bench.commit("e-\(number)") { $0.create(account: "a-\(number)") }
    }
    for limit in [1, 2, 7, 100] {
      var listed: [JournalEntry] = []
      while case let page = try await bench.store.entries(
        .all, before: listed.last?.revision, limit: limit), !page.isEmpty
      {
        #expect(page.count <= limit)
        listed += page
        if listed.count > 7 { break }
      }
      #expect(listed.map(\.id.rawValue) == (1...7).reversed().map { "e-\($0)" })
    }
    #expect(try await bench.store.entries(.all, before: nil, limit: 0).isEmpty)
  }

  private static func byAccount(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    let (link, dee) = (try await bench.link("clever:bob"), try await bench.account("a-dee"))
    var state = link.state
    state.account = .named("a-dee")
    try await bench.commit("e-moved") { $0.change(link, to: state) }
    try await bench.commit("e-edited") { $0.change(dee, to: Rows.account(.disabled)) }
    let moved = try await bench.link("clever:bob")
    state.profile.given = "Robert"
    try await bench.commit("e-named") { $0.change(moved, to: state) }
    try await bench.commit("e-other") { $0.create(account: "a-other") }
    let cases: [(account: String, entries: [String])] = [
      ("a-bob", ["e-moved", "e-school"]),
      ("a-dee", ["e-named", "e-edited", "e-moved", "e-school"]),
      ("a-other", ["e-other"]), ("a-ada", ["e-school"]), ("a-nobody", []),
    ]
    for (account, entries) in cases {
      let found = try await bench.store.entries(.account(.named(account)), before: nil, limit: 10)
      #expect(found.map(\.id.rawValue) == entries, "of \(account)")
      if let second = found.dropFirst().first {
        let rest = try await bench.store.entries(
          .account(.named(account)), before: second.revision, limit: 1)
        #expect(rest.map(\.id.rawValue) == Array(entries.dropFirst(2).prefix(1)))
      }
    }
  }

  private static func byRun(_ bench: Bench) async throws {
    for (number, run) in ["r-1", "r-2", nil, "r-1"].enumerated() {
      var changes = ChangeSet(header: Bench.header("e-\(number)", action: .import, run: run))
      changes.create(account: "a-\(number)")
      try await bench.store.commit(changes)
    }
    func names(_ run: String, before: Revision? = nil, limit: Int = 9) async throws -> [String] {
      try await bench.store.entries(.run(.named(run)), before: before, limit: limit)
        .map(\.id.rawValue)
    }
    #expect(try await names("r-1") == ["e-3", "e-0"])
    #expect(try await names("r-1", limit: 1) == ["e-3"])
    let last = try #require(try await bench.store.entry(.id(.named("e-3"))))
    #expect(try await names("r-1", before: last.revision) == ["e-0"])
    #expect(try await names("r-2") == ["e-1"])
    #expect(try await names("r-3").isEmpty)
  }

  private static func reverted(_ bench: Bench) async throws {
    let steps: [(id: String, reverts: String?, then: [String: String])] = [
      ("e-a", nil, [:]), ("e-b", "e-a", ["e-a": "e-b"]), ("e-c", "e-b", ["e-b": "e-c"]),
      ("e-d", "e-a", ["e-a": "e-d", "e-b": "e-c"]),
      ("e-e", "e-c", ["e-a": "e-d", "e-c": "e-e"]),
    ]
    // After e-e took e-c back, both e-b and e-d stand as what took e-a back: either may be told.
    for (id, reverts, then) in steps {
      var changes = ChangeSet(header: Bench.header(id, reverts: reverts))
      changes.create(account: "of-\(id)")
      try await bench.store.commit(changes)
      var found: [String: String] = [:]
      for entry in try await bench.store.entries(.all, before: nil, limit: 10) {
        #expect(try await bench.store.entry(.id(entry.id)) == entry)
        #expect(try await bench.store.entry(.revision(entry.revision)) == entry)
        if let by = entry.revertedBy { found[entry.id.rawValue] = by.rawValue }
      }
      var wanted = then
      if found["e-a"] == "e-b", then["e-c"] != nil { wanted["e-a"] = "e-b" }
      #expect(found == wanted, "after \(id)")
    }
  }
}
