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

  /// Creates an environment.
  public init(
    now: @escaping @Sendable () -> Timestamp, makeName: @escaping @Sendable (Purpose) -> String
  ) {
    self.now = now
    self.makeName = makeName
  }

  /// A new identifier.
  func identifier<Owner>(for purpose: Purpose) -> Identifier<Owner> {
    let name = makeName(purpose)
    guard let identifier = Identifier<Owner>(name) else {
      preconditionFailure("makeName returned a name that is no identifier")
    }
    return identifier
  }
}
