import CSQLite
import Glibc
import Provisioning
import Testing

@testable import ProvisioningSQLite

@Suite struct OpeningTests {
  let folder = Folder()

  @Test func aMissingOrEmptyFileIsNoStore() async throws {
    let missing = await #expect(throws: ProvisioningError.self) {
      try await SQLiteStore.open(at: folder.file(), mode: .existing)
    }
    #expect(missing?.code == .notFound)
    #expect(missing?.remedy?.contains("linkctl store init") == true)
    #expect(folder.names == [])

    try write("", to: folder.file("empty"))
    let empty = await #expect(throws: ProvisioningError.self) {
      try await SQLiteStore.open(at: folder.file("empty"), mode: .existing)
    }
    #expect(empty?.code == .notFound)
  }

  @Test func aFileOfAnotherKindIsRefusedAndLeftAlone() async throws {
    let text = String(repeating: "No database at all.\n", count: 100)
    try write(text, to: folder.file("text"))
    let error = await #expect(throws: ProvisioningError.self) {
      try await SQLiteStore.open(at: folder.file("text"))
    }
    #expect(error?.code == .invalid)

    try execute("CREATE TABLE theirs (a)", on: folder.file("theirs"))
    let other = await #expect(throws: ProvisioningError.self) {
      try await SQLiteStore.open(at: folder.file("theirs"))
    }
    #expect(other?.code == .invalid)
    #expect(try value("PRAGMA journal_mode", of: folder.file("theirs")) == "delete")

    let directory = await #expect(throws: ProvisioningError.self) {
      try await SQLiteStore.open(at: folder.path)
    }
    #expect(directory?.code == .invalid)
  }

  @Test func aNewerLayoutIsRefused() async throws {
    try await SQLiteStore.open(at: folder.file()).close()
    try execute("PRAGMA user_version = 99", on: folder.file())
    let error = await #expect(throws: ProvisioningError.self) {
      try await SQLiteStore.open(at: folder.file())
    }
    #expect(error?.code == .refused)
    #expect(error?.remedy == "Update this program.")
  }

  @Test func settingsAreReadBack() async throws {
    let store = try await SQLiteStore.open(at: folder.file(), durability: .normal)
    let settings = try await store.writes.answer { session throws(ProvisioningError) in
      var settings: [String] = []
      for pragma in ["journal_mode", "synchronous", "foreign_keys"] {
        settings.append(try session.value("PRAGMA \(pragma)"))
      }
      return settings
    }
    #expect(settings == ["wal", "1", "1"])
    let reading = try await store.reads.answer { session throws(ProvisioningError) in
      try session.value("PRAGMA query_only")
    }
    #expect(reading == "1")
    await store.close()

    let full = try await SQLiteStore.open(at: folder.file())
    let synchronous = try await full.writes.answer { session throws(ProvisioningError) in
      try session.value("PRAGMA synchronous")
    }
    #expect(synchronous == "2")
    await full.close()
  }

  @Test func filesBelongToTheirOwnerAlone() async throws {
    let store = try await SQLiteStore.open(at: folder.file())
    try await store.commit(Sample.person(1))
    #expect(folder.names.count == 4)
    for name in folder.names {
      var status = stat()
      #expect(stat(folder.file(name), &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600, "\(name)")
    }
    await store.close()
  }

  @Test func aSymbolicLinkLeadsToTheSameStoreAndLock() async throws {
    let store = try await SQLiteStore.open(at: folder.file())
    #expect(symlink(folder.file(), folder.file("alias")) == 0)
    let alias = try await SQLiteStore.open(at: folder.file("alias"), mode: .existing)
    try await alias.commit(Sample.person(1))
    #expect(try await store.account(Sample.account(1)) != nil)
    #expect(!folder.names.contains("alias-lock"))
    await alias.close()
    await store.close()
  }

  @Test func aClosedStoreSaysSo() async throws {
    let store = try await SQLiteStore.open(at: folder.file())
    await store.close()
    await store.close()
    let error = await #expect(throws: ProvisioningError.self) { try await store.counts() }
    #expect(error?.code == .unavailable)
  }
}

private func write(_ text: String, to path: String) throws {
  let file = try #require(fopen(path, "w"))
  fputs(text, file)
  fclose(file)
}

/// Runs SQL on a file of another program.
private func execute(_ text: String, on path: String) throws {
  if access(path, F_OK) != 0 { try write("", to: path) }
  try Session(path: path).execute(text)
}

private func value(_ text: String, of path: String) throws -> String {
  try Session(path: path).value(text)
}
