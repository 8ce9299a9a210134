import Synchronization

/// What a callback comes to.
public enum CallbackStep: Sendable, CustomStringConvertible {
  /// It is good. Show a page, and complete it; nobody else can.
  case proceed(AcceptedCallback)
  /// The browser is sent to the provider (303) with this key in its cookie.
  case redirect(to: String, BrowserKey)
  /// The same callback came before (a refresh, the back button, a second tap): where a session is
  /// there, go to the path or the landing page (303); else begin again.
  case repeated(ReturnPath?)
  /// It ends at a page that says so.
  case refused(CallbackRefusal)

  /// Which step it is. An address to go to bears the state, and is not told.
  public var description: String {
    switch self {
    case .proceed: "proceed"
    case .redirect: "redirect(…)"
    case .repeated: "repeated"
    case .refused(let refusal): "refused(\(refusal.rawValue))"
    }
  }
}

/// A callback that may be completed, once.
public struct AcceptedCallback: Sendable, CustomStringConvertible {
  let answer: CallbackResponse.Answer
  /// What the sign-in is for.
  public let purpose: SignInPurpose
  let redirectURI: RedirectURI
  /// Where the person goes afterwards.
  public let returnPath: ReturnPath?
  /// Whether it is still to be completed; all copies share it.
  let completion = Completion()

  public var description: String { "AcceptedCallback" }
}

/// What happens once.
final class Completion: Sendable {
  private let isBegun = Atomic(false)

  /// `true` for the first who asks.
  func begin() -> Bool { !isBegun.exchange(true, ordering: .relaxed) }
}

/// Who signed in at the provider, and what it came to here.
public struct FederatedOutcome: Sendable, CustomStringConvertible {
  /// What it came to. Someone is in only where `outcome.isSignedIn`.
  public let outcome: SignInOutcome
  /// Who it is, by the provider's word.
  public let identity: Identity
  /// What lets the app ask the provider for more in that person's name.
  public let token: BearerToken
  /// What the sign-in was for.
  public let purpose: SignInPurpose
  /// Where the person goes now; `nil`: to the landing page.
  public let returnPath: ReturnPath?
  /// Why the vault has not kept the token; `nil` if it has, or there is none. The sign-in stands:
  /// it was committed before.
  public let vaultError: ProvisioningError?

  /// Creates an outcome; ``FederatedSignIn`` does.
  public init(
    outcome: SignInOutcome, identity: Identity, token: BearerToken,
    purpose: SignInPurpose = .signIn, returnPath: ReturnPath? = nil,
    vaultError: ProvisioningError? = nil
  ) {
    self.outcome = outcome
    self.identity = identity
    self.token = token
    self.purpose = purpose
    self.returnPath = returnPath
    self.vaultError = vaultError
  }

  /// What it came to, and nothing of the person.
  public var description: String { "FederatedOutcome(\(outcome.kind.rawValue))" }
}
