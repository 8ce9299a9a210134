import Provisioning

/// Plans stand on what they read: what comes between a plan and its commit makes it plan again.
enum InterruptionProperties {
  static let all: [StoreProperty] = [
    StoreProperty("A step that another one overtakes comes to the same as after it", overtaken)
  ]

  private static func overtaken(
    _ past: StoreProperty.Past, _ random: inout SplitMix64
  ) async throws -> String? {
    var world = SmallWorld(random: random)
    let steps = world.history(of: 2)
    if steps.contains(where: \.takesBack) { return nil }
    let (one, other) = (try await past.provisioner(), try await past.provisioner())
    let (first, second) = (steps[0], steps[1])
    let store = InterruptedStore(one.store) {
      _ = await Player(provisioner: one).play(first, .commit)
    }
    let door = Provisioner(store: store, policy: one.policy, environment: one.environment)
    let result = await Player(provisioner: door).play(second, .commit)
    guard store.wasInterrupted else { return nil }
    let what = "\(second)\n  overtaken by \(first)"
    let problems = try await StoreVerifier(one.store).verify().problems
    if !problems.isEmpty { return "\(what): \(problems)" }
    // A question that was asked meanwhile may be left unanswered. An import is many commits: what it
    // found unchanged may change under it.
    if case .signedIn(_, answering: .some) = result { return nil }
    if case .bringIn = second { return nil }
    if case .approved(_, .listing) = result { return nil }
    if case .failed(let error) = result, error.code == .busy { return nil }
    // What a step means is looked up before it: it may mean something else afterwards.
    let meant = try await Player(provisioner: other).meaning(of: second)
    _ = await Player(provisioner: other).play(first, .commit)
    guard try await Player(provisioner: other).meaning(of: second) == meant else { return nil }
    _ = await Player(provisioner: other).play(second, .commit)
    return StoreProperty.difference(
      what, try await Snapshot(of: other.store).liveText, try await Snapshot(of: one.store).liveText
    )
  }
}
