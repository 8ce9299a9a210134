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
  /// Whether a line can be drawn over: on a terminal that is no "dumb" one.
  let canRedraw: Bool
  /// Whether colours are welcome: on a terminal that has them, unless `NO_COLOR` is set.
  let usesColor: Bool
  private let destination: Destination
  private let fixedWidth: Int?

  /// The channel of an open file, such as `STDOUT_FILENO`.
  ///
  /// `environment` looks up a variable; `NO_COLOR` and `TERM` matter.
  init(descriptor: Int32, environment: (String) -> String? = environmentVariable(named:)) {
    let isTerminal = isatty(descriptor) == 1
    destination = .descriptor(descriptor)
    self.isTerminal = isTerminal
    canRedraw = isTerminal && environment("TERM") != "dumb"
    usesColor = isTerminal && Self.colorIsWelcome(environment)
    fixedWidth = nil
  }

  /// A channel that only collects; for tests.
  init(
    collectingInto text: CollectedText, isTerminal: Bool = false, width: Int? = nil,
    usesColor: Bool = false
  ) {
    destination = .memory(text)
    self.isTerminal = isTerminal
    canRedraw = isTerminal
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
      return 80
    }
    return Int(size.ws_col)
  }

  /// Writes all of `text`, or says why it could not.
  ///
  /// Where the reader is slow, this waits; cancelling the task ends the wait.
  func write(_ text: String) throws(OutputFailure) {
    switch destination {
    case .memory(let collected): collected.append(text)
    case .descriptor(let descriptor):
      var text = text
      let code = text.withUTF8 { write(UnsafeRawBufferPointer($0), to: descriptor) }
      if code != 0 { throw OutputFailure(code: code) }
    }
  }

  /// Whether the channel takes something within so many milliseconds.
  func isReady(within milliseconds: Int32) -> Bool {
    guard case .descriptor(let descriptor) = destination else { return true }
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&request, 1, milliseconds) != 0
  }

  /// Writes all bytes and returns 0, or the error number.
  private func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      guard isReady(within: 50) else {
        if Task.isCancelled { return ECANCELED }
        continue
      }
      // A pipe that is ready takes so much without a wait, which nothing could end.
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(Int(PIPE_BUF)))
      let count = Glibc.write(descriptor, part.baseAddress, part.count)
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR, errno != EAGAIN {
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

  /// Whether the task was cancelled while it waited for a slow reader.
  var isCancellation: Bool { code == ECANCELED }

  /// The system's words for the error.
  var description: String { String(cString: strerror(code)) }
}

/// The value of an environment variable; `nil` where it is not set.
func environmentVariable(named name: String) -> String? {
  guard let value = getenv(name) else { return nil }
  return String(cString: value)
}
