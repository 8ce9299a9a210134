import Provisioning
import Testing

/// What holds whatever has happened before, as a list of named properties: each is tried on the
/// store that a random history left, once for every seed.
///
///     @Test(arguments: StoreProperty.all)
///     func properties(_ property: StoreProperty) async throws {
///       try await property.run(on: StoreMaker(passing: { MyStore() }), seeds: 1...10)
///     }
public struct StoreProperty: Sendable, CustomTestStringConvertible {
  /// All properties.
  public static let all =
    MergeProperties.all + ImportProperties.all + InterruptionProperties.all + TraceProperties.all

  /// The property, in a sentence.
  public let name: String
  private let counterexample: @Sendable (Past, inout SplitMix64) async throws -> String?

  init(
    _ name: String,
    _ counterexample: @escaping @Sendable (Past, inout SplitMix64) async throws -> String?
  ) {
    self.name = name
    self.counterexample = counterexample
  }

  public var testDescription: String { name }

  /// Tries the property on stores of `maker`; the first counterexample, with the shortest history
  /// before it, becomes an issue.
  public func run(on maker: StoreMaker, seeds: some Sequence<UInt64>) async throws {
    for seed in seeds {
      var history = History(seed: seed, steps: 12)
      history.gate = .open
      history.steps.removeAll(where: \.takesBack)
      guard let first = try await failure(after: history, on: maker) else { continue }
      let shortest = try await first.shrunk { try await failure(after: $0, on: maker) }
      Issue.record("\(name):\n\(shortest)")
      return
    }
  }

  private func failure(
    after history: History, on maker: StoreMaker
  ) async throws -> History.Failure? {
    var random = SplitMix64(seed: ~history.seed)
    let past = Past(history: history, maker: maker)
    let found = try await counterexample(past, &random)
    return found.map { History.Failure(history: history, violations: [$0]) }
  }

  /// A past that can be had more than once: to let it go on in two ways.
  struct Past: Sendable {
    let history: History
    let maker: StoreMaker
    let by = Attribution(actor: "property")

    /// A store with that past, behind a front door with open gates.
    func provisioner() async throws -> Provisioner {
      let environment = TestEnvironment()
      let store = try await history.played(on: maker, environment: environment)
      return Provisioner(
        store: store, policy: history.policy, environment: environment.environment)
    }

    /// Merges two accounts whatever their roles and districts; `nil` if that cannot be.
    func merge(
      _ source: Identity.Key, into target: Identity.Key, _ door: Provisioner
    ) async throws -> MergeReport? {
      guard let source = try await door.store.link(source)?.state.account,
        let target = try await door.store.link(target)?.state.account, source != target
      else { return nil }
      let rules = MergeRules(allowing: [.roles, .districts])
      return try await door.merge(source, into: target, rules: rules, by: by)
    }

    /// Two keys that lead to two accounts; `nil` if there are none.
    func twoPeople(
      in store: any AccountStore, _ random: inout SplitMix64
    ) async throws -> (Identity.Key, Identity.Key)? {
      let links = try await Snapshot(of: store).links
      guard let one = links.randomElement(using: &random) else { return nil }
      let others = links.filter { $0.state.account != one.state.account }
      return others.randomElement(using: &random).map { (one.key, $0.key) }
    }

    func roster(_ random: inout SplitMix64) -> ListedRoster {
      var world = SmallWorld(random: random)
      var roster = world.roster()
      roster.failingPage = nil
      random = world.random
      return roster
    }
  }

  /// The first line in which two texts differ, both ways; `nil` if they are the same.
  static func difference(_ what: String, _ one: String, _ other: String) -> String? {
    guard one != other else { return nil }
    let (ours, theirs) = (one.split(separator: "\n"), other.split(separator: "\n"))
    let gone = ours.filter { !theirs.contains($0) }.map { "\n    - \($0)" }
    let new = theirs.filter { !ours.contains($0) }.map { "\n    + \($0)" }
    return what + gone.joined() + new.joined()
  }
}
