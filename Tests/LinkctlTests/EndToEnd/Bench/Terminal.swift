import ProvisioningTesting
import Dispatch
import Glibc
import Synchronization
import Testing

/// A program on a terminal: what a person would see there, and the keys that she would press.
final class Terminal: Sendable {
  let id: pid_t
  private let controller: Int32
  private let shown = Mutex<[UInt8]>([])
  private let mark = Mutex(0)
  private let reading = DispatchGroup()

  // TIOCSPTLCK and TIOCGPTN, whose macros Swift does not see.
  private static let setLock: UInt = 0x4004_5431
  private static let number: UInt = 0x8004_5430

  /// Starts a program on a terminal with so many columns.
  init(
    _ program: String, _ words: [String], in folder: String, columns: Int = 80,
    variables: [String: String] = [:]
  ) {
    controller = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (lock, number): (Int32, UInt32) = (0, 0)
    precondition(
      ioctl(controller, Self.setLock, &lock) == 0 && ioctl(controller, Self.number, &number) == 0,
      "there is no pseudo-terminal")
    let name = "/dev/pts/\(number)"
    var size = winsize(ws_row: 24, ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
    let usual = ["PATH": "/usr/bin:/bin", "HOME": folder, "LANG": "C.UTF-8", "TERM": "xterm"]
    id = spawn(
      program, words, in: folder, variables: usual.merging(variables) { $1 }
    ) { actions in
      // The first terminal that a session's leader opens controls the session.
      posix_spawn_file_actions_addopen(actions, 0, name, O_RDWR, 0)
      posix_spawn_file_actions_adddup2(actions, 0, 1)
      posix_spawn_file_actions_adddup2(actions, 0, 2)
    }
    DispatchQueue(label: "terminal").async(group: reading) { [self] in readAll() }
  }

  /// Everything that was shown so far, control sequences included.
  var text: String { shown.withLock { String(decoding: $0, as: UTF8.self) } }

  /// Presses keys; what is shown from now on is what `wait` looks at.
  func type(_ keys: String) {
    mark.withLock { $0 = shown.withLock { $0.count } }
    var keys = keys
    keys.withUTF8 { _ = write(controller, $0.baseAddress, $0.count) }
  }

  /// Waits until `text` is shown behind the last keys, and returns what was shown since then.
  @discardableResult
  func wait(
    for text: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> String {
    for _ in 0..<1000 {
      let start = mark.withLock { $0 }
      let seen = shown.withLock { String(decoding: $0[start...], as: UTF8.self) }
      if seen.contains(text) { return seen }
      try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record(
      "'\(text)' is not in: \(self.text.debugDescription)", sourceLocation: sourceLocation)
    throw CancellationError()
  }

  /// Waits for the program's end: its exit code, or 128 and the number of its signal.
  func ending() async -> Int32 {
    await withCheckedContinuation { waiting in
      DispatchQueue(label: "ending").async { [self] in
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        reading.wait()
        let signal = status & 0x7F
        waiting.resume(returning: signal != 0 ? 128 + signal : (status >> 8) & 0xFF)
      }
    }
  }

  /// Ends the session, whatever it does.
  func close() async {
    kill(-id, SIGKILL)
    _ = await ending()
  }

  private func readAll() {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(controller, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      // The last program on the terminal has closed it.
      guard count > 0 else { break }
      shown.withLock { $0 += buffer[..<count] }
    }
    Glibc.close(controller)
  }
}
