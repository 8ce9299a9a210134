/// What a sign-in came to, and why.
public struct SignInOutcome: Hashable, Sendable {
  /// What a sign-in can come to.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// The key was linked already.
    case signedIn = "signed_in"
    /// A new account was made.
    case created
    /// The key was linked to an account that its person had claimed before.
    case linked
    /// An account that a roster import had made is now the person's.
    case claimed
    /// The person must say whether they have an account: see `ticket`.
    case ask
    /// The person may not come in.
    case denied
    /// An administrator must decide first.
    case held
  }

  /// One step of the decision.
  public struct Step: Hashable, Sendable {
    /// What was asked, such as `gate` or `link`.
    public let step: String
    /// What came of it.
    public let result: String
  }

  /// What it came to.
  public var kind: Kind
  /// The account that the person is signed in to.
  public var account: Account.ID?
  /// The steps that led there.
  public var why: [Step]
  /// Accounts that may be the person's. For the app's own use: not to be shown to the person.
  public var candidates: [Account.ID] = []
  /// The ticket that the person's answer must bring back.
  public var ticket: String?
  /// The journal entry, if anything was written.
  public var entry: JournalEntry.ID?

  /// Whether the person is in.
  public var isSignedIn: Bool {
    switch kind {
    case .signedIn, .created, .linked, .claimed: true
    case .ask, .denied, .held: false
    }
  }
}

/// What a person says when asked whether they have an account.
public enum SignInAnswer: Hashable, Sendable {
  /// "I am new."
  case new
  /// "I have one": the app has proved the login to it, or an administrator vouches for it.
  case existing(Account.ID, because: Evidence.Kind)
}
