/// Says which roles and districts may come in: one rule, asked on every path.
///
/// The gate is asked before anything about accounts is read or written. A refused person leaves
/// nothing in the store. It does not stop roster imports: a teachers-only app still has its
/// classes' students.
public struct RoleGate: Hashable, Sendable {
  /// The roles that may come in; `nil` admits all.
  public var roles: Set<Role>?
  /// The districts that may come in; `nil` admits all, and people without a district.
  public var districts: Set<String>?

  /// Creates a gate.
  public init(roles: Set<Role>? = nil, districts: Set<String>? = nil) {
    self.roles = roles
    self.districts = districts
  }

  /// A gate that admits everyone.
  public static let open = RoleGate()

  /// What the gate says.
  public enum Verdict: Hashable, Sendable {
    /// The person may come in, in these of their roles.
    case admitted(as: [Role])
    /// The person may not come in.
    case refused(Refusal)
  }

  /// Why someone may not come in.
  public enum Refusal: Hashable, Sendable, CustomStringConvertible {
    /// None of the roles is admitted.
    case role([Role])
    /// The district is not admitted, or there is none.
    case district(String?)

    public var description: String {
      switch self {
      case .role(let roles) where roles.isEmpty:
        "no role is known, and only named roles may come in"
      case .role(let roles):
        "the role \(roles.map(\.rawValue).joined(separator: ", ")) may not come in"
      case .district(let district?): "the district \(district) may not come in"
      case .district(nil): "no district is known, and only named districts may come in"
      }
    }
  }

  /// Judges a person by roles and district. Someone with several roles comes in if any of them may.
  public func verdict(roles asserted: [Role], district: String?) -> Verdict {
    if let districts, !(district.map(districts.contains) ?? false) {
      return .refused(.district(district))
    }
    guard let roles else { return .admitted(as: asserted) }
    let admitted = asserted.filter(roles.contains)
    return admitted.isEmpty ? .refused(.role(asserted)) : .admitted(as: admitted)
  }

  /// Judges a person by a profile.
  public func verdict(on profile: Profile) -> Verdict {
    verdict(roles: profile.roles, district: profile.district)
  }
}
