/// What to do with a callback: every case of it, decided from values alone.
///
/// | state | of this browser | so |
/// |---|---|---|
/// | equal, unused, not expired | yes | go on, once |
/// | equal, used | yes | the sign-in went on already |
/// | any other | | refuse; what this browser has begun stays |
/// | none | has begun one | forget the answer, begin again with a state |
/// | none | has begun none | the same, or go on where policy accepts it for signing in |
enum CallbackDecision: Hashable {
  /// Goes on: with the transaction, or with an answer that came unasked.
  case proceed(SignInTransaction?)
  /// The same callback came before.
  case repeated(SignInTransaction)
  /// The person is sent to the provider once more, with a state.
  case relaunch
  /// Ends at a page; `consuming` says whether the transaction is over.
  case refuse(CallbackRefusal, consuming: Bool = false)

  /// What is known of the state that came.
  enum Standing: Hashable {
    case noState
    case unknown
    case known(SignInTransaction)
  }

  /// What is known beside the callback itself.
  struct Circumstances: Hashable {
    var standing: Standing
    /// The transactions that this browser has begun and not ended.
    var begun: [SignInTransaction]
    /// Whether this browser has begun more than are looked at, which no person does.
    var isCrowded = false
    var isCodeKnown = false
    var provider: String
    var policy: FederationPolicy
    var now: Timestamp

    /// The policy may be another than when the sign-in was begun.
    func takesToken(of transaction: SignInTransaction) -> Bool {
      transaction.grant == .implicit && policy.implicit == .acceptForSignIn
        && transaction.purpose == .signIn
    }
  }

  init(_ answer: CallbackResponse.Answer, in circumstances: Circumstances) {
    if answer == .malformed {
      self = .refuse(.malformed)
      return
    }
    switch circumstances.standing {
    case .unknown: self = .refuse(.stateMismatch)
    case .known(let transaction): self.init(answer, to: transaction, in: circumstances)
    case .noState: self.init(unasked: answer, in: circumstances)
    }
  }

  /// The callback bears the state of `transaction`.
  private init(
    _ answer: CallbackResponse.Answer, to transaction: SignInTransaction,
    in circumstances: Circumstances
  ) {
    guard transaction.provider == circumstances.provider, circumstances.now < transaction.expires
    else {
      self = .refuse(.stateMismatch)
      return
    }
    if transaction.isUsed {
      self = .repeated(transaction)
      return
    }
    switch answer {
    case .error(let word): self = .refuse(CallbackRefusal(providersWord: word), consuming: true)
    case .code where transaction.grant == .code,
      .token where circumstances.takesToken(of: transaction):
      self = circumstances.isCodeKnown ? .refuse(.stateMismatch) : .proceed(transaction)
    case .code, .token: self = .refuse(.grantMismatch)
    case .nothing, .malformed: self = .refuse(.malformed)
    }
  }

  /// The provider began it, or somebody made it up: the two look alike.
  private init(unasked answer: CallbackResponse.Answer, in circumstances: Circumstances) {
    switch answer {
    case .error(let word): self = .refuse(CallbackRefusal(providersWord: word))
    case .token: self = .refuse(.grantMismatch)
    case .nothing, .malformed: self = .refuse(.malformed)
    case .code where circumstances.isCrowded: self = .refuse(.loop)
    case .code:
      let accepts = circumstances.policy.unasked == .acceptForSignIn
      if accepts, circumstances.begun.isEmpty, !circumstances.isCodeKnown {
        self = .proceed(nil)
      } else {
        self = Self.mayRelaunch(circumstances) ? .relaunch : .refuse(.loop)
      }
    }
  }

  /// A provider that drops the state would otherwise send the browser round for ever. A double
  /// click at its portal opens two tabs, so a few at once are no loop.
  private static func mayRelaunch(_ circumstances: Circumstances) -> Bool {
    let policy = circumstances.policy
    return circumstances.begun.count { transaction in
      transaction.origin == .relaunch
        && circumstances.now
          < Timestamp(milliseconds: transaction.begun).adding(seconds: policy.loopSeconds)
    } < policy.relaunches
  }
}

/// What ``FederatedSignIn`` does where more than one answer is possible.
public struct FederationPolicy: Hashable, Sendable {
  /// What becomes of an answer that no sign-in of this browser asked for, such as every one that
  /// Clever's portal and Instant Login links start.
  public enum Unasked: Hashable, Sendable {
    /// It is never redeemed: the person is sent to the provider once more with a state, and comes
    /// straight back. So nobody can sign another in as somebody else.
    case relaunch
    /// It is redeemed, for signing in only. A stranger can then sign a person in as somebody else
    /// without their noticing (login CSRF): the page must name who is signed in.
    case acceptForSignIn
  }

  /// Whether tokens of the implicit grant are taken.
  public enum Implicit: Hashable, Sendable {
    case refuse
    /// For signing in only.
    case acceptForSignIn
  }

  /// What becomes of answers that came unasked.
  public var unasked: Unasked
  /// Whether tokens of the implicit grant are taken.
  public var implicit: Implicit
  /// How often a browser is sent to the provider once more within `loopSeconds`.
  public var relaunches = 3
  /// How long such a sign-in counts, in seconds.
  public var loopSeconds: Int64 = 30

  /// Creates a policy. The safe choices are the ones by default.
  public init(unasked: Unasked = .relaunch, implicit: Implicit = .refuse) {
    self.unasked = unasked
    self.implicit = implicit
  }
}
