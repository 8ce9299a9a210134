import Testing

@testable import linkctl

@Suite("What a command says that was stopped by a signal")
struct InterruptionReportTests {
  @Test(arguments: [
    ("store status", nil), ("store backup f", "No file was written; one that was there stays."),
    ("merge a --into b --dry-run", "Nothing was changed."),
    ("merge a --into b", "What was committed stays; what was not is not there."),
  ])
  func reasons(line: String, reason: String?) throws {
    let words = line.split(separator: " ").map(String.init)
    guard case .run(let invocation) = try CommandTree<Tool>.linkctl.parse(words) else {
      Issue.record("\(line) is no command that runs")
      return
    }
    let report = Interruption(of: invocation, by: .interrupt, CancellationError()).report
    #expect(report.problem == "Stopped by Ctrl-C." && report.reason == reason)
  }
}
