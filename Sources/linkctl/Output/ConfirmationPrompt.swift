import Glibc

/// Asks before something that is hard to take back.
struct ConfirmationPrompt: Sendable {
  /// What came of asking.
  enum Reply: Sendable, Equatable {
    case yes
    case no
    /// Nobody is there to ask: `--yes` has to say it.
    case nobodyToAsk
  }

  private let console: Console
  private let input: Int32
  /// Whether there is somebody to ask.
  let isInteractive: Bool

  /// Asks on standard error and reads the answer from standard input, if both are terminals.
  init(console: Console) {
    self.init(
      console: console, input: STDIN_FILENO,
      isInteractive: isatty(STDIN_FILENO) == 1 && console.diagnostics.isTerminal)
  }

  /// Reads the answer from an open file; for tests.
  init(console: Console, input: Int32, isInteractive: Bool) {
    self.console = console
    self.input = input
    self.isInteractive = isInteractive
  }

  /// Asks a question; anything but "y" or "yes" means no.
  ///
  /// Cancelling the task ends the wait, with an error.
  func ask(_ question: String) async throws -> Reply {
    guard isInteractive else { return .nobodyToAsk }
    try? console.diagnostics.write("\(question.safeForTerminal) [y/N] ")
    let answer = try await line().lowercased()
    return answer == "y" || answer == "yes" ? .yes : .no
  }

  /// The error for a question nobody could answer.
  static func report(for question: String) -> ErrorReport {
    ErrorReport(
      code: "confirmation_needed", problem: "This needs to be confirmed: \(question)",
      reason: "There is no terminal to ask on.", remedy: "Add --yes to go ahead without asking.")
  }

  /// The next line of input without surrounding spaces, or what there is of it at its end.
  ///
  /// A read would wait on after Ctrl-C; looking now and then lets the task be cancelled.
  private func line() async throws -> String {
    var bytes: [UInt8] = []
    while true {
      var request = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      guard poll(&request, 1, 0) > 0 else {
        try await Task.sleep(for: .milliseconds(50))
        continue
      }
      var byte: UInt8 = 0
      let count = read(input, &byte, 1)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count == 1, byte != UInt8(ascii: "\n") else { break }
      bytes.append(byte)
    }
    let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    return words.joined(separator: " ")
  }
}
