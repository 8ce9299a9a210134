/// What keeps two accounts from becoming one, unless an administrator names the exception.
public struct MergeRules: Hashable, Sendable {
  /// A difference that is refused unless it is named.
  public enum Exception: String, CaseIterable, Hashable, Sendable {
    /// The accounts have no role in common.
    case roles
    /// The accounts belong to different districts.
    case districts
  }

  /// The differences that are allowed.
  public var allowing: Set<Exception>

  /// Creates rules.
  public init(allowing: Set<Exception> = []) { self.allowing = allowing }

  /// The differences between two people that are not allowed.
  public func violations(_ source: Profile, _ target: Profile) -> [Exception] {
    var violations: [Exception] = []
    if !source.roles.isEmpty, !target.roles.isEmpty,
      Set(source.roles).isDisjoint(with: target.roles)
    {
      violations.append(.roles)
    }
    if let one = source.district, let other = target.district, one != other {
      violations.append(.districts)
    }
    return violations.filter { !allowing.contains($0) }
  }

  /// Throws `refused` if a person with `source` may not become the one with `target`.
  func check(_ source: Profile, joining target: Profile) throws(ProvisioningError) {
    guard let first = violations(source, target).first else { return }
    let words = first == .roles ? "have no role in common" : "belong to different districts"
    throw ProvisioningError(
      .refused, "The two cannot be one person.", reason: "They \(words).",
      remedy: "If they are one person all the same, an administrator can say so: "
        + "linkctl merge SOURCE --into TARGET --allow \(first.rawValue)")
  }
}
