/// What a sign-in does where more than one answer is possible.
public struct SignInPolicy: Hashable, Sendable {
  /// What happens to a person who has no account yet.
  public enum Newcomer: String, CaseIterable, Hashable, Sendable {
    /// An account is created at once.
    case create
    /// The person is asked: do you have an account already?
    case ask
  }

  /// What a matching SIS ID does for an account that someone has claimed already.
  public enum ClaimedBySISID: Hashable, Sendable {
    /// The person is asked, whatever the role; an account is never created unasked.
    case ask
    /// The key is linked: only where the district's feed is trusted with its people's accounts.
    case link
  }

  /// What happens to newcomers, by role.
  public var newcomers: [Role: Newcomer]
  /// What a matching SIS ID does for a claimed account.
  public var claimedBySISID: ClaimedBySISID
  /// How long a question waits for its answer, in seconds.
  public var ticketLifetime: Int64

  /// Creates a policy. Students are created at once by default, everyone else is asked.
  public init(
    newcomers: [Role: Newcomer] = [:], claimedBySISID: ClaimedBySISID = .ask,
    ticketLifetime: Int64 = 600
  ) {
    self.newcomers = newcomers
    self.claimedBySISID = claimedBySISID
    self.ticketLifetime = ticketLifetime
  }

  /// Newcomers of every role are asked.
  static let everybodyIsAsked = Dictionary(
    uniqueKeysWithValues: Role.allCases.map { ($0, Newcomer.ask) })

  /// What happens to a newcomer with `roles`: asked if any of them is asked.
  public func newcomer(_ roles: [Role]) -> Newcomer {
    let answers = roles.map { newcomers[$0] ?? ($0 == .student ? .create : .ask) }
    return answers.isEmpty || answers.contains(.ask) ? .ask : .create
  }
}
