import Provisioning
import Testing

@testable import ProvisioningTesting

@Suite("Shrinking")
struct ShrinkingTests {
  @Test("a failing history is shrunk to the steps that it needs, in their order")
  func shrinks() async throws {
    let merge = Step.merge(.named("a:1"), into: .named("a:2"), MergeRules())
    let roster = Step.bringIn(ListedRoster(), .none)
    var history = History(seed: 1, steps: 40)
    history.steps = history.steps.filter { step in
      if case .signIn = step { true } else { false }
    }
    history.steps.insert(merge, at: 2)
    history.steps.insert(roster, at: 5)
    history.steps.append(merge)
    let failure = { (history: History) -> History.Failure? in
      let names = history.steps.map { String("\($0)".prefix(5)) }
      let isBroken = names.count { $0 == "merge" } == 2 && names.contains("bring")
      return isBroken ? History.Failure(history: history, violations: ["broken"]) : nil
    }
    let shrunk = try await #require(failure(history)).shrunk { failure($0) }
    #expect(shrunk.history.steps.map { String("\($0)".prefix(5)) } == ["merge", "bring", "merge"])
    #expect("\(shrunk)".hasPrefix("PROVISIONING_SEED=1,"))
  }

  @Test("a seed makes the same history again")
  func repeats() {
    #expect("\(History(seed: 7, steps: 30))" == "\(History(seed: 7, steps: 30))")
    #expect("\(History(seed: 7, steps: 30))" != "\(History(seed: 8, steps: 30))")
  }

  @Test("random numbers are those of the published generator")
  func numbers() {
    var random = SplitMix64(seed: 1_234_567)
    #expect(random.next() == 6_457_827_717_110_365_317)
    #expect(random.next() == 3_203_168_211_198_807_973)
  }
}
