import Glibc
import Provisioning

/// Asks for a secret, which is not shown as it is typed.
struct SecretPrompt: Sendable {
  private let console: Console
  private let isInteractive: Bool

  /// Asks on standard error and reads from standard input, if both are terminals.
  init(console: Console) {
    self.console = console
    isInteractive = isatty(STDIN_FILENO) == 1 && console.diagnostics.isTerminal
  }

  /// What was typed; `nil` if that is nothing, or nobody is there. Cancelling the task ends the wait
  /// by throwing `QuestionCancelled`.
  func ask(_ question: String) async throws -> Secret? {
    guard isInteractive else { return nil }
    var terminal = termios()
    guard tcgetattr(STDIN_FILENO, &terminal) == 0 else { return nil }
    let shown = terminal
    terminal.c_lflag &= ~tcflag_t(ECHO)
    terminal.c_lflag |= tcflag_t(ECHONL)
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &terminal)
    defer {
      var shown = shown
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
    }
    console.statusLine.ask(question + " ")
    guard let answer = try? await Input(descriptor: STDIN_FILENO).line() else {
      throw QuestionCancelled()
    }
    console.statusLine.questionWasAnswered()
    return answer.isEmpty ? nil : Secret(answer)
  }
}
