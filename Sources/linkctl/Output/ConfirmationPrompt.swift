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
  private let input: Input
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
    self.input = Input(descriptor: input)
    self.isInteractive = isInteractive
  }

  /// Asks a question; anything but "y" or "yes" means no.
  ///
  /// Cancelling the task ends the wait by throwing `QuestionCancelled`.
  func ask(_ question: String) async throws -> Reply {
    guard isInteractive else { return .nobodyToAsk }
    console.statusLine.ask("\(question.safeForTerminal) [y/N] ")
    guard let answer = try? await line().lowercased() else { throw QuestionCancelled() }
    console.statusLine.questionWasAnswered()
    return answer == "y" || answer == "yes" ? .yes : .no
  }

  /// The error for a question nobody could answer.
  static func report(for question: String) -> ErrorReport {
    ErrorReport(
      code: "confirmation_needed", problem: "This needs to be confirmed: \(question)",
      reason: "There is no terminal to ask on.", remedy: "Add --yes to go ahead without asking.")
  }

  /// The next line of input without surrounding spaces, or what there is of it at its end.
  private func line() async throws -> String {
    let words = try await input.line().split(whereSeparator: \.isWhitespace)
    return words.joined(separator: " ")
  }
}

/// The wait for an answer was cancelled: what was asked about was not begun.
struct QuestionCancelled: Error {}
