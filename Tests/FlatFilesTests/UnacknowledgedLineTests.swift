import FoundationEssentials
import Provisioning
import ProvisioningFlatFiles
import Testing

/// A line that a killed program has written may be in the system's memory and not on the disk, and
/// the system may have told the failure already, to nobody. A flush covers what was written since.
@Suite struct UnacknowledgedLineTests {
  let place = Place()
  private let longAgo = Date(timeIntervalSince1970: 1_000_000)

  @Test func aLineOfAnotherProgramIsWrittenAnewAtOpening() async throws {
    let log = try await leaveALine()
    let store = try await place.open(mode: .existing)
    #expect(try await store.wholeEntries() == 2)
    #expect(try lastWritten() > longAgo)
    #expect(try place.bytes(of: "log.jsonl") == log)
    await store.close()
  }

  @Test func aLineOfAnotherProgramIsWrittenAnewWhereTheStoreIsOpen() async throws {
    let store = try await place.open()
    try await store.commit(Sample.person(1))
    let log = try await leaveALine()
    #expect(try await store.wholeEntries() == 2)
    #expect(try lastWritten() > longAgo)
    #expect(try place.bytes(of: "log.jsonl") == log)
    try await store.commit(Sample.person(3))
    await store.close()
    let again = try await place.open()
    #expect(try await again.wholeEntries() == 3)
    await again.close()
  }

  /// Leaves a log of two entries whose file looks as if nobody had written to it for long.
  private func leaveALine() async throws -> [UInt8] {
    if !FileManager.default.fileExists(atPath: place.path()) {
      let store = try await place.open()
      try await store.commit(Sample.person(1))
      await store.close()
    }
    try place.copy("store", to: "other")
    let other = try await place.open("other")
    try await other.commit(Sample.person(2))
    await other.close()
    let log = try place.bytes(of: "log.jsonl", in: "other")
    try place.write(log, to: "log.jsonl")
    try FileManager.default.setAttributes(
      [.modificationDate: longAgo], ofItemAtPath: "\(place.path())/log.jsonl")
    return log
  }

  private func lastWritten() throws -> Date {
    let attributes = try FileManager.default.attributesOfItem(
      atPath: "\(place.path())/log.jsonl")
    return try #require(attributes[.modificationDate] as? Date)
  }
}
