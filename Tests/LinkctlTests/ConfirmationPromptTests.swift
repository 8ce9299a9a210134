import Glibc
import Testing

@testable import linkctl

@Suite struct ConfirmationPromptTests {
  @Test(
    arguments: [
      ("y\n", .yes), ("YES\n", .yes), (" y \n", .yes), ("n\n", .no), ("\n", .no), ("", .no),
      ("yessir\n", .no), ("y", .yes),
    ] as [(String, ConfirmationPrompt.Reply)])
  func onlyYesMeansYes(typed: String, expected: ConfirmationPrompt.Reply) async throws {
    let pipe = Pipe()
    defer { close(pipe.reader) }
    try Channel(descriptor: pipe.writer).write(typed)
    close(pipe.writer)
    let collected = CollectedText()
    let prompt = ConfirmationPrompt(
      console: .collecting(diagnostics: collected), input: pipe.reader, isInteractive: true)
    #expect(try await prompt.ask("Erase?") == expected)
    #expect(collected.text == "Erase? [y/N] ")
  }

  @Test func withoutATerminalNobodyIsAsked() async throws {
    let collected = CollectedText()
    let prompt = ConfirmationPrompt(
      console: .collecting(diagnostics: collected), input: -1, isInteractive: false)
    #expect(try await prompt.ask("Erase?") == .nobodyToAsk)
    #expect(collected.text.isEmpty)
    #expect(ConfirmationPrompt.report(for: "Erase?").remedy?.contains("--yes") == true)
  }

  @Test func cancellingEndsTheWait() async throws {
    let pipe = Pipe()
    defer { pipe.close() }
    let prompt = ConfirmationPrompt(
      console: .collecting(), input: pipe.reader, isInteractive: true)
    let task = Task { try await prompt.ask("Erase?") }
    task.cancel()
    await #expect(throws: QuestionCancelled.self) { try await task.value }
  }
}
