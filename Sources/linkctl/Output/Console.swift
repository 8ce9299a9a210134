import Glibc

/// Where answers and everything else go: the answer to standard output, the rest to standard
/// error.
struct Console: Sendable {
  /// The answer, and nothing but the answer.
  let output: Channel
  /// Progress, warnings, questions and errors.
  let diagnostics: Channel
  /// The last line of `diagnostics`, which may be open: lines are written through it.
  let statusLine: StatusLine

  /// A console of two channels.
  init(output: Channel, diagnostics: Channel) {
    self.output = output
    self.diagnostics = diagnostics
    statusLine = StatusLine(diagnostics)
  }

  /// The process's own standard output and standard error.
  ///
  /// From now on a reader that goes away is an error that `write` throws, where it would
  /// otherwise end the process without a word. A descriptor that was closed is filled with one that
  /// cannot be written: else the next file that is opened, such as the store, would get its number
  /// and the answer.
  static func standard() -> Console {
    signal(SIGPIPE, SIG_IGN)
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", O_RDONLY)
    }
    return Console(
      output: Channel(descriptor: STDOUT_FILENO), diagnostics: Channel(descriptor: STDERR_FILENO))
  }

  /// A console that collects what it is given; for tests.
  static func collecting(
    output: CollectedText = CollectedText(), diagnostics: CollectedText = CollectedText()
  ) -> Console {
    Console(
      output: Channel(collectingInto: output), diagnostics: Channel(collectingInto: diagnostics))
  }

  /// Writes to standard output as it is.
  func write(_ text: String) throws(OutputFailure) { try output.write(text) }

  /// Writes a line to standard output.
  func writeLine(_ line: String) throws(OutputFailure) { try output.write(line + "\n") }

  /// Writes a document to standard output, on a line of its own.
  func writeLine(_ document: JSONValue) throws(OutputFailure) {
    var line = BufferedOutput(to: output)
    document.write(to: &line)
    line.write("\n")
    try line.flush()
  }

  /// Writes a table to standard output, shortened to the terminal's width.
  func write(_ table: Table) throws(OutputFailure) {
    try output.write(table.text(width: output.width))
  }

  /// Writes a line to standard error, in several where the terminal is narrower.
  ///
  /// A failure is passed over: there is no place left to report it.
  func note(_ line: String) {
    note(laidOut: TextWrapping.hanging(line, width: diagnostics.width ?? .max))
  }

  /// Writes lines to standard error as they are.
  func note(laidOut lines: [String]) {
    statusLine.write(lines.joined(separator: "\n") + "\n")
  }
}
