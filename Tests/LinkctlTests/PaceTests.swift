import Testing

@testable import linkctl

@Suite struct PaceTests {
  /// A pace after a stretch at each rate, looked at ten times a second.
  private func pace(_ stretches: [(seconds: Int, rate: Int)], startingAt done: Int = 0) -> Pace {
    var pace = Pace()
    var (now, done) = (Duration.zero, done)
    pace.note(done, at: now)
    for (seconds, rate) in stretches {
      for _ in 0..<seconds * 10 {
        now += .milliseconds(100)
        done += rate / 10
        pace.note(done, at: now)
      }
    }
    return pace
  }

  @Test func aNewRateIsBelievedBeforeLong() throws {
    let pace = pace([(60, 1000), (20, 100)])
    let recent = try #require(pace.recent(at: .seconds(80)))
    #expect(abs(recent - 100) < 1, "the fast minute before is forgotten")
    let mean = try #require(pace.mean(at: .seconds(80)))
    #expect(abs(mean - 775) < 1)
  }

  @Test func aShortHaltDoesNotMakeTheRateJump() throws {
    let pace = pace([(30, 1000), (3, 0)])
    let recent = try #require(pace.recent(at: .seconds(33)))
    #expect((750...850).contains(recent))
  }

  @Test func theFirstSecondsTellNothing() {
    #expect(pace([(1, 1000)]).recent(at: .seconds(1)) == nil)
    #expect(pace([(2, 1000)]).recent(at: .seconds(2)) != nil)
    #expect(Pace().mean(at: .seconds(1)) == nil)
  }

  @Test func whatWasDoneBeforeTheStartIsNotCounted() throws {
    let pace = pace([(10, 1000)], startingAt: 5_000_000)
    #expect(abs(try #require(pace.recent(at: .seconds(10))) - 1000) < 1)
    #expect(abs(try #require(pace.mean(at: .seconds(10))) - 1000) < 1)
  }

  @Test func workThatStandsStillHasNoRate() {
    #expect(pace([(30, 0)]).recent(at: .seconds(30)) == nil)
  }
}
