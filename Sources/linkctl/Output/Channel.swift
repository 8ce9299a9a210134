import Glibc
import Synchronization

/// A way out of the program: standard output, standard error, or a text in memory.
struct Channel: Sendable {
  private enum Destination: Sendable {
    case descriptor(Int32)
    case memory(CollectedText)
  }

  /// Whether a person is looking on.
  let isTerminal: Bool
  /// Whether colours are welcome: on a terminal that has them, unless `NO_COLOR` is set.
  let usesColor: Bool
  private let destination: Destination
  private let fixedWidth: Int?

  /// The channel of an open file, such as `STDOUT_FILENO`.
  ///
  /// `environment` looks up a variable; `COLUMNS`, `NO_COLOR` and `TERM` matter.
  init(descriptor: Int32, environment: (String) -> String? = environmentVariable(named:)) {
    let isTerminal = isatty(descriptor) == 1
    destination = .descriptor(descriptor)
    self.isTerminal = isTerminal
    usesColor = isTerminal && Self.colorIsWelcome(environment)
    fixedWidth = environment("COLUMNS").flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil }
  }

  /// A channel that only collects; for tests.
  init(
    collectingInto text: CollectedText, isTerminal: Bool = false, width: Int? = nil,
    usesColor: Bool = false
  ) {
    destination = .memory(text)
    self.isTerminal = isTerminal
    self.usesColor = usesColor
    fixedWidth = width
  }

  /// Whether the environment leaves colours on: `NO_COLOR` is unset or empty, and the terminal
  /// is no "dumb" one.
  static func colorIsWelcome(_ environment: (String) -> String?) -> Bool {
    (environment("NO_COLOR") ?? "").isEmpty && environment("TERM") != "dumb"
  }

  /// How many columns a line has right now; `nil` where lines have no end, as in a pipe.
  ///
  /// A terminal is asked each time, because windows change their size.
  var width: Int? {
    guard isTerminal, case .descriptor(let descriptor) = destination else { return fixedWidth }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return fixedWidth ?? 80
    }
    return Int(size.ws_col)
  }

  /// Writes all of `text`, or says why it could not.
  func write(_ text: String) throws(OutputFailure) {
    switch destination {
    case .memory(let collected): collected.append(text)
    case .descriptor(let descriptor):
      var text = text
      let code = text.withUTF8 { Self.write(UnsafeRawBufferPointer($0), to: descriptor) }
      if code != 0 { throw OutputFailure(code: code) }
    }
  }

  /// Writes all bytes and returns 0, or the error number.
  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress
      let count = Glibc.write(descriptor, start, rest.count)
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        // Someone who shares the file made it non-blocking: wait until it takes more.
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&request, 1, -1)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}

/// Text that a `Channel` collected instead of writing it.
final class CollectedText: Sendable {
  private let storage = Mutex("")

  /// What was written so far.
  var text: String { storage.withLock { $0 } }

  fileprivate func append(_ text: String) { storage.withLock { $0 += text } }
}

/// Output that could not be written.
struct OutputFailure: Error, Equatable, CustomStringConvertible {
  /// The system's error number.
  let code: Int32

  /// Whether the reader has gone, as `head` does once it has its lines.
  var isBrokenPipe: Bool { code == EPIPE }

  /// The system's words for the error.
  var description: String { String(cString: strerror(code)) }
}

/// The value of an environment variable; `nil` where it is not set.
func environmentVariable(named name: String) -> String? {
  guard let value = getenv(name) else { return nil }
  return String(cString: value)
}
