/// What a certification is tried with.
public struct CertificationPlan: Sendable {
  /// Who may come in.
  public var gate: RoleGate
  /// What happens to newcomers.
  public var policy: SignInPolicy
  /// The district whose data is looked at; `nil` is the only one.
  public var district: String?
  /// The address to which the app's button leads; `nil` leaves the app's pages out.
  public var app: String?

  /// Creates a plan.
  public init(gate: RoleGate, policy: SignInPolicy, district: String? = nil, app: String? = nil) {
    self.gate = gate
    self.policy = policy
    self.district = district
    self.app = app
  }
}
