import Provisioning
import Testing

@testable import ProvisioningSQLite

/// A second layout, which exists in tests only.
@Suite struct MigrationTests {
  let folder = Folder()
  private let next = Layout(
    steps: Layout.present.steps + [
      Migration(
        name: "notes",
        statements: "CREATE TABLE note (text TEXT NOT NULL) STRICT; INSERT INTO note VALUES ('n')")
    ])
  private let failing = Layout(
    steps: Layout.present.steps + [
      Migration(
        name: "fails half way",
        statements: "CREATE TABLE note (text TEXT NOT NULL) STRICT; DELETE FROM entry_account; "
          + "INSERT INTO nowhere VALUES (1)")
    ])

  private func older() async throws -> Contents {
    let store = try await SQLiteStore.open(at: folder.file())
    for number in 1...3 { try await store.commit(Sample.person(number)) }
    let contents = try await contents(of: store)
    await store.close()
    return contents
  }

  private func open(
    _ older: SQLiteStore.OlderLayout = .refuse, _ name: String = "store.sqlite"
  ) async throws -> SQLiteStore {
    try await SQLiteStore.open(
      at: folder.file(name), mode: .existing, layout: next, older: older)
  }

  @Test func anOlderLayoutIsRefusedAndLeftAlone() async throws {
    let before = try await older()
    let error = await #expect(throws: ProvisioningError.self) { try await open() }
    #expect(error?.code == .refused && error?.remedy?.contains("store migrate") == true)
    let store = try await SQLiteStore.open(at: folder.file(), mode: .existing)
    #expect(try await contents(of: store) == before)
    await store.close()
  }

  @Test func migratingKeepsEverythingAndACopyAndIsDoneOnce() async throws {
    let before = try await older()
    let told = try await SQLiteStore.migrate(at: folder.file(), to: next, .dryRun)
    #expect(told == LayoutChange(from: 1, to: 2, kept: nil))
    await #expect(throws: ProvisioningError.self) { try await open() }
    let change = try await SQLiteStore.migrate(at: folder.file(), to: next)
    #expect(change.from == 1 && change.to == 2)
    let again = try await SQLiteStore.migrate(at: folder.file(), to: next)
    #expect(again == LayoutChange(from: 2, to: 2, kept: nil))

    let store = try await open()
    var after = try await contents(of: store)
    #expect(after.counts.schemaVersion == 2)
    after.counts.schemaVersion = 1
    #expect(after == before)
    await store.close()
    let kept = try await SQLiteStore.open(at: try #require(change.kept), mode: .existing)
    #expect(try await contents(of: kept) == before)
    await kept.close()
  }

  @Test func anAppMayHaveItMigratedAtOpening() async throws {
    _ = try await older()
    let store = try await open(.migrate)
    #expect(try await store.counts().schemaVersion == 2)
    await store.close()
  }

  @Test func aStepThatFailsHalfWayChangesNothing() async throws {
    let before = try await older()
    let error = await #expect(throws: ProvisioningError.self) {
      try await SQLiteStore.migrate(at: folder.file(), to: failing)
    }
    #expect(error != nil)
    let store = try await SQLiteStore.open(at: folder.file(), mode: .existing)
    #expect(try await contents(of: store) == before)
    #expect(try await store.integrityProblems() == [])
    await store.close()
  }

  @Test func severalThatMigrateAtOnceDoItOnce() async throws {
    _ = try await older()
    let path = folder.file()
    let next = next
    let changes = try await withThrowingTaskGroup(of: LayoutChange.self) { group in
      for _ in 1...6 {
        group.addTask { try await SQLiteStore.migrate(at: path, to: next) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(changes.count { $0.from == 1 } == 1)
    let store = try await open()
    let notes = try await store.reads.answer { session throws(ProvisioningError) in
      try session.value("SELECT count(*) FROM note")
    }
    #expect(notes == "1")
    await store.close()
  }

  @Test func aNewerLayoutIsNeitherOpenedNorMigratedNorBackedUpNorRestored() async throws {
    _ = try await older()
    _ = try await SQLiteStore.migrate(at: folder.file(), to: next)
    let works: [() async throws -> Void] = [
      { _ = try await SQLiteStore.open(at: folder.file()) },
      { _ = try await SQLiteStore.open(at: folder.file(), older: .migrate) },
      { _ = try await SQLiteStore.migrate(at: folder.file()) },
      { try await SQLiteStore.backUp(at: folder.file(), to: folder.file("copy")) },
      { _ = try await SQLiteStore.prepareRestore(at: folder.file("x"), from: folder.file()) },
    ]
    for work in works {
      let error = await #expect(throws: ProvisioningError.self) { try await work() }
      #expect(error?.code == .refused && error?.remedy == "Update this program.")
    }
  }

  @Test func aBackupOfAnOlderLayoutIsBroughtUpOnTheWayAndStaysAsItIs() async throws {
    _ = try await older()
    try await SQLiteStore.backUp(at: folder.file(), to: folder.file("copy"))
    let pending = try await SQLiteStore.prepareRestore(
      at: folder.file("restored"), from: folder.file("copy"), layout: next)
    _ = try await pending.carryOut { _, _ in }
    await pending.discard()
    let store = try await open(.refuse, "restored")
    let counts = try await store.counts()
    #expect(counts.schemaVersion == 2 && counts.links == 3)
    await store.close()
    let copy = try await SQLiteStore.open(at: folder.file("copy"), mode: .existing)
    #expect(try await copy.counts().schemaVersion == 1)
    await copy.close()
  }
}
