import Foundation
import Provisioning
import Synchronization
import Testing

@testable import ProvisioningRosterFiles

struct SourceFileTests {
  @Test func copiesOfAFileReadEachForItself() throws {
    let folder = try TemporaryFolder(["a.csv": "abcdef"])
    let file = try SourceFile(named: folder.path + "/a.csv")
    try FileManager.default.removeItem(atPath: folder.path + "/a.csv")
    let copy = file
    #expect(try Self.text(of: file) == "abcdef")
    #expect(try Self.text(of: copy) == "abcdef")
    #expect(try Self.text(of: file, at: 4) == "ef")
    #expect(file.name == "a.csv")
    #expect(file.isUnchanged)
  }

  @Test func aLinkThatWasNamedIsFollowedAndOneInAFolderIsRefused() throws {
    let folder = try TemporaryFolder(["a.csv": "abc"])
    let link = folder.path + "/b.csv"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: folder.path + "/a.csv")
    #expect(try Self.text(of: SourceFile(named: link)) == "abc")
    #expect(throws: ProvisioningError.self) { try SourceFile(path: link, name: "b.csv") }
  }

  @Test(arguments: ["/nowhere/a.csv", "", "/etc/passwd\0/a.csv", "/etc/passwd/a.csv"])
  func aFileThatIsNotThereIsRefused(path: String) {
    let error = #expect(throws: ProvisioningError.self) { try SourceFile(named: path) }
    #expect(error?.code == .notFound)
  }

  @Test func whatComesThroughAPipeIsReadAsAFileAndLeavesNoName() async throws {
    let pipe = Pipe()
    let text = String(repeating: "a line of text\n", count: 50_000)
    let writing = Task.detached {
      try pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
      try pipe.fileHandleForWriting.close()
    }
    let file = try await BlockingQueue(label: "test").run {
      (cancellation) throws(ProvisioningError) in
      try SpoolFile.copy(of: pipe.fileHandleForReading.fileDescriptor, name: "input", cancellation)
    }
    try await writing.value
    #expect(try Self.text(of: file) == text)
    #expect(file.isUnchanged)
    let place = try FileManager.default.destinationOfSymbolicLink(
      atPath: "/proc/self/fd/\(file.descriptor.number)")
    #expect(place.contains("/provisioning-"))
    #expect(place.hasSuffix(" (deleted)"))
  }

  @Test func aPipeThatDoesNotEndIsRefusedAtTheLimit() async throws {
    let zeros = try #require(FileHandle(forReadingAtPath: "/dev/zero"))
    let error = await #expect(throws: ProvisioningError.self) {
      try await BlockingQueue(label: "test").run { (cancellation) throws(ProvisioningError) in
        _ = try SpoolFile.copy(
          of: zeros.fileDescriptor, name: "input", limit: 1 << 20, cancellation)
      }
    }
    #expect(error?.reason == "It is longer than 1048576 bytes.")
  }

  @Test func waitingForAPipeEndsWithTheTask() async throws {
    let pipe = Pipe()
    let isWaiting = Atomic(false)
    let task = Task {
      try await BlockingQueue(label: "test").run { (cancellation) throws(ProvisioningError) in
        isWaiting.store(true, ordering: .relaxed)
        _ = try SpoolFile.copy(
          of: pipe.fileHandleForReading.fileDescriptor, name: "input", cancellation)
      }
    }
    while !isWaiting.load(ordering: .relaxed) { await Task.yield() }
    task.cancel()
    await #expect(throws: ProvisioningError.cancelled) { try await task.value }
    try pipe.fileHandleForWriting.close()
  }

  private static func text(of file: SourceFile, at offset: Int64 = 0) throws -> String {
    var bytes = [UInt8](repeating: 0, count: Int(file.signature.size))
    var count = 0
    while case let more = try file.read(at: offset + Int64(count), into: &bytes, from: count),
      more > 0
    {
      count += more
    }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}
