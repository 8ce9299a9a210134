import Glibc
import Provisioning
import ProvisioningThreads
import Synchronization
import Testing

@testable import ProvisioningSQLite

@Suite struct BackupTests {
  let folder = Folder()

  private func filled(_ count: Int = 3) async throws -> SQLiteStore {
    let store = try await SQLiteStore.open(at: folder.file(), durability: .normal)
    for number in 1...count { try await store.commit(Sample.person(number)) }
    try await store.commit(Sample.roster(1, of: [1, 2, 3]))
    try await store.write(
      [.put(Record.Key(.ticket, "t1"), value: "{}", expires: nil, replacing: 0)])
    return store
  }

  private func backUp(existing: ExistingFile = .keep) async throws {
    try await SQLiteStore.backUp(at: folder.file(), to: folder.file("copy"), existing: existing)
  }

  @Test func aBackupOfAnOpenStoreHoldsEverythingAndIsAStoreInOneFile() async throws {
    let store = try await filled()
    let before = try await contents(of: store)
    try await backUp()
    try await store.commit(Sample.person(4))
    #expect(folder.names.filter { $0.contains("copy") } == ["copy"])
    var status = stat()
    #expect(stat(folder.file("copy"), &status) == 0 && status.st_mode & 0o777 == 0o600)
    let copy = try await SQLiteStore.open(at: folder.file("copy"), mode: .existing)
    #expect(try await contents(of: copy) == before)
    #expect(try await copy.integrityProblems() == [])
    await copy.close()
    await store.close()
  }

  @Test("What a killed backup has left goes with the next one; what another is at work on stays")
  func abandonedDrafts() async throws {
    let store = try await filled()
    let place = try Location(folder.file("copy"))
    let atWork = try DraftFile(beside: place)
    defer { atWork.remove() }
    for name in [".copy.draft-Ab12cd", ".copy.draft-Ab12cd.hold", ".copy.draft-Ab12cd-wal"] {
      folder.touch(name)
    }
    let others = [".copy.draft-notes", ".copy.draft-My.own.hold", ".other.draft-Ab12cd.hold"]
    for name in others { folder.touch(name) }
    try await backUp()
    let draft = String(atWork.path.split(separator: "/").last ?? "")
    let left = folder.names.filter { $0.hasPrefix(".") }
    #expect(left == (others + [draft, draft + ".hold"]).sorted())
    await store.close()
  }

  @Test("Where a copy cannot be written, its folder is named, not the store")
  func unwritable() async throws {
    await (try await filled()).close()
    let draft = try DraftFile(beside: Location(folder.file("copy")))
    defer { draft.remove() }
    unlink(draft.path)
    mkdir(draft.path, 0o700)
    defer { rmdir(draft.path) }
    let source = try Session(path: folder.file())
    let course = Course(cancellation: Cancellation()) { _, _ in }
    let error = #expect(throws: ProvisioningError.self) {
      try draft.fill(from: source, course) { _ in }
    }
    #expect(error?.code == .unavailable)
    #expect(error?.problem == "A copy in \(folder.path) cannot be written.")
  }

  @Test func aDraftTakesNoPlaceThatSomethingElseHasTaken() throws {
    let draft = try DraftFile(beside: Location(folder.file("copy")))
    defer { draft.remove() }
    try Session(path: draft.path).execute("CREATE TABLE t (c)")
    folder.touch("copy")
    let error = #expect(throws: ProvisioningError.self) {
      try draft.put(at: folder.file("copy"), .keep)
    }
    #expect(error?.code == .refused)
    var status = stat()
    #expect(stat(folder.file("copy"), &status) == 0 && status.st_size == 0)
    try draft.put(at: folder.file("other"), .keep)
    #expect(stat(folder.file("other"), &status) == 0 && status.st_nlink == 1)
    #expect(access(draft.path, F_OK) != 0)
  }

  @Test func aBackupIsOneMomentWhateverIsWrittenMeanwhile() async throws {
    let store = try await filled(2_000)
    let writing = Mutex(true)
    let writer = Task {
      var number = 10_000
      while writing.withLock({ $0 }) {
        try await store.commit(Sample.person(number))
        number += 1
      }
      return number - 10_000
    }
    for round in 1...5 {
      try await backUp(existing: round == 1 ? .keep : .replace)
      let copy = try await SQLiteStore.open(at: folder.file("copy"), mode: .existing)
      let counts = try await copy.counts()
      #expect(counts.links == counts.journalEntries - 1, "an entry wrote each, one the section")
      #expect(try await StoreVerifier(copy).verify().problems == [])
      await copy.close()
    }
    writing.withLock { $0 = false }
    #expect(try await writer.value > 0)
    await store.close()
  }

  @Test func aFileThatIsThereStaysUnlessItIsToBeReplaced() async throws {
    let store = try await filled()
    try await backUp()
    let refused = await #expect(throws: ProvisioningError.self) { try await backUp() }
    #expect(refused?.code == .refused)
    try await backUp(existing: .replace)
    await store.close()
  }

  @Test func neitherTheStoreItselfNorADatabaseInUseIsReplaced() async throws {
    let store = try await filled()
    let other = try await SQLiteStore.open(at: folder.file("copy"))
    try await other.commit(Sample.person(1))
    #expect(symlink(folder.file(), folder.file("alias")) == 0)
    #expect(link(folder.file(), folder.file("second")) == 0)
    for name in ["copy", "alias", "second", "store.sqlite"] {
      let error = await #expect(throws: ProvisioningError.self) {
        try await SQLiteStore.backUp(
          at: folder.file(), to: folder.file(name), existing: .replace)
      }
      #expect(error?.code == .refused, "\(name)")
    }
    #expect(try await other.counts().links == 1)
    await other.close()
    await store.close()
  }

  @Test func aBackupThatIsStoppedLeavesNoFile() async throws {
    let store = try await filled(2_000)
    let task = Task { [folder] in
      try await SQLiteStore.backUp(at: folder.file(), to: folder.file("copy")) { _, _ in
        usleep(50_000)
      }
    }
    try await Task.sleep(for: .milliseconds(20))
    task.cancel()
    let error = await #expect(throws: ProvisioningError.self) { try await task.value }
    #expect(error?.code == .cancelled)
    #expect(!folder.names.contains { $0.contains("copy") })
    await store.close()
  }

  @Test func aMissingStoreOrFolderIsNamed() async throws {
    let missing = await #expect(throws: ProvisioningError.self) { try await backUp() }
    #expect(missing?.code == .notFound)
    let store = try await filled()
    let nowhere = await #expect(throws: ProvisioningError.self) {
      try await SQLiteStore.backUp(at: folder.file(), to: folder.file("none/copy"))
    }
    #expect(nowhere?.code == .unavailable)
    await store.close()
  }
}
