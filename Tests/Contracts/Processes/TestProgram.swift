import Glibc
import Testing

/// This program of tests once more, as a process of its own that runs one test: what variables tell
/// it to do. It says lines to the test that started it, and may wait for its word.
package final class TestProgram: Sendable {
  package let id: pid_t
  private let heard: Int32
  private let word: Int32

  /// Where a child says its lines.
  private static let mouth: Int32 = 3

  /// Starts the test called `test`, as a filter names it.
  package init(running test: String, _ variables: [String: String]) throws {
    let (lines, words) = (try Self.pipe(), try Self.pipe())
    (heard, word) = (lines.out, words.in)
    defer {
      close(lines.in)
      close(words.out)
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, words.out, STDIN_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, lines.in, Self.mouth)
    let arguments = [
      CommandLine.arguments[0], "--filter", test, "--testing-library", "swift-testing",
    ]
    var id = pid_t()
    let code = withPointers(arguments) { arguments in
      withPointers(variables.map { "\($0)=\($1)" }) { variables in
        posix_spawn(&id, arguments[0]!, &actions, nil, arguments, variables)
      }
    }
    try #require(code == 0)
    self.id = id
  }

  deinit {
    close(heard)
    close(word)
  }

  /// Waits for its end: the number of the signal that ended it, or its exit code.
  package func ending() async -> Int32 {
    var status: Int32 = 0
    // Waiting in the call would keep a thread from all other tests.
    while waitpid(id, &status, WNOHANG) == 0 { try? await Task.sleep(for: .milliseconds(5)) }
    return status & 0x7F != 0 ? status & 0x7F : (status >> 8) & 0xFF
  }

  /// Ends it at once.
  package func kill() { Glibc.kill(id, SIGKILL) }

  /// Waits until it has said something, or has ended.
  package func hasSpoken() async { await Self.hasNews(heard) }

  /// All whole lines that it has said since they were last asked for. To be asked for when it has
  /// said something.
  package func lines() -> [String] {
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    repeat {
      let count = read(heard, &buffer, buffer.count)
      guard count > 0 else { break }
      text += buffer.prefix(count)
    } while Self.isReady(heard)
    guard let end = text.lastIndex(of: 0x0A) else { return [] }
    return text[..<end].split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Gives the word that it waits for.
  package func tellToGo() { _ = write(word, "\n", 1) }

  // MARK: In the child

  /// Says a line to the test that started this program.
  package static func say(_ line: String) {
    let bytes = Array("\(line)\n".utf8)
    _ = write(mouth, bytes, bytes.count)
  }

  /// Waits for the word of the test that started this program.
  package static func waitForWord() async { await hasNews(STDIN_FILENO) }

  /// What a variable tells; `nil` in the tests proper.
  package static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  // MARK: Pipes

  private static func pipe() throws -> (out: Int32, in: Int32) {
    var ends: [Int32] = [0, 0]
    try #require(Glibc.pipe(&ends) == 0)
    // No other child may hold an end.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func isReady(_ end: Int32) -> Bool {
    var end = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
    return poll(&end, 1, 0) != 0
  }

  private static func hasNews(_ end: Int32) async {
    while !isReady(end) { try? await Task.sleep(for: .milliseconds(2)) }
  }
}

private func withPointers<Answer>(
  _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Answer
) -> Answer {
  let pointers = texts.map { strdup($0) }
  defer { for pointer in pointers { free(pointer) } }
  return body(pointers + [nil])
}
