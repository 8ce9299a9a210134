import Dispatch
import Glibc

/// How a process ended, and what it said.
package struct Ending: Sendable {
  /// The exit code; 128 and the signal's number where a signal ended it.
  package let code: Int32
  package let output: String
  package let errors: String
  /// The most memory that it held at a time, in bytes.
  package let peakMemory: Int
}

/// Where a process's standard output goes.
package enum OutputPlace: Sendable {
  /// To a file that is read once the process has ended.
  case collected
  /// To this file or device.
  case file(String)
  /// To what this process has open.
  case open(Int32)
  /// Nowhere: the descriptor is closed.
  case closed
}

/// A running program, whose output is collected in files.
package struct ChildProcess: Sendable {
  package let id: pid_t
  private let outputFile: String
  private let errorsFile: String

  /// Starts a program in `folder`; `logs` names the files of its output.
  package init(
    _ program: String, _ words: [String], in folder: String, variables: [String: String],
    input: String, output: OutputPlace, logs: String
  ) {
    outputFile = logs + ".out"
    errorsFile = logs + ".err"
    let (outputFile, errorsFile) = (outputFile, errorsFile)
    id = spawn(program, words, in: folder, variables: variables) { actions in
      posix_spawn_file_actions_addopen(actions, 0, input, O_RDONLY, 0)
      let writing = O_WRONLY | O_CREAT | O_TRUNC
      switch output {
      case .collected: posix_spawn_file_actions_addopen(actions, 1, outputFile, writing, 0o600)
      case .file(let path): posix_spawn_file_actions_addopen(actions, 1, path, O_WRONLY, 0)
      case .open(let descriptor): posix_spawn_file_actions_adddup2(actions, descriptor, 1)
      case .closed: posix_spawn_file_actions_addclose(actions, 1)
      }
      posix_spawn_file_actions_addopen(actions, 2, errorsFile, writing, 0o600)
    }
  }

  /// Sends a signal.
  package func signal(_ number: Int32) { kill(id, number) }

  /// Waits for its end, on a thread that nobody else needs.
  package func ending() async -> Ending {
    await withCheckedContinuation { waiting in
      DispatchQueue(label: "ending").async { waiting.resume(returning: reaped()) }
    }
  }

  /// Waits for its end. Looks at the memory all the while: what the system tells at the end counts this process's own
  /// memory as the child's.
  package func reaped() -> Ending {
    var status: Int32 = 0
    var peak = 0
    while waitpid(id, &status, WNOHANG) == 0 {
      peak = max(peak, peakMemory)
      usleep(2000)
    }
    let signal = status & 0x7F
    return Ending(
      code: signal != 0 ? 128 + signal : (status >> 8) & 0xFF, output: contents(of: outputFile),
      errors: contents(of: errorsFile), peakMemory: peak)
  }

  private var peakMemory: Int {
    let status = contents(of: "/proc/\(id)/status").split(separator: "\n")
    let line = status.first { $0.hasPrefix("VmHWM:") }
    return (line?.split(separator: " ").compactMap { Int($0) }.first ?? 0) * 1024
  }
}

/// Starts a program in a session of its own, with files 0 to 2 as `files` opens them and no others.
package func spawn(
  _ program: String, _ words: [String], in folder: String, variables: [String: String],
  files: (UnsafeMutablePointer<posix_spawn_file_actions_t>) -> Void
) -> pid_t {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  _ = SpawnCall.changeFolder(&actions, folder)
  files(&actions)
  _ = SpawnCall.closeFrom(&actions, 3)
  // Tests of signals change how this process takes them, and a child would inherit that.
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  var signals = sigset_t()
  sigemptyset(&signals)
  posix_spawnattr_setsigmask(&attributes, &signals)
  for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&signals, number) }
  posix_spawnattr_setsigdefault(&attributes, &signals)
  let newSession: Int16 = 0x80  // POSIX_SPAWN_SETSID, whose macro Swift does not see.
  posix_spawnattr_setflags(
    &attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK) | newSession)
  var child = pid_t()
  let code = withCStrings([program] + words) { arguments in
    withCStrings(variables.map { "\($0.key)=\($0.value)" }) { environment in
      posix_spawn(&child, program, &actions, &attributes, arguments, environment)
    }
  }
  precondition(code == 0, "\(program) cannot be started: \(String(cString: strerror(code)))")
  return child
}

/// Calls that the C library has, but whose names Swift does not see.
private enum SpawnCall {
  typealias Actions = UnsafeMutablePointer<posix_spawn_file_actions_t>

  static let changeFolder = unsafeBitCast(
    dlsym(nil, "posix_spawn_file_actions_addchdir_np")!,
    to: (@convention(c) (Actions, UnsafePointer<CChar>) -> Int32).self)
  static let closeFrom = unsafeBitCast(
    dlsym(nil, "posix_spawn_file_actions_addclosefrom_np")!,
    to: (@convention(c) (Actions, Int32) -> Int32).self)
}

/// The text of a file; empty where there is none.
package func contents(of path: String) -> String {
  String(decoding: bytes(of: path), as: UTF8.self)
}

/// The bytes of a file; none where there is none.
package func bytes(of path: String) -> [UInt8] {
  guard let file = fopen(path, "re") else { return [] }
  defer { fclose(file) }
  var all: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
    all += buffer[..<count]
  }
  return all
}

private func withCStrings<Result>(
  _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let pointers = texts.map { strdup($0) } + [nil]
  defer { pointers.forEach { free($0) } }
  return body(pointers)
}
