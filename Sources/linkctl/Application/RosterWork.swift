import Provisioning
import Synchronization

/// The options of every command that brings a roster in.
enum RosterOptions {
  static let limit = Option<RemovalLimit>(
    "limit-removals", value: "N,PERCENT",
    "Hold the import when more than N enrollments and more than PERCENT % would end.",
    as: .custom(expecting: "two whole numbers, as 25,20, the second at most 100") {
      RemovalLimit($0)
    })
  static let allow = Flag(
    "allow-removals",
    "Let any number of enrollments end: how an import that was held goes through.")
}

/// Brings one roster in, and tells what it came to.
struct RosterWork: Sendable {
  /// What progress counts.
  let unit: String
  let start: ContinuousClock.Instant
  /// Whether all is listed, even where the provider tells what has changed.
  var listsAll = false

  func bringIn(
    _ arguments: Arguments, _ tool: Tool,
    _ work:
      @Sendable (
        Provisioner, RosterOrder, @escaping OpenedListing.Progress
      ) async throws(ProvisioningError) -> RosterOutcome
  ) async throws -> ExitCode {
    let outcome = try await tool.withFirstStore(arguments) { provisioner, configuration in
      let progress = tool.progress("Importing", unit: unit)
      defer { progress.finish() }
      let limit =
        arguments[RosterOptions.allow]
        ? RemovalLimit.none : arguments[RosterOptions.limit] ?? configuration.removals
      var order = RosterOrder(limit: limit, by: arguments.attribution, mode: arguments.mode)
      order.listsAll = listsAll
      let compared = Mutex(0)
      return try await work(provisioner, order) { step in
        let known = compared.withLock { rows in
          if step.stage == .comparing { rows = step.rows }
          return step.stage == .writing && rows > 0 ? rows : nil
        }
        progress.update(done: step.rows, total: step.total ?? known)
      }
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let view = RosterOutcomeView(outcome: outcome, seconds: seconds)
    try tool.answer(view.json, view.lines)
    return view.exitCode
  }
}

extension RemovalLimit {
  /// Reads `N,PERCENT`.
  fileprivate init?(_ text: String) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let count = parts[0], let percent = parts[1], count >= 0,
      (0...100).contains(percent)
    else { return nil }
    self = .over(count: count, percent: percent)
  }
}
