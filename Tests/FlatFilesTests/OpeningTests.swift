import FoundationEssentials
import Glibc
import Provisioning
import ProvisioningFlatFiles
import Testing

/// What is opened, and what is not.
@Suite struct OpeningTests {
  let place = Place()

  @Test func aNewStoreBelongsToItsOwnerAlone() async throws {
    await (try place.open()).close()
    #expect(mode(of: place.path()) == 0o700)
    #expect(
      try place.names() == [
        ".lock", "accounts.jsonl", "enrollments.jsonl", "journal.jsonl", "links.jsonl",
        "log.jsonl", "records.jsonl", "sections.jsonl", "store.json",
      ])
    for name in try place.names() { #expect(mode(of: "\(place.path())/\(name)") == 0o600) }
  }

  @Test func aMissingStoreIsNotMadeByWhoeverWantsAnExistingOne() async throws {
    await expectError(.notFound) { try await place.open(mode: .existing) }
    #expect(access(place.path(), F_OK) != 0)
    try FileManager.default.createDirectory(
      atPath: place.path("empty"), withIntermediateDirectories: false)
    await expectError(.notFound) { try await place.open("empty", mode: .existing) }
    #expect(try place.names(in: "empty") == [])
  }

  @Test func aFolderOfSomethingElseIsRefusedAndStaysAsItIs() async throws {
    try FileManager.default.createDirectory(
      atPath: place.path(), withIntermediateDirectories: false)
    try place.write(Array("x".utf8), to: "notes.txt")
    for mode in [FlatFileStore.Mode.existing, .createIfMissing] {
      await expectError(.invalid) { try await place.open(mode: mode) }
    }
    await expectError(.refused) { try await FlatFileFilling.open(at: place.path()) }
    #expect(try place.names() == ["notes.txt"])
  }

  @Test func filesBesideThoseOfTheStoreAreLeftAlone() async throws {
    await (try place.open()).close()
    try place.write(Array("x".utf8), to: "notes.txt")
    let store = try await place.open()
    try await store.compact()
    await store.close()
    #expect(try place.bytes(of: "notes.txt") == Array("x".utf8))
  }

  @Test func aNewerLayoutIsRefused() async throws {
    await (try place.open()).close()
    let newer = #"{"format":"provisioning-files","version":2}"#
    try place.write(sealed(newer), to: "store.json")
    let error = await expectError(.refused) { try await place.open() }
    #expect(error?.description.contains("version 2") == true)
    #expect(error?.remedy == "Update this program.")
  }

  @Test(arguments: ["store.json", "accounts.jsonl", "log.jsonl", ".lock"])
  func aPlantedLinkIsRefusedAndNotFollowed(name: String) async throws {
    let store = try await place.open()
    try await store.commit(Sample.person(1))
    await store.close()
    let file = "\(place.path())/\(name)"
    try FileManager.default.moveItem(atPath: file, toPath: place.path("elsewhere"))
    try FileManager.default.createSymbolicLink(
      atPath: file, withDestinationPath: place.path("elsewhere"))
    let before = FileManager.default.contents(atPath: place.path("elsewhere"))
    let error = await expectError(.refused) { try await place.open() }
    #expect(error?.problem.contains(name) == true)
    #expect(FileManager.default.contents(atPath: place.path("elsewhere")) == before)
  }

  @Test func aPlantedDraftIsRemovedAndNotWrittenThrough() async throws {
    let store = try await place.open()
    try await store.commit(Sample.person(1))
    try place.write([], to: "elsewhere", in: "")
    try FileManager.default.createSymbolicLink(
      atPath: "\(place.path())/.accounts.jsonl.new", withDestinationPath: place.path("elsewhere"))
    try await store.compact()
    #expect(try await store.wholeEntries() == 1)
    #expect(try place.bytes(of: "elsewhere", in: "") == [])
    await store.close()
  }

  @Test func whatChangesNothingWritesNothing() async throws {
    let store = try await place.open()
    for number in 1...3 { try await store.commit(Sample.person(number)) }
    let log = try place.bytes(of: "log.jsonl")
    for number in 1...3 { try await store.commit(Sample.person(number)) }
    try await store.write([])
    #expect(try await store.expireRecords(before: Timestamp(milliseconds: .max)) == 0)
    await expectError(.conflict) {
      try await store.write([.take(Record.Key(.ticket, "t-none"), version: 1)])
    }
    #expect(try place.bytes(of: "log.jsonl") == log)
    await store.close()
  }

  @Test func commitsThatWaitTogetherShareALine() async throws {
    let store = try await place.open()
    await withTaskGroup { group in
      for number in 1...200 {
        group.addTask { _ = try? await store.commit(Sample.person(number)) }
      }
    }
    #expect(try await store.wholeEntries() == 200)
    let lines = try place.bytes(of: "log.jsonl").split(separator: 0x0A).count - 1
    #expect(lines < 100, "\(lines) lines for 200 commits")
    let again = try await place.open()
    #expect(try await again.wholeEntries() == 200)
    await again.close()
    await store.close()
  }

  @Test func aClosedStoreSaysSo() async throws {
    let store = try await place.open()
    await store.close()
    await expectError(.unavailable) { try await store.counts() }
    await expectError(.unavailable) { try await store.commit(Sample.person(1)) }
  }

  private func mode(of path: String) -> mode_t {
    var status = stat()
    guard lstat(path, &status) == 0 else { return 0 }
    return status.st_mode & 0o777
  }
}
