/// How fast work goes: lately, which tells when it will end, and on the whole.
///
/// Work that goes on where it once stood begins with much done already: the count starts at what
/// was done when it was first looked at.
struct Pace: Sendable {
  private typealias Sample = (at: Duration, done: Int)

  /// How far back "lately" goes.
  private static let window: Duration = .seconds(15)
  /// How long work must go on before its pace means anything.
  private static let settling: Duration = .seconds(2)
  private static let spacing: Duration = .milliseconds(500)

  private var first: Sample?
  private var last: Sample = (.zero, 0)
  /// Samples of the window, half a second apart or more, the oldest first.
  private var samples: [Sample] = []

  /// Takes note of how much is done.
  mutating func note(_ done: Int, at now: Duration) {
    last = (now, done)
    if first == nil { first = last }
    if let latest = samples.last, now - latest.at < Self.spacing { return }
    samples.append(last)
    // The oldest stays until the next one is old enough, so that the window is always covered.
    while samples.count > 2, now - samples[1].at >= Self.window { samples.removeFirst() }
  }

  /// Units a second over the last seconds; `nil` while it is too early to tell.
  func recent(at now: Duration) -> Double? {
    guard let first, now - first.at >= Self.settling, let oldest = samples.first else { return nil }
    return Self.rate(from: oldest, to: last.done, at: now)
  }

  /// Units a second since the start; `nil` where there was no time.
  func mean(at now: Duration) -> Double? {
    first.flatMap { Self.rate(from: $0, to: last.done, at: now) }
  }

  private static func rate(from start: Sample, to done: Int, at now: Duration) -> Double? {
    let seconds = (now - start.at) / .seconds(1)
    return seconds >= 0.001 && done > start.done ? Double(done - start.done) / seconds : nil
  }
}
