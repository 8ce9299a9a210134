/// What a sign-in at a provider is for.
public enum SignInPurpose: Hashable, Sendable {
  /// To come in.
  case signIn
  /// To link the identity to the account of the person who is signed in.
  case link(to: Account.ID)
}

/// A sign-in that a browser began: what its state stands for until the callback comes, and for a
/// while after, so that a callback that comes again is known.
struct SignInTransaction: Hashable, Codable, Sendable {
  enum Origin: String, Codable {
    case app
    /// It replaces one that the provider began, which bore no state.
    case relaunch
  }

  let provider: String
  let grant: Grant
  let redirectURI: String
  let account: String?
  let returnPath: String?
  let origin: Origin
  let begun: Int64
  var isUsed = false

  /// How long a person has for the provider's pages, in seconds.
  static let lifetime: Int64 = 600

  var purpose: SignInPurpose? {
    guard let account else { return .signIn }
    return Account.ID(account).map { .link(to: $0) }
  }

  var expires: Timestamp {
    Timestamp(milliseconds: begun).adding(seconds: Self.lifetime)
  }

  /// The name of its record: that of the browser and that of the state, neither of them readable.
  static func name(_ state: Secret, of browser: BrowserKey) -> String {
    prefix(of: browser) + state.digest
  }

  /// What the names of all of a browser's transactions begin with.
  static func prefix(of browser: BrowserKey) -> String { browser.secret.digest + "." }
}

extension Record.Kind {
  /// A sign-in at a provider, begun and not ended.
  static let signIn = Record.Kind(rawValue: "sign-in")
  /// One that was ended, so that a callback that comes again is known.
  static let endedSignIn = Record.Kind(rawValue: "sign-in-ended")
  /// A code that was redeemed.
  static let code = Record.Kind(rawValue: "code")
}
