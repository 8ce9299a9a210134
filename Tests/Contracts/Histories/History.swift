import Foundation
import Provisioning

/// A random history: steps that a seed makes, and the rules under which they are played.
///
/// A failing history is shrunk and printed; its seed makes it again.
public struct History: Sendable, CustomStringConvertible {
  let seed: UInt64
  var gate: RoleGate
  let policy: SignInPolicy
  var steps: [Step]

  /// Makes the history of `seed`.
  public init(seed: UInt64, steps count: Int) {
    var world = SmallWorld(random: SplitMix64(seed: seed))
    self.seed = seed
    gate = world.gate()
    policy = world.policy()
    steps = world.history(of: count)
  }

  /// The seeds that tests play: what `PROVISIONING_SEED` or `PROVISIONING_HISTORIES` say, or so many.
  public static func seeds(_ count: Int) -> [UInt64] {
    let variables = ProcessInfo.processInfo.environment
    if let seed = variables["PROVISIONING_SEED"].flatMap({ UInt64($0) }) { return [seed] }
    let count = variables["PROVISIONING_HISTORIES"].flatMap { Int($0) } ?? count
    return (0..<max(1, count)).map { UInt64($0 + 1) }
  }

  public var description: String {
    let lines = steps.enumerated().map { "  \($0 + 1). \($1)" }
    return ["PROVISIONING_SEED=\(seed), gate \(gate), policy \(policy)"]
      .appending(contentsOf: lines).joined(separator: "\n")
  }

  /// What went wrong, and after which steps.
  public struct Failure: Error, CustomStringConvertible {
    /// The history, shrunk to what is needed.
    public let history: History
    /// What did not hold after the last step.
    public let violations: [String]

    public var description: String {
      "\(history)\n" + violations.map { "  broken: \($0)" }.joined(separator: "\n")
    }
  }

  /// Plays the history on an empty store of `maker`, asks all rules after every step, and returns
  /// the first failure, shrunk; `nil` if all holds.
  public func failure(on maker: StoreMaker) async throws -> Failure? {
    guard let first = try await firstFailure(on: maker) else { return nil }
    return try await first.shrunk { try await $0.firstFailure(on: maker) }
  }

  /// Plays the history without asking, and returns the store.
  func played(
    on maker: StoreMaker, environment: TestEnvironment
  ) async throws -> any AccountStore {
    let store = try await maker.makeEmpty()
    let player = player(on: store, environment)
    for step in steps { _ = await player.play(step, .commit) }
    return store
  }

  private func player(on store: any AccountStore, _ environment: TestEnvironment) -> Player {
    Player(
      provisioner: Provisioner(
        store: store, gate: gate, policy: policy, environment: environment.environment))
  }

  private func firstFailure(on maker: StoreMaker) async throws -> Failure? {
    let store = try await maker.makeEmpty()
    let player = player(on: store, TestEnvironment())
    var before = try await Snapshot(of: store)
    var held: [HeldItem] = []
    var past = Past()
    for (number, step) in steps.enumerated() {
      let forecast = await player.play(step, .dryRun)
      let untouched = try await Snapshot(of: store)
      let result = await player.play(step, .commit)
      let after = try await Snapshot(of: store)
      let heldAfter = try await player.provisioner.heldItems(limit: 1_000)
      let played = PlayedStep(
        step: step, result: result, before: before, after: after, gate: gate, policy: policy,
        heldBefore: held, heldAfter: heldAfter, kept: past.listing(approvedBy: result))
      var violations = played.violations + result.differences(from: forecast)
      if untouched.exactText != before.exactText || untouched.recordText != before.recordText {
        violations.append("a dry run wrote something")
      }
      violations += try await past.violations(of: played, in: store)
      for problem in try await StoreVerifier(store).verify().problems {
        violations.append("\(problem.rule): \(problem.subject) \(problem.detail)")
      }
      if !violations.isEmpty {
        var history = self
        history.steps = Array(steps.prefix(number + 1))
        return Failure(history: history, violations: violations)
      }
      (before, held) = (after, heldAfter)
    }
    return nil
  }
}

extension History.Failure {
  /// The failure of the shortest history that still fails, found by leaving steps out.
  func shrunk(
    _ failure: (History) async throws -> History.Failure?
  ) async rethrows -> History.Failure {
    var best = self
    var size = max(1, best.history.steps.count / 2)
    while true {
      var start = 0
      var hasShrunk = false
      while start < best.history.steps.count {
        var shorter = best.history
        shorter.steps.removeSubrange(start..<min(start + size, shorter.steps.count))
        if let next = try await failure(shorter) {
          best = next
          hasShrunk = true
        } else {
          start += size
        }
      }
      if size == 1, !hasShrunk { return best }
      size = max(1, size / 2)
    }
  }
}

extension Array {
  fileprivate func appending(contentsOf others: [Element]) -> [Element] { self + others }
}
