import Testing

@testable import linkctl

@Suite struct ProgressTests {
  private let clock = TestClock()
  private let collected = CollectedText()

  private let console: Console

  init() {
    console = Console(
      output: Channel(collectingInto: CollectedText()),
      diagnostics: Channel(collectingInto: collected, isTerminal: true, width: 80))
  }

  private func progress(_ mode: Progress.Mode) -> Progress {
    Progress("Importing", unit: "rows", console: console, mode: mode, clock: clock)
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
    for step in 1...3000 {
      clock.advance(by: .milliseconds(1))
      progress.update(done: step, total: 6000)
    }
    #expect(collected.text.split(separator: "\r").count == 30)
    #expect(
      collected.text.hasSuffix(
        "\rImporting  [#####.....]  3,000 of 6,000 rows (50 %), 1,000/s, 3 s left\u{1B}[K"
      ))
    console.note("warning")
    progress.finish()
    #expect(collected.text.hasSuffix("\r\u{1B}[Kwarning\nImporting: 3,000 rows in 3 s, 1,000/s\n"))
  }

  @Test(arguments: 1...100)
  func aBarFitsTheTerminal(width: Int) {
    let snapshot = ProgressSnapshot(
      title: "Importing", unit: "rows", done: 500, total: 1000, elapsed: .seconds(7),
      rate: 71)
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
      (0, nil, nil, "T: 0 rows"),
      (5, nil, 0.5, "T: 5 rows, 0.5/s"),
      (5, 0, 5, "T: 5 rows, 5.0/s"),
      (5, 9, 9.99, "T: 5 of 9 rows (55 %), 10/s, 0.4 s left"),
      (9, 3, 9, "T: 9 of 3 rows (100 %), 9.0/s"),
      (1, 3600, nil, "T: 1 of 3,600 rows (0 %)"),
      (1, 3600, 0.5, "T: 1 of 3,600 rows (0 %), 0.5/s, 1 h 59 min left"),
      (.max, nil, 1e300, "T: 9,223,372,036,854,775,807 rows, 1,000,000,000,000,000/s"),
    ] as [(Int, Int?, Double?, String)])
  func linesTellWhatIsKnown(done: Int, total: Int?, rate: Double?, line: String) {
    let snapshot = ProgressSnapshot(
      title: "T", unit: "rows", done: done, total: total, elapsed: .seconds(3), rate: rate)
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
