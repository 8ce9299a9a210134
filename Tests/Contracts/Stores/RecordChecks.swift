import Provisioning
import Testing

/// Records: put in a known version, taken once, expired in time, in a commit too.
enum RecordChecks {
  static let all: [AccountStoreContract.Check] = [
    .init("A record is put only over the version that was read", on: putting),
    .init("A record is taken once", on: taking),
    .init("Record changes are applied all or none", on: together),
    .init("A commit writes its records with its rows, or neither", on: inCommit),
    .init("Records expire in time", on: expiry),
    .init("Records are listed by kind, in the order of their names", on: listing),
    .init("Records keep their text byte for byte", on: texts),
  ]

  private static let key = Record.Key(.ticket, "t-1")

  private static func put(
    _ value: String, replacing version: Int64, at key: Record.Key = key,
    expires: Timestamp? = nil
  ) -> RecordChange {
    .put(key, value: value, expires: expires, replacing: version)
  }

  private static func putting(_ bench: Bench) async throws {
    #expect(try await bench.store.record(key) == nil)
    try await expectConflict("over a record that is not there", [put("x", replacing: 1)], on: bench)
    try await bench.store.write([put("one", replacing: 0, expires: Timestamp(milliseconds: 5))])
    #expect(
      try await bench.store.record(key)
        == Record(key: key, value: "one", expires: Timestamp(milliseconds: 5), version: 1))
    try await expectConflict("over one unexpected", [put("x", replacing: 0)], on: bench)
    try await bench.store.write([put("two", replacing: 1)])
    #expect(try await bench.store.record(key) == Record(key: key, value: "two", version: 2))
    try await expectConflict("over an old version", [put("x", replacing: 1)], on: bench)
    try await expectConflict("over a later version", [put("x", replacing: 3)], on: bench)
  }

  private static func taking(_ bench: Bench) async throws {
    try await expectConflict("what is not there", [.take(key, version: 1)], on: bench)
    try await expectConflict("what is not there", [.take(key, version: 0)], on: bench)
    try await bench.store.write([put("one", replacing: 0)])
    try await bench.store.write([put("two", replacing: 1)])
    try await expectConflict("an old version", [.take(key, version: 1)], on: bench)
    try await bench.store.write([.take(key, version: 2)])
    #expect(try await bench.store.record(key) == nil)
    try await expectConflict("a second time", [.take(key, version: 2)], on: bench)
    try await bench.store.write([put("again", replacing: 0)])
    #expect(try await bench.store.record(key)?.value == "again")
  }

  private static func together(_ bench: Bench) async throws {
    let other = Record.Key(.held, "t-1")
    try await bench.store.write([put("one", replacing: 0), put("held", replacing: 0, at: other)])
    #expect(try await bench.store.record(other)?.value == "held")
    try await expectConflict(
      "the second of two", [put("two", replacing: 1), .take(other, version: 9)], on: bench)
    try await expectConflict(
      "the first of two", [.take(other, version: 9), put("two", replacing: 1)], on: bench)
    try await bench.store.write([.take(other, version: 1), put("two", replacing: 1)])
    #expect(try await bench.store.record(key)?.value == "two")
    try await bench.store.write([])
  }

  private static func inCommit(_ bench: Bench) async throws {
    try await bench.store.write([put("one", replacing: 0)])
    let second = Record.Key(.run, "clever")
    try await bench.commit("e-both") { changes in
      changes.create(account: "a-1")
      changes.records = [.take(key, version: 1), put("run", replacing: 0, at: second)]
    }
    #expect(try await bench.store.record(key) == nil)
    #expect(try await bench.store.record(second)?.version == 1)
    let journaled = try await bench.store.changes(of: .named("e-both"))
    #expect(journaled.count == 1, "records are not journaled")
    try await bench.expectConflict("a ticket used before") { changes in
      changes.create(account: "a-2")
      changes.records = [.take(key, version: 1)]
    }
    try await bench.expectConflict("a row in the way of a record") { changes in
      changes.create(account: "a-1")
      changes.records = [put("run 2", replacing: 1, at: second)]
    }
  }

  private static func expiry(_ bench: Bench) async throws {
    let times: [(name: String, milliseconds: Int64?)] = [
      ("early", 999), ("now", 1_000), ("late", 1_001), ("never", nil), ("old", -5),
    ]
    try await bench.store.write(
      times.map { name, milliseconds in
        put(
          name, replacing: 0, at: Record.Key(.ticket, name),
          expires: milliseconds.map { Timestamp(milliseconds: $0) })
      })
    #expect(try await bench.store.expireRecords(before: Timestamp(milliseconds: 1_000)) == 2)
    let left = try await bench.store.records(of: .ticket, after: nil, limit: 9).map(\.key.name)
    #expect(left == ["late", "never", "now"])
    #expect(try await bench.store.expireRecords(before: Timestamp(milliseconds: 1_000)) == 0)
    #expect(try await bench.store.expireRecords(before: Timestamp(milliseconds: .max)) == 2)
    #expect(try await bench.store.record(Record.Key(.ticket, "never")) != nil)
  }

  private static func listing(_ bench: Bench) async throws {
    let names = ["", "10", "2", "A", "a", "a-b", "a:b", "b"]
    try await bench.store.write(
      names.reversed().map { put($0, replacing: 0, at: Record.Key(.held, $0)) }
        + [put("x", replacing: 0, at: Record.Key(.run, "a"))])
    for limit in [1, 3, 100] {
      var listed: [String] = []
      while case let page = try await bench.store.records(
        of: .held, after: listed.last, limit: limit), !page.isEmpty
      {
        #expect(page.count <= limit)
        listed += page.map(\.key.name)
        if listed.count > names.count { break }
      }
      #expect(listed == names, "in pages of \(limit)")
    }
    let runs = try await bench.store.records(of: .run, after: nil, limit: 9)
    #expect(runs == [Record(key: Record.Key(.run, "a"), value: "x", version: 1)])
    #expect(try await bench.store.records(of: .init(rawValue: "own"), after: nil, limit: 9).isEmpty)
  }

  private static func texts(_ bench: Bench) async throws {
    for (number, text) in ValueChecks.oddTexts.enumerated() {
      let key = Record.Key(.init(rawValue: "own"), "n-\(number)")
      try await bench.store.write([put(text, replacing: 0, at: key)])
      let found = try #require(try await bench.store.record(key)).value
      #expect(EscapedText.quoted(found) == EscapedText.quoted(text))
    }
  }

  private static func expectConflict(
    _ rule: String, _ changes: [RecordChange], on bench: Bench,
    at location: SourceLocation = #_sourceLocation
  ) async throws {
    let before = try await bench.everything()
    do {
      try await bench.store.write(changes)
      Issue.record("\(rule): should be a conflict, but was written", sourceLocation: location)
    } catch {
      #expect(error.code == .conflict, "\(rule): \(error)", sourceLocation: location)
    }
    #expect(try await bench.everything() == before, "\(rule)", sourceLocation: location)
  }
}
