import Glibc
import Provisioning
import ProvisioningSQLite
import Testing

/// Other processes at the same file. They are this test program again, told by a variable to write.
@Suite struct ProcessTests {
  let folder = Folder()

  @Test(.timeLimit(.minutes(2))) func eightProcessesAllSucceed() async throws {
    let children = try (0..<8).map { try Child(writing: 200, to: folder.file(), from: $0 * 1000) }
    for child in children { #expect(await child.wait() == 0) }
    let store = try await SQLiteStore.open(at: folder.file(), mode: .existing)
    #expect(try await store.counts().links == 1600)
    #expect(try await store.counts().journalEntries == 1600)
    #expect(try await store.integrityProblems() == [])
    await store.close()
  }

  @Test(.timeLimit(.minutes(2))) func aKilledProcessLeavesWholeEntries() async throws {
    for round in 0..<5 {
      let child = try Child(writing: 100_000, to: folder.file(), from: round * 100_000)
      try await Task.sleep(for: .milliseconds(150 + 40 * round))
      kill(child.id, SIGKILL)
      #expect(await child.wait() == SIGKILL)

      let store = try await SQLiteStore.open(at: folder.file())
      let counts = try await store.counts()
      #expect(counts.links == counts.journalEntries)
      #expect(counts.accounts["unclaimed"] ?? 0 == counts.links)
      #expect(try await store.integrityProblems() == [])
      if round == 4 { #expect(counts.links > 0) }
      await store.close()
    }
  }

  /// Does the work of a child; passes over in the tests proper.
  @Test(.enabled(if: getenv("PROVISIONING_TEST_STORE") != nil)) func childWrites() async throws {
    let path = String(cString: getenv("PROVISIONING_TEST_STORE"))
    let count = try #require(Int(String(cString: getenv("PROVISIONING_TEST_COUNT"))))
    let first = try #require(Int(String(cString: getenv("PROVISIONING_TEST_FIRST"))))
    let store = try await SQLiteStore.open(at: path)
    for number in first..<first + count { try await store.commit(Sample.person(number)) }
    await store.close()
  }
}

/// A process of this program that commits `count` persons, one a commit.
private struct Child {
  let id: pid_t

  init(writing count: Int, to path: String, from first: Int) throws {
    var id = pid_t()
    let arguments = [
      CommandLine.arguments[0], "--filter", "childWrites", "--testing-library", "swift-testing",
    ]
    let variables = [
      "PROVISIONING_TEST_STORE=\(path)", "PROVISIONING_TEST_COUNT=\(count)",
      "PROVISIONING_TEST_FIRST=\(first)",
    ]
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for output: Int32 in 1...2 {
      posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0)
    }
    let code = withPointers(arguments) { arguments in
      withPointers(variables) { posix_spawn(&id, arguments[0]!, &actions, nil, arguments, $0) }
    }
    try #require(code == 0)
    self.id = id
  }

  /// Waits for its end: the number of the signal that ended it, or its exit code.
  func wait() async -> Int32 {
    var status: Int32 = 0
    // Waiting in the call would keep a thread from all other tests.
    while waitpid(id, &status, WNOHANG) == 0 { try? await Task.sleep(for: .milliseconds(5)) }
    return status & 0x7F != 0 ? status & 0x7F : (status >> 8) & 0xFF
  }
}

private func withPointers<Answer>(
  _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Answer
) -> Answer {
  let pointers = texts.map { strdup($0) }
  defer { for pointer in pointers { free(pointer) } }
  return body(pointers + [nil])
}
