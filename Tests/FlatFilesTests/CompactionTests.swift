import FoundationEssentials
import Provisioning
import Testing

@testable import ProvisioningFlatFiles

/// New snapshots in place of old ones, and programs that are killed meanwhile.
@Suite struct CompactionTests {
  let place = Place()

  @Test func aSnapshotHoldsWhatTheLogHeld() async throws {
    let store = try await place.open()
    for number in 1...20 { try await store.commit(Sample.person(number)) }
    try await store.write([Sample.record("t-1")])
    let before = try await store.contents()
    try await store.compact()
    #expect(try place.bytes(of: "log.jsonl").split(separator: 0x0A).count == 1)
    let again = try await place.open()
    for contents in [try await store.contents(), try await again.contents()] {
      try await before.requireSame(in: contents)
    }
    try await again.commit(Sample.person(21))
    #expect(try await store.wholeEntries() == 21, "who had it open goes on")
    await store.close()
    await again.close()
  }

  @Test func theSameContentGivesTheSameFiles() async throws {
    let (one, other) = (try await place.open("one"), try await place.open("other"))
    for number in 1...9 {
      try await one.commit(Sample.person(number))
      try await other.commit(Sample.person(number))
      if number % 4 == 0 { try await other.compact() }
    }
    try await one.compact()
    try await other.compact()
    await one.close()
    await other.close()
    #expect(try place.files(of: "one") == place.files(of: "other"))
  }

  @Test func aGrownLogBecomesASnapshotByItself() async throws {
    let store = try await place.open()
    try await growLog(of: store, by: 6)
    #expect(try place.bytes(of: "log.jsonl").count < 3 << 20)
    #expect(try await store.record(Record.Key(.held, "h"))?.version == 6)
    await store.close()
  }

  @Test func aSnapshotThatCannotBeMadeIsToldUntilOneIsMade() async throws {
    let store = try await place.open()
    let other = try await place.open()
    // A folder where a draft is to be.
    let obstacle = "\(place.path())/.records.jsonl.new"
    try FileManager.default.createDirectory(atPath: obstacle, withIntermediateDirectories: false)
    try await growLog(of: store, by: 5)
    #expect(try place.bytes(of: "log.jsonl").count > 4 << 20)
    for store in [store, other] {
      let note = try #require(try await store.notes().first)
      #expect(note.contains("log.jsonl has outgrown the other files"))
    }
    try FileManager.default.removeItem(atPath: obstacle)
    try await other.compact()
    #expect(try await store.notes() == [])
    #expect(try await other.notes() == [])
    // Whoever has failed tries again as soon as it is due again.
    try await growLog(of: store, by: 5)
    #expect(try place.bytes(of: "log.jsonl").count < 3 << 20)
    await store.close()
    await other.close()
  }

  /// Writes a record of a million bytes so many times.
  private func growLog(of store: FlatFileStore, by count: Int) async throws {
    let key = Record.Key(.held, "h")
    let text = String(repeating: "x", count: 1 << 20)
    for _ in 0..<count {
      let version = try await store.record(key)?.version ?? 0
      try await store.write([.put(key, value: text, expires: nil, replacing: version)])
    }
  }

  /// The files of a snapshot in the order in which they are written.
  private static let tables =
    ["accounts", "links", "sections", "enrollments", "journal", "records"].map { $0 + ".jsonl" }

  /// Stopped while drafts are written: any of them may be there, and any of those may be cut.
  @Test func stoppedBeforeTheManifestHasItsNameTheOldSnapshotHolds() async throws {
    let before = try await makeOldAndNew()
    let order = Self.tables + ["store.json", "log.jsonl"]
    for count in 0...order.count {
      for isCut in [false, true] {
        try place.copy("old", to: "killed")
        for name in order.prefix(count) {
          let bytes = try place.bytes(of: name, in: "new")
          let isLast = name == order.prefix(count).last
          try place.write(
            isCut && isLast ? Array(bytes.dropLast(9)) : bytes, to: ".\(name).new", in: "killed")
        }
        try await expectNothingLost(before, "\(count) drafts, the last one cut: \(isCut)")
      }
    }
  }

  /// After the manifest has its name, a loss of power may leave any of the others with theirs.
  @Test func stoppedAfterTheManifestHasItsNameTheNewSnapshotHolds() async throws {
    let before = try await makeOldAndNew()
    for renamed in 0..<(1 << Self.tables.count) {
      try place.copy("old", to: "killed")
      try place.write(try place.bytes(of: "store.json", in: "new"), to: "store.json", in: "killed")
      for (number, name) in (Self.tables + ["log.jsonl"]).enumerated() {
        let isRenamed = renamed & (1 << number) != 0
        try place.write(
          try place.bytes(of: name, in: "new"), to: isRenamed ? name : ".\(name).new",
          in: "killed")
      }
      try await expectNothingLost(before, "files renamed: \(String(renamed, radix: 2))")
    }
  }

  /// Somebody else has the store open when a program is killed while publishing: what is committed
  /// then goes to the new log.
  @Test func whoHasTheStoreOpenFinishesWhatAnotherLeftUndone() async throws {
    for isRenamed in [false, true] {
      _ = try await makeOldAndNew()
      try place.copy("old", to: "killed")
      let other = try await place.open("killed")
      for name in Self.tables + ["log.jsonl", "store.json"] {
        try place.write(try place.bytes(of: name, in: "new"), to: ".\(name).new", in: "killed")
      }
      if isRenamed { try place.rename("store.json", in: "killed") }
      try await other.commit(Sample.person(9))
      #expect(try await other.wholeEntries() == 9)
      let again = try await place.open("killed")
      #expect(try await again.wholeEntries() == 9)
      await again.close()
      await other.close()
    }
  }

  /// A snapshot of what the last one holds looks the same, so only the drafts tell it.
  @Test func stoppedWithASnapshotThatIsTheSameNothingIsLost() async throws {
    let store = try await place.open("old")
    try await store.commit(Sample.person(1))
    try await store.compact()
    for name in Self.tables + ["log.jsonl", "store.json"] {
      try place.write(try place.bytes(of: name, in: "old"), to: ".\(name).new", in: "old")
    }
    try await store.commit(Sample.person(2))
    await store.close()
    let again = try await place.open("old")
    #expect(try await again.wholeEntries() == 2)
    await again.close()
  }

  /// Makes the store `old`, with a snapshot and a log, and `new`, with all of it in a snapshot.
  private func makeOldAndNew() async throws -> any StoreContents {
    try place.removeAll()
    let store = try await place.open("old")
    for number in 1...5 { try await store.commit(Sample.person(number)) }
    try await store.compact()
    for number in 6...8 { try await store.commit(Sample.person(number)) }
    let contents = try await store.contents()
    await store.close()
    try place.copy("old", to: "new")
    let new = try await place.open("new")
    try await new.compact()
    await new.close()
    return contents
  }

  private func expectNothingLost(_ before: any StoreContents, _ state: String) async throws {
    let killed = try await place.open("killed")
    do {
      try await before.requireSame(in: try await killed.contents())
    } catch {
      Issue.record("\(state): \(error)")
    }
    try await killed.commit(Sample.person(9))
    await killed.close()
    let again = try await place.open("killed")
    #expect(try await again.wholeEntries() == 9, "\(state)")
    await again.close()
    #expect(try place.names(in: "killed").filter { $0.hasSuffix(".new") } == [], "\(state)")
  }

  @Test func aDraftThatWasCutIsNotTaken() async throws {
    let store = try await place.open()
    try await store.commit(Sample.person(1))
    await store.close()
    try place.write(Array("{\"ac".utf8), to: ".accounts.jsonl.new")
    try place.write([], to: ".log.jsonl.new")
    let again = try await place.open()
    #expect(try await again.wholeEntries() == 1)
    await again.close()
  }

  @Test func aStoreWhoseMakingWasKilledIsMadeAgain() async throws {
    await (try place.open("made")).close()
    try FileManager.default.createDirectory(
      atPath: place.path(), withIntermediateDirectories: false)
    for name in [".lock", ".accounts.jsonl.new", ".store.json.new"] {
      try place.write([], to: name)
    }
    let store = try await place.open()
    try await store.commit(Sample.person(1))
    #expect(try await store.wholeEntries() == 1)
    await store.close()
  }
}

extension Place {
  /// Removes all stores.
  fileprivate func removeAll() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: path) {
      try FileManager.default.removeItem(atPath: path(name))
    }
  }

  /// Gives a draft its name.
  fileprivate func rename(_ name: String, in store: String) throws {
    try? remove(name, in: store)
    try FileManager.default.moveItem(
      atPath: "\(path(store))/.\(name).new", toPath: "\(path(store))/\(name)")
  }
}
