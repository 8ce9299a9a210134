/// What the core does not have of its own: a clock and a source of names.
///
/// Tests pass fixed ones, apps those of the system (`Environment.system` in `ProvisioningSystem`).
public struct Environment: Sendable {
  /// What a name is for; its letter is the name's first.
  public enum Purpose: Character, Hashable, Sendable {
    case account = "a"
    case entry = "e"
    case run = "r"
    case held = "h"
    /// A secret: 128 unpredictable bits at least.
    case ticket = "t"
  }

  /// The time now.
  public let now: @Sendable () -> Timestamp
  /// A name that nobody has used before.
  public let makeName: @Sendable (Purpose) -> String
  /// The name of the account that a run makes for the person at a place of its listing, from 0.
  public let makeAccountName: @Sendable (Run.ID, Int) -> String

  /// Creates an environment.
  ///
  /// Give `makeAccountName` the same name for the same run and place, and an import that was killed
  /// comes to exactly what it would have come to otherwise. Left out, `makeName` gives those names.
  public init(
    now: @escaping @Sendable () -> Timestamp, makeName: @escaping @Sendable (Purpose) -> String,
    makeAccountName: (@Sendable (Run.ID, Int) -> String)? = nil
  ) {
    self.now = now
    self.makeName = makeName
    self.makeAccountName = makeAccountName ?? { _, _ in makeName(.account) }
  }

  /// A new identifier.
  func identifier<Owner>(for purpose: Purpose) -> Identifier<Owner> { checked(makeName(purpose)) }

  /// The account of the person at a place of a run's listing.
  func account(of run: Run.ID, at place: Int) -> Account.ID { checked(makeAccountName(run, place)) }

  private func checked<Owner>(_ name: String) -> Identifier<Owner> {
    guard let identifier = Identifier<Owner>(name) else {
      preconditionFailure("the environment made a name that is no identifier")
    }
    return identifier
  }
}
