import Provisioning
import Testing

@testable import ProvisioningSQLite

/// Several stores on one file, and several writers of one store.
@Suite struct SharingTests {
  let folder = Folder()

  @Test func aPlanMadeBeforeAnotherStoreCommittedIsAConflict() async throws {
    let one = try await SQLiteStore.open(at: folder.file())
    let other = try await SQLiteStore.open(at: folder.file())
    try await one.commit(Sample.person(1))
    let read = try #require(try await other.account(Sample.account(1)))
    try await one.commit(Sample.status(.active, of: read, entry: "one"))
    let error = await #expect(throws: ProvisioningError.self) {
      try await other.commit(Sample.status(.disabled, of: read, entry: "other"))
    }
    #expect(error?.code == .conflict)
    #expect(try await other.account(Sample.account(1))?.status == .active)
    await one.close()
    await other.close()
  }

  @Test func manyStoresOnOneFileAllSucceed() async throws {
    try await withThrowingTaskGroup { group in
      for store in 0..<6 {
        group.addTask { [path = folder.file()] in
          let opened = try await SQLiteStore.open(at: path)
          for number in 0..<50 { try await opened.commit(Sample.person(store * 1000 + number)) }
          await opened.close()
        }
      }
      try await group.waitForAll()
    }
    let store = try await SQLiteStore.open(at: folder.file(), mode: .existing)
    let counts = try await store.counts()
    #expect(counts.accounts == ["unclaimed": 300])
    #expect(counts.journalEntries == 300)
    await store.close()
  }

  @Test func theLockFileIsHonored() async throws {
    let store = try await SQLiteStore.open(
      at: folder.file(), mode: .createIfMissing, patience: .milliseconds(50))
    let lock = try FileLock(path: folder.file("store.sqlite-lock"), patience: .seconds(1))
    try lock.acquire()
    let error = await #expect(throws: ProvisioningError.self) {
      try await store.commit(Sample.person(1))
    }
    #expect(error?.code == .busy)
    #expect(try await store.counts().journalEntries == 0)
    lock.release()
    try await store.commit(Sample.person(1))
    await store.close()
  }

  @Test func changeSetsThatWaitTogetherFailAlone() async throws {
    let store = try await SQLiteStore.open(at: folder.file())
    try await store.commit(Sample.person(0))
    let lock = try FileLock(path: folder.file("store.sqlite-lock"), patience: .seconds(1))
    try lock.acquire()
    // While the lock is held they all come to wait. Every third wants a person who is there.
    let outcomes = Task {
      await withTaskGroup(of: (Int, Bool).self) { group in
        for number in 1...30 {
          let changes = Sample.person(number % 3 == 0 ? 0 : number, entry: "person-\(number)")
          group.addTask { (number, (try? await store.commit(changes)) != nil) }
        }
        return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
      }
    }
    try await Task.sleep(for: .milliseconds(100))
    lock.release()
    for (number, hasSucceeded) in await outcomes.value {
      #expect(hasSucceeded == (number % 3 != 0))
    }
    #expect(try await store.counts().journalEntries == 21)
    let entries = try await store.entries(.all, before: nil, limit: 100)
    #expect(entries.map(\.revision.number) == (1...21).reversed())
    await store.close()
  }

  @Test func aMissingPrimaryLinkIsTheFaultOfItsChangeSetAlone() async throws {
    let store = try await SQLiteStore.open(
      at: folder.file(), mode: .createIfMissing, patience: .seconds(600))
    let lock = try FileLock(path: folder.file("store.sqlite-lock"), patience: .seconds(1))
    try lock.acquire()
    let first = Task { try await store.commit(Sample.person(1)) }
    try await Task.sleep(for: .milliseconds(50))
    var changes = Sample.person(2)
    changes.links = []
    let linkless = changes
    let second = Task { try await store.commit(linkless) }
    let third = Task { try await store.commit(Sample.person(3)) }
    try await Task.sleep(for: .milliseconds(50))
    lock.release()
    _ = try await first.value
    _ = try await third.value
    await #expect(throws: ProvisioningError.self) { try await second.value }
    #expect(try await store.counts().accounts == ["unclaimed": 2])
    await store.close()
  }

  @Test func aCancelledCommitThatStillWaitedChangesNothing() async throws {
    let store = try await SQLiteStore.open(
      at: folder.file(), mode: .createIfMissing, patience: .seconds(600))
    let lock = try FileLock(path: folder.file("store.sqlite-lock"), patience: .seconds(1))
    try lock.acquire()
    let first = Task { try await store.commit(Sample.person(1)) }
    try await Task.sleep(for: .milliseconds(50))
    let second = Task { try await store.commit(Sample.person(2)) }
    try await Task.sleep(for: .milliseconds(50))
    first.cancel()
    second.cancel()
    lock.release()
    // The first had started, and is finished.
    _ = try await first.value
    let error = await #expect(throws: ProvisioningError.self) { try await second.value }
    #expect(error?.code == .cancelled)
    #expect(try await store.links([Sample.key(1), Sample.key(2)]).map(\.key) == [Sample.key(1)])
    await store.close()
  }
}
