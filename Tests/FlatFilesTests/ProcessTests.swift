import Glibc
import Provisioning
import ProvisioningFlatFiles
import Testing

/// Other processes at the same folder. They are this test program again, told by a variable to
/// write.
@Suite struct ProcessTests {
  let place = Place()

  @Test(.timeLimit(.minutes(2))) func fourProcessesAllSucceed() async throws {
    let children = try (0..<4).map { try Child(writing: 100, to: place.path(), from: $0 * 1000) }
    for child in children { #expect(await child.wait() == 0) }
    let store = try await place.open(mode: .existing)
    #expect(try await store.wholeEntries() == 400)
    #expect(try await store.integrityProblems() == [])
    await store.close()
  }

  @Test(.timeLimit(.minutes(2))) func whatAnotherProcessWritesIsSeen() async throws {
    let store = try await place.open()
    #expect(try await Child(writing: 5, to: place.path(), from: 0).wait() == 0)
    #expect(try await store.wholeEntries() == 5)
    try await store.compact()
    #expect(try await Child(writing: 5, to: place.path(), from: 10).wait() == 0)
    #expect(try await store.wholeEntries() == 10)
    await store.close()
  }

  /// Each child prints what was acknowledged; killed at any moment, all of that is there, and
  /// nothing half. Some of them are killed while they make a snapshot.
  @Test(.timeLimit(.minutes(5))) func killedAtAnyMomentNothingAcknowledgedIsLost() async throws {
    var random = SystemRandomNumberGenerator()
    for round in 0..<rounds {
      let child = try Child(
        writing: 100_000, to: place.path(), from: round * 100_000, compactingEvery: 7)
      // Some are killed while they open the store, the others while they write.
      if !round.isMultiple(of: 4) { await child.hasWritten() }
      try await Task.sleep(for: .milliseconds(Int.random(in: 1...200, using: &random)))
      kill(child.id, SIGKILL)
      #expect(await child.wait() == SIGKILL)
      let acknowledged = child.lastLine.flatMap { Int($0) }
      let store = try await place.open()
      #expect(try await store.wholeEntries() != nil, "an entry is half there")
      if let acknowledged {
        for number in (round * 100_000)...acknowledged {
          let entry = try await store.entry(.id(Sample.entry(number)))
          #expect(entry != nil, "entry \(number) was acknowledged")
        }
      }
      #expect(try await store.integrityProblems() == [])
      await store.close()
    }
    let store = try await place.open()
    #expect(try await store.wholeEntries() ?? 0 > 0)
    await store.close()
  }

  /// `PROVISIONING_KILLS` sets how many processes are killed.
  private var rounds: Int { environment("PROVISIONING_KILLS").flatMap { Int($0) } ?? 8 }

  /// Does the work of a child; passes over in the tests proper.
  @Test(.enabled(if: environment("PROVISIONING_TEST_FILES") != nil)) func childWrites() async throws
  {
    let path = try #require(environment("PROVISIONING_TEST_FILES"))
    let count = try #require(environment("PROVISIONING_TEST_COUNT").flatMap { Int($0) })
    let first = try #require(environment("PROVISIONING_TEST_FIRST").flatMap { Int($0) })
    let every = environment("PROVISIONING_TEST_COMPACTING").flatMap { Int($0) }
    let store = try await FlatFileStore.open(at: path)
    for number in first..<first + count {
      try await store.commit(Sample.person(number))
      let line = Array("\(number)\n".utf8)
      _ = Glibc.write(3, line, line.count)
      if let every, number % every == 0 { try await store.compact() }
    }
    await store.close()
  }
}

private func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

/// A process of this program that commits persons, one a commit, and tells each that was
/// acknowledged.
private final class Child {
  let id: pid_t
  private let output: Int32

  init(writing count: Int, to path: String, from first: Int, compactingEvery: Int? = nil) throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    output = ends[0]
    var id = pid_t()
    let arguments = [
      CommandLine.arguments[0], "--filter", "FlatFilesTests.*childWrites", "--testing-library",
      "swift-testing",
    ]
    var variables = [
      "PROVISIONING_TEST_FILES=\(path)", "PROVISIONING_TEST_COUNT=\(count)",
      "PROVISIONING_TEST_FIRST=\(first)",
    ]
    if let compactingEvery { variables.append("PROVISIONING_TEST_COMPACTING=\(compactingEvery)") }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for output: Int32 in 1...2 {
      posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, ends[1], 3)
    let code = withPointers(arguments) { arguments in
      withPointers(variables) { posix_spawn(&id, arguments[0]!, &actions, nil, arguments, $0) }
    }
    Glibc.close(ends[1])
    try #require(code == 0)
    self.id = id
  }

  deinit { Glibc.close(output) }

  /// Waits for its end: the number of the signal that ended it, or its exit code.
  func wait() async -> Int32 {
    var status: Int32 = 0
    // Waiting in the call would keep a thread from all other tests.
    while waitpid(id, &status, WNOHANG) == 0 { try? await Task.sleep(for: .milliseconds(5)) }
    return status & 0x7F != 0 ? status & 0x7F : (status >> 8) & 0xFF
  }

  /// Waits until it has acknowledged something, or has ended.
  func hasWritten() async {
    var end = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    while poll(&end, 1, 0) == 0 { try? await Task.sleep(for: .milliseconds(2)) }
  }

  /// The last whole line that it wrote.
  var lastLine: String? {
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = read(output, &buffer, buffer.count), count > 0 {
      text += buffer.prefix(count)
    }
    guard let end = text.lastIndex(of: 0x0A) else { return nil }
    return text[..<end].split(separator: 0x0A).last.map { String(decoding: $0, as: UTF8.self) }
  }
}

private func withPointers<Answer>(
  _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Answer
) -> Answer {
  let pointers = texts.map { strdup($0) }
  defer { for pointer in pointers { free(pointer) } }
  return body(pointers + [nil])
}
