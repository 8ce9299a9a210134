import Dispatch
import Glibc
import Provisioning
import Testing

@testable import ProvisioningSQLite

@Suite struct RestoreTests {
  let folder = Folder()

  private func store(_ name: String, of people: [Int]) async throws -> SQLiteStore {
    let store = try await SQLiteStore.open(at: folder.file(name), durability: .normal)
    for number in people { try await store.commit(Sample.person(number)) }
    return store
  }

  /// A backup of a store with these people.
  private func backup(of people: [Int], as name: String = "copy") async throws {
    let store = try await store("\(name)-source", of: people)
    try await SQLiteStore.backUp(at: folder.file("\(name)-source"), to: folder.file(name))
    await store.close()
  }

  @discardableResult
  private func restore(_ name: String = "copy") async throws -> String? {
    let pending = try await SQLiteStore.prepareRestore(
      at: folder.file(), from: folder.file(name))
    do {
      let kept = try await pending.carryOut { _, _ in }
      await pending.discard()
      return kept
    } catch {
      await pending.discard()
      throw error
    }
  }

  @Test func aMissingStoreIsMadeAndHoldsWhatTheBackupHolds() async throws {
    try await backup(of: [1, 2])
    #expect(try await restore() == nil)
    let restored = try await SQLiteStore.open(at: folder.file(), mode: .existing)
    let copy = try await SQLiteStore.open(at: folder.file("copy"), mode: .existing)
    #expect(try await contents(of: restored) == contents(of: copy))
    #expect(try await restored.integrityProblems() == [])
    await restored.close()
    await copy.close()
  }

  @Test func whoHasTheStoreOpenSeesTheNewContentAndWritesOn() async throws {
    try await backup(of: Array(1...3))
    let store = try await store("store.sqlite", of: Array(100...400))
    #expect(try await store.counts().links == 301)
    let kept = try #require(try await restore())
    #expect(try await store.counts().links == 3)
    #expect(try await store.account(Sample.account(100)) == nil)
    try await store.commit(Sample.person(4))
    #expect(try await StoreVerifier(store).verify().problems == [])
    #expect(try await store.integrityProblems() == [])
    await store.close()
    let old = try await SQLiteStore.open(at: kept, mode: .existing)
    #expect(try await old.counts().links == 301)
    await old.close()
    #expect(folder.names.filter { $0.hasPrefix(".") } == [])
  }

  @Test func aSmallStoreGetsALargeBackupAndIsMadeSmallAgain() async throws {
    try await backup(of: Array(1...600), as: "large")
    try await backup(of: [1], as: "small")
    let store = try await store("store.sqlite", of: [7])
    for (name, count) in [("large", 600), ("small", 1), ("large", 600)] {
      try await restore(name)
      #expect(try await store.counts().links == count)
      #expect(try await store.integrityProblems() == [])
    }
    await store.close()
  }

  /// Rows name providers by number, and sessions remember the numbers.
  @Test func anOpenStoreForgetsTheNumbersOfProviders() async throws {
    func person(_ key: String, _ account: String) -> ChangeSet {
      var changes = ChangeSet(header: Sample.header("\(account)"))
      let (key, id) = (Identity.Key(key)!, Account.ID(account)!)
      var link = Sample.link(1, to: 1)
      link.account = id
      changes.accounts = [
        RowChange(
          key: id, before: nil, after: Account.State(status: .active, primary: key), revision: nil)
      ]
      changes.links = [RowChange(key: key, before: nil, after: link, revision: nil)]
      return changes
    }
    let other = try await SQLiteStore.open(at: folder.file("other"))
    try await other.commit(person("two:1", "b1"))
    try await other.commit(person("one:1", "b2"))
    try await SQLiteStore.backUp(at: folder.file("other"), to: folder.file("copy"))
    let store = try await SQLiteStore.open(at: folder.file())
    try await store.commit(person("one:1", "a1"))
    try await store.commit(person("two:1", "a2"))
    #expect(try await store.links(after: nil, limit: 9).count == 2)
    try await restore()
    #expect(try await store.link(Identity.Key("one:1")!)?.state.account == Account.ID("b2"))
    try await store.commit(person("one:2", "b3"))
    let reopened = try await SQLiteStore.open(at: folder.file(), mode: .existing)
    #expect(try await reopened.link(Identity.Key("one:2")!)?.state.account == Account.ID("b3"))
    for store in [other, store, reopened] { await store.close() }
  }

  @Test func aBackupWithPagesOfAnotherSizeFits() async throws {
    try await backup(of: Array(1...50))
    do {
      let session = try Session(path: folder.file("copy"))
      try session.execute("PRAGMA page_size = 16384; VACUUM")
    }
    let store = try await store("store.sqlite", of: [7])
    try await restore()
    #expect(try await store.counts().links == 50)
    #expect(try await store.integrityProblems() == [])
    await store.close()
  }

  @Test func whatIsNoSoundBackupIsRefusedBeforeAnythingIsTouched() async throws {
    let store = try await store("store.sqlite", of: [1, 2])
    let before = try await contents(of: store)
    try await backup(of: Array(1...200), as: "damaged")
    try await backup(of: [1], as: "newer")
    try await backup(of: [1], as: "broken")
    try damage(folder.file("damaged"))
    try Session(path: folder.file("newer")).execute("PRAGMA user_version = 99")
    try Session(path: folder.file("broken")).execute("UPDATE account SET primary_link = NULL")
    try Session(path: folder.file("empty"), creating: true).execute("CREATE TABLE theirs (a)")
    let codes: [(String, ProvisioningError.Code)] = [
      ("damaged", .corrupt), ("newer", .refused), ("broken", .corrupt), ("empty", .invalid),
      ("missing", .notFound), ("store.sqlite", .refused),
    ]
    for (name, code) in codes {
      let error = await #expect(throws: ProvisioningError.self) { try await restore(name) }
      #expect(error?.code == code, "\(name): \(error.map(String.init(reflecting:)) ?? "")")
      #expect(error?.remedy != nil, "\(name)")
    }
    #expect(try await contents(of: store) == before)
    #expect(folder.names.filter { $0.hasPrefix(".") || $0.contains("before") } == [])
    await store.close()
  }

  @Test func aDamagedStoreIsKeptAsItIsAndReplaced() async throws {
    try await backup(of: [1, 2])
    await (try await store("store.sqlite", of: Array(1...200))).close()
    try damage(folder.file())
    let kept = try #require(try await restore())
    let store = try await SQLiteStore.open(at: folder.file(), mode: .existing)
    #expect(try await store.counts().links == 2)
    #expect(try await store.integrityProblems() == [])
    await store.close()
    let damaged = try await SQLiteStore.open(at: kept, mode: .existing)
    #expect((try? await damaged.integrityProblems()) != [], "it is damaged still")
    await damaged.close()
  }

  @Test func aRestoreThatIsStoppedLeavesTheStoreAsItWas() async throws {
    try await backup(of: Array(1...2_000))
    let store = try await store("store.sqlite", of: [1, 2])
    let before = try await contents(of: store)
    let pending = try await SQLiteStore.prepareRestore(
      at: folder.file(), from: folder.file("copy"))
    #expect(pending.coming.links == 2_000 && pending.present?.links == 2)
    let (steps, step) = AsyncStream<Void>.makeStream()
    let isCancelled = DispatchSemaphore(value: 0)
    let task = Task {
      try await pending.carryOut { done, total in
        // Pages of the backup, not those of the store that are kept.
        guard total > 200, done < total else { return }
        step.yield()
        isCancelled.wait()
      }
    }
    for await _ in steps { break }
    task.cancel()
    isCancelled.signal()
    let error = await #expect(throws: ProvisioningError.self) { try await task.value }
    #expect(error?.code == .cancelled)
    await pending.discard()
    #expect(try await contents(of: store) == before)
    #expect(try await store.integrityProblems() == [])
    try await store.commit(Sample.person(3))
    await store.close()
  }

  private func damage(_ path: String) throws {
    let file = try #require(fopen(path, "r+"))
    defer { fclose(file) }
    fseek(file, 3 * 4096 + 8, SEEK_SET)
    fputs(String(repeating: "x", count: 9000), file)
  }
}

extension Session {
  /// Opens a file that may be missing.
  convenience init(path: String, creating: Bool) throws {
    if creating, let file = fopen(path, "a") { fclose(file) }
    try self.init(path: path)
  }
}
