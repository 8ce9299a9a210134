import Synchronization

/// Shows on standard error how far a long piece of work has come.
///
/// Calls are cheap: most only look at the clock. Any task may call.
final class Progress: Sendable {
  /// How progress is shown.
  enum Mode: Sendable {
    /// A bar that is drawn over and over, at most ten times a second.
    case bar
    /// A line every five seconds, as a log wants it.
    case lines
    /// Not at all.
    case silent

    /// The mode that fits a channel.
    init(for channel: Channel, isQuiet: Bool) {
      self = isQuiet ? .silent : channel.canRedraw ? .bar : .lines
    }

    fileprivate var interval: Duration { self == .bar ? .milliseconds(100) : .seconds(5) }
  }

  private struct State {
    var done = 0
    var total: Int?
    var pace = Pace()
    var lastShown: Duration = .zero
    var hasShownAnything = false
    var isFinished = false
  }

  private let title: String
  private let unit: String
  private let console: Console
  private let mode: Mode
  private let elapsed: @Sendable () -> Duration
  private let state = Mutex(State())

  /// Starts the clock of a piece of work, called `title`, that goes through many `unit`s.
  init(
    _ title: String, unit: String, console: Console, mode: Mode,
    clock: some Clock<Duration> = ContinuousClock()
  ) {
    self.title = title
    self.unit = unit
    self.console = console
    self.mode = mode
    let start = clock.now
    elapsed = { start.duration(to: clock.now) }
  }

  /// Says how much is done, and out of how much where that is known.
  func update(done: Int, total: Int? = nil) {
    guard mode != .silent else { return }
    state.withLock { state in
      state.done = done
      state.total = total
      let now = elapsed()
      state.pace.note(done, at: now)
      guard !state.isFinished, now - state.lastShown >= mode.interval else { return }
      state.lastShown = now
      show(&state, at: now)
    }
  }

  /// Ends the display: the bar goes, and a last line sums up work that took long enough to have
  /// been shown. Further calls change nothing.
  ///
  /// Finish before the answer is written: on a terminal both share a line.
  func finish() {
    state.withLock { state in
      guard !state.isFinished else { return }
      state.isFinished = true
      console.statusLine.erase()
      guard state.hasShownAnything else { return }
      let now = elapsed()
      console.note(snapshot(of: state, at: now, rate: state.pace.mean(at: now)).summary)
    }
  }

  private func show(_ state: inout State, at now: Duration) {
    let snapshot = snapshot(of: state, at: now, rate: state.pace.recent(at: now))
    state.hasShownAnything = true
    switch mode {
    case .silent: break
    case .lines: console.note(snapshot.line)
    // The last column stays free: some terminals wrap as soon as it is filled.
    case .bar: console.statusLine.draw(snapshot.bar(width: (console.diagnostics.width ?? 80) - 1))
    }
  }

  private func snapshot(of state: State, at now: Duration, rate: Double?) -> ProgressSnapshot {
    ProgressSnapshot(
      title: title, unit: unit, done: state.done, total: state.total, elapsed: now, rate: rate)
  }
}
