import Testing

@testable import linkctl

@Suite struct ErrorReportTests {
  private let report = ErrorReport(
    code: "usage", problem: "'unlnik' is not a command.",
    remedy: "Did you mean 'unlink'?\nSee 'linkctl --help'.")

  @Test func peopleGetLines() {
    let collected = CollectedText()
    report.write(to: .collecting(diagnostics: collected), format: .text)
    #expect(
      collected.text == """
        error: 'unlnik' is not a command.
        remedy: Did you mean 'unlink'?
                See 'linkctl --help'.

        """)
  }

  @Test func programsGetADocument() {
    let (output, collected) = (CollectedText(), CollectedText())
    report.write(to: .collecting(output: output, diagnostics: collected), format: .json)
    #expect(
      collected.text
        == #"{"error":{"code":"usage","problem":"'unlnik' is not a command.","reason":null,"#
        + #""remedy":"Did you mean 'unlink'?\nSee 'linkctl --help'."}}"# + "\n")
    #expect(output.text.isEmpty)
  }

  @Test func colorsMarkTheParts() {
    let channel = Channel(collectingInto: CollectedText(), isTerminal: true, usesColor: true)
    #expect(channel.styled("error:", .error) == "\u{1B}[1;31merror:\u{1B}[0m")
    let plain = Channel(collectingInto: CollectedText(), isTerminal: true)
    #expect(plain.styled("error:", .error) == "error:")
  }

  @Test("A narrow terminal gets whole words, each line of a part below its first word")
  func partsFitTheTerminal() {
    let collected = CollectedText()
    let channel = Channel(collectingInto: collected, isTerminal: true, width: 30)
    let console = Console(output: Channel(collectingInto: CollectedText()), diagnostics: channel)
    report.write(to: console, format: .text)
    #expect(
      collected.text == """
        error: 'unlnik' is not a
               command.
        remedy: Did you mean 'unlink'?
                See 'linkctl --help'.

        """)
  }

  @Test func hostileTextCannotForgeAPart() {
    let hostile = ErrorReport(code: "x", problem: "a\u{1B}[2J\nremedy: rm", reason: "b\rc")
    #expect(hostile.lines() == "error: a�[2J\n       remedy: rm\nreason: b�c")
  }
}
