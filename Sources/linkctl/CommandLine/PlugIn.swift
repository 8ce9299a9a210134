import Glibc

/// A program `TOOL-NAME` on `PATH`, which runs as the command `TOOL NAME`.
///
/// Look for one only after the built-in commands: those win.
struct PlugIn: Sendable, Equatable {
  /// The command's name, without the tool's.
  let name: String
  /// Where the program is.
  let path: String

  /// The first program for a command on a search path (folders with colons between them).
  ///
  /// Empty and relative entries are passed over: the folder that happens to be the current one
  /// must not add commands.
  static func find(_ name: String, tool: String, searchPath: String) -> PlugIn? {
    guard !name.isEmpty, !name.contains("/"), !name.utf8.contains(0) else { return nil }
    return folders(of: searchPath).lazy
      .map { PlugIn(name: name, path: "\($0)/\(tool)-\(name)") }
      .first(where: \.isProgram)
  }

  /// Every program on a search path, by name; of two with one name, the one that would run.
  static func all(tool: String, searchPath: String) -> [PlugIn] {
    var found: [String: PlugIn] = [:]
    for folder in folders(of: searchPath) {
      for file in Self.files(in: folder) where file.hasPrefix("\(tool)-") {
        let name = String(file.dropFirst(tool.count + 1))
        let plugIn = PlugIn(name: name, path: "\(folder)/\(file)")
        if !name.isEmpty, found[name] == nil, plugIn.isProgram { found[name] = plugIn }
      }
    }
    return found.values.sorted { $0.name < $1.name }
  }

  /// Replaces this process by the program; comes back only when that fails, with the reason.
  ///
  /// The program inherits what this process made of signals, so broken pipes and interrupts get
  /// their usual meaning back first, and no signal stays blocked: threads of a task pool block
  /// all of them.
  func replaceProcess(arguments: [String]) -> String {
    let brokenPipeHandler = signal(SIGPIPE, SIG_DFL)
    let interruptHandler = signal(SIGINT, SIG_DFL)
    var noSignals = sigset_t()
    var earlierMask = sigset_t()
    sigemptyset(&noSignals)
    pthread_sigmask(SIG_SETMASK, &noSignals, &earlierMask)

    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) }
    words.append(nil)
    execv(path, words)
    let reason = String(cString: strerror(errno))

    for word in words { free(word) }
    pthread_sigmask(SIG_SETMASK, &earlierMask, nil)
    signal(SIGPIPE, brokenPipeHandler)
    signal(SIGINT, interruptHandler)
    return reason
  }

  /// Whether the path is a regular file that this user may run.
  private var isProgram: Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    return access(path, X_OK) == 0
  }

  private static func folders(of searchPath: String) -> [Substring] {
    searchPath.split(separator: ":").filter { $0.hasPrefix("/") }
  }

  private static func files(in folder: Substring) -> [String] {
    guard let directory = opendir(String(folder)) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
      let start = UnsafeRawPointer(entry).advanced(by: offset)
      names.append(String(cString: start.assumingMemoryBound(to: CChar.self)))
    }
    return names
  }
}
