import FoundationEssentials
import Provisioning
import ProvisioningFlatFiles
import ProvisioningSQLite
import Testing

@testable import ProvisioningTesting

/// Copies of stores as a whole, from any kind to any other.
@Suite struct CopyTests {
  let place = Place()

  @Test(arguments: Kind.allCases, Kind.allCases)
  func aCopyHoldsEverythingExactly(from: Kind, to: Kind) async throws {
    let source = try await history(on: from, in: place)
    let target = try await copy(source, to, "copy")
    try await source.contents().requireSame(in: target.contents())
    #expect(try await StoreVerifier(target).verify().problems.map(\.detail) == [])
    #expect(try await target.counts().journalEntries > 50)
  }

  @Test(arguments: Kind.allCases)
  func anUndoInACopyComesToTheSame(kind: Kind) async throws {
    let source = try await history(on: .files, in: place)
    let target = try await copy(source, kind, "copy")
    let entries = try await source.entries(.all, before: nil, limit: 1000)
    var undone = 0
    for entry in entries {
      let environment = Environment(
        now: { Timestamp(milliseconds: 1_800_000_000_000) },
        makeName: { "\($0.rawValue)-undo-\(entry.revision.number)" })
      var results: [String] = []
      for store in [source as any AccountStore, target] {
        let provisioner = Provisioner(store: store, environment: environment)
        do {
          let report = try await provisioner.undo(
            entry.id, by: Attribution(actor: "test", reason: "\(entry.revision.number)"))
          results.append("\(report)")
          undone += 1
        } catch {
          results.append("\(error)")
        }
      }
      #expect(results[0] == results[1], "undo of \(entry.id)")
    }
    #expect(undone > 10)
    try await source.contents().requireSame(in: target.contents())
  }

  @Test func equalContentGivesEqualBytesWhateverTheSource() async throws {
    for kind in Kind.allCases {
      let source = try await history(on: kind, in: place)
      let filling = try await FlatFileFilling.open(at: place.path("from-\(kind)"))
      try await StoreCopy(of: source).run(into: filling)
    }
    let (one, other) = (try place.files(of: "from-files"), try place.files(of: "from-sqlite"))
    #expect(one.keys.sorted() == other.keys.sorted())
    for name in one.keys { #expect(one[name] == other[name], "\(name)") }
  }

  @Test func aCopyInFilesIsWhatASnapshotOfTheStoreIs() async throws {
    let source = try await history(on: .files, in: place)
    let filling = try await FlatFileFilling.open(at: place.path("copy"))
    try await StoreCopy(of: source).run(into: filling)
    try await (source as? FlatFileStore)?.compact()
    #expect(try place.files(of: "copy") == place.files(of: "source-files"))
  }

  @Test(arguments: Kind.allCases)
  func aCopyThatWasStoppedGoesOn(kind: Kind) async throws {
    let source = try await history(on: .files, in: place)
    for pages in 0..<12 {
      let first = try await kind.filling("copy", in: place)
      let contents = try await source.contents()
      var last = try await first.begin(contents.moment)
      for _ in 0..<pages {
        guard let page = try await contents.page(after: last, limit: 40) else { break }
        try await first.write(page)
        last = page.end
      }
      await contents.close()
      await first.close()
      await expectError(.notFound, .refused) { try await kind.open("copy", in: place) }
    }
    let target = try await copy(source, kind, "copy")
    try await source.contents().requireSame(in: target.contents())
  }

  @Test(arguments: Kind.allCases)
  func aCopyOfAStoreThatChangedStartsOver(kind: Kind) async throws {
    let source = try await history(on: .files, in: place)
    let first = try await kind.filling("copy", in: place)
    let contents = try await source.contents()
    var last = try await first.begin(contents.moment)
    while let page = try await contents.page(after: last, limit: 40) {
      try await first.write(page)
      last = page.end
    }
    await first.close()
    try await source.commit(Sample.person(1))
    try await source.write([Sample.record("t-new")])
    let target = try await copy(source, kind, "copy")
    try await source.contents().requireSame(in: target.contents())
  }

  @Test(arguments: Kind.allCases)
  func nothingIsCopiedOverAStore(kind: Kind) async throws {
    let source = try await history(on: .files, in: place)
    _ = try await copy(source, kind, "copy")
    await expectError(.refused) { try await kind.filling("copy", in: place) }
  }

  @Test(arguments: Kind.allCases)
  func aCopyThatDiffersIsRefusedDoesNotAppearAndIsForgotten(kind: Kind) async throws {
    let source = try await history(on: .files, in: place)
    let filling = Forgetful(try await kind.filling("copy", in: place))
    let error = await expectError(.corrupt) { try await StoreCopy(of: source).run(into: filling) }
    #expect(error?.problem == "The copy is not what the store holds.")
    await expectError(.notFound, .refused) { try await kind.open("copy", in: place) }
    let target = try await copy(source, kind, "copy")
    try await source.contents().requireSame(in: target.contents())
  }

  @Test func aDraftThatWasDamagedIsNotGoneOnWith() async throws {
    let source = try await history(on: .files, in: place)
    let first = try await FlatFileFilling.open(at: place.path("copy"))
    let contents = try await source.contents()
    var last = try await first.begin(contents.moment)
    while let page = try await contents.page(after: last, limit: 40) {
      try await first.write(page)
      last = page.end
    }
    await first.close()
    try place.write([0x7B, 0x0A], to: ".links.jsonl.new", in: "copy")
    let target = try await copy(source, .files, "copy")
    try await source.contents().requireSame(in: target.contents())
  }

  @Test func whatIsCommittedMeanwhileIsNotInTheCopy() async throws {
    for kind in Kind.allCases {
      let source = try await history(on: kind, in: place)
      let contents = try await source.contents()
      let before = try await source.counts().journalEntries
      try await source.commit(Sample.person(77))
      var entries = 0
      while case let page = try await contents.entries(
        after: entries == 0 ? nil : Revision(Int64(entries)), limit: 10), !page.isEmpty
      { entries += page.count }
      #expect(entries == before)
      #expect(contents.moment.revision == Revision(Int64(before)))
      await contents.close()
      #expect(try await source.counts().journalEntries == before + 1)
    }
  }

  private func copy(
    _ source: any CopyableStore, _ kind: Kind, _ name: String
  ) async throws -> any CopyableStore {
    try await StoreCopy(of: source).run(into: try await kind.filling(name, in: place))
    return try await kind.open(name, in: place)
  }
}

/// The kinds of stores that lie on disk.
enum Kind: CaseIterable {
  case files, sqlite

  func open(_ name: String, in place: Place) async throws(ProvisioningError) -> any CopyableStore {
    switch self {
    case .files: try await FlatFileStore.open(at: place.path(name), mode: .existing)
    case .sqlite:
      try await SQLiteStore.open(
        at: place.path("\(name).sqlite"), mode: .existing, durability: .normal)
    }
  }

  func make(_ name: String, in place: Place) async throws -> any CopyableStore {
    switch self {
    case .files: try await FlatFileStore.open(at: place.path(name))
    case .sqlite:
      try await SQLiteStore.open(at: place.path("\(name).sqlite"), durability: .normal)
    }
  }

  func filling(
    _ name: String, in place: Place
  ) async throws(ProvisioningError) -> any StoreFilling {
    switch self {
    case .files: try await FlatFileFilling.open(at: place.path(name))
    case .sqlite: try await SQLiteFilling.open(at: place.path("\(name).sqlite"))
    }
  }
}

/// A store of that kind after a long random history, with merges, undoes, imports and records.
func history(on kind: Kind, in place: Place) async throws -> any CopyableStore {
  let history = History(seed: 11, steps: 120)
  let store = try await history.played(
    on: StoreMaker(passing: { try await kind.make("source-\(kind)", in: place) }),
    environment: TestEnvironment())
  return try #require(store as? any CopyableStore)
}

/// Loses the last record of each page, and one of the links.
private struct Forgetful: StoreFilling {
  let base: any StoreFilling
  init(_ base: any StoreFilling) { self.base = base }

  func begin(_ moment: StoreMoment) async throws(ProvisioningError) -> ContentsPlace? {
    try await base.begin(moment)
  }

  func write(_ page: ContentsPage) async throws(ProvisioningError) {
    guard case .entries(let entries) = page.rows else { return try await base.write(page) }
    let kept = entries.map { entry in
      KeptEntry(
        header: entry.header, revision: entry.revision, count: entry.count,
        changes: entry.changes.dropLast(), accounts: entry.accounts)
    }
    try await base.write(ContentsPage(rows: .entries(kept), end: page.end))
  }

  func contents() async throws(ProvisioningError) -> any StoreContents {
    try await base.contents()
  }

  func finish() async throws(ProvisioningError) { try await base.finish() }
  func close() async { await base.close() }
  func discard() async { await base.discard() }
}
