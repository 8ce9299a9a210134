import Testing

@testable import linkctl

@Suite struct ProgressTests {
  private let clock = TestClock()
  private let collected = CollectedText()

  private func progress(_ mode: Progress.Mode, width: Int = 80) -> Progress {
    let channel = Channel(collectingInto: collected, isTerminal: mode == .bar, width: width)
    let console = Console(output: Channel(collectingInto: CollectedText()), diagnostics: channel)
    return Progress("Importing", unit: "rows", console: console, mode: mode, clock: clock)
  }

  @Test func aLogGetsALineNowAndThen() {
    let progress = progress(.lines)
    for second in 1...12 {
      clock.advance(by: .seconds(1))
      progress.update(done: second * 1000, total: 48_000)
    }
    progress.finish()
    progress.finish()
    #expect(
      collected.text == """
        Importing: 5,000 of 48,000 rows (10 %), 1,000/s, 43 s left
        Importing: 10,000 of 48,000 rows (20 %), 1,000/s, 38 s left
        Importing: 12,000 rows in 12 s, 1,000/s

        """)
  }

  @Test func aBarIsRedrawnAtMostTenTimesASecond() {
    let progress = progress(.bar)
    for step in 1...1000 {
      clock.advance(by: .milliseconds(1))
      progress.update(done: step, total: 2000)
    }
    #expect(collected.text.split(separator: "\r").count == 10)
    #expect(
      collected.text.hasSuffix(
        "\rImporting  [#####.....]  1,000 of 2,000 rows (50 %), 1,000/s, 1 s left\u{1B}[K"
      ))
    progress.note("warning")
    progress.finish()
    #expect(collected.text.hasSuffix("\r\u{1B}[Kwarning\nImporting: 1,000 rows in 1 s, 1,000/s\n"))
  }

  @Test(arguments: 1...100)
  func aBarFitsTheTerminal(width: Int) {
    let snapshot = ProgressSnapshot(
      title: "Importing", unit: "rows", done: 500, total: 1000, elapsed: .seconds(7))
    #expect(snapshot.bar(width: width).displayWidth <= width)
  }

  @Test func quietIsSilent() {
    let progress = progress(.silent)
    clock.advance(by: .seconds(60))
    progress.update(done: 1, total: 2)
    progress.finish()
    #expect(collected.text.isEmpty)
  }

  @Test func shortWorkLeavesNoTrace() {
    let progress = progress(.bar)
    clock.advance(by: .milliseconds(50))
    progress.update(done: 1)
    progress.finish()
    #expect(collected.text.isEmpty)
  }

  @Test func theModeFitsTheChannel() {
    let terminal = Channel(collectingInto: collected, isTerminal: true)
    let pipe = Channel(collectingInto: collected)
    #expect(Progress.Mode(for: terminal, isQuiet: false) == .bar)
    #expect(Progress.Mode(for: pipe, isQuiet: false) == .lines)
    #expect(Progress.Mode(for: terminal, isQuiet: true) == .silent)
  }

  @Test(
    arguments: [
      (0, nil, Duration.zero, "T: 0 rows"),
      (5, nil, .seconds(10), "T: 5 rows, 0.5/s"),
      (5, 0, .seconds(1), "T: 5 rows, 5.0/s"),
      (9, 3, .seconds(1), "T: 9 of 3 rows (100 %), 9.0/s"),
      (1, 3600, .seconds(2), "T: 1 of 3,600 rows (0 %), 0.5/s, 1 h 59 min left"),
      (.max, nil, .milliseconds(1), "T: 9,223,372,036,854,775,807 rows, 1,000,000,000,000,000/s"),
    ] as [(Int, Int?, Duration, String)])
  func linesTellWhatIsKnown(done: Int, total: Int?, elapsed: Duration, line: String) {
    let snapshot = ProgressSnapshot(
      title: "T", unit: "rows", done: done, total: total, elapsed: elapsed)
    #expect(snapshot.line == line)
  }

  @Test(arguments: [
    (Duration.milliseconds(440), "0.4 s"), (.seconds(59), "59 s"), (.seconds(65), "1 min 05 s"),
    (.seconds(7805), "2 h 10 min"),
  ])
  func timesAreWords(duration: Duration, words: String) {
    #expect(duration.inWords == words)
  }
}
