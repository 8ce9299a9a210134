/// Why a callback ends at a page that says so. Nothing was redeemed, and nobody was signed in.
public enum CallbackRefusal: String, CaseIterable, Error, Hashable, Sendable {
  /// It cannot be read, or names nothing that was asked for.
  case malformed
  /// It answers no sign-in that this browser began: another's, an expired one, or made up, such as
  /// one with a code that was seen before.
  case stateMismatch = "state_mismatch"
  /// It came by a grant that was not asked for, or is not allowed.
  case grantMismatch = "grant_mismatch"
  /// It arrived without a state again and again.
  case loop
  /// It would change the account of somebody who is not signed in here any more.
  case otherPerson = "other_person"
  /// The person, or their district, did not agree.
  case declined
  /// The app is not shared with the person.
  case notShared = "not_shared"
  /// The provider cannot do it now.
  case providerTrouble = "provider_trouble"
  /// The provider says that the app asked wrongly.
  case misconfigured

  /// The status for the page: 400, 403 or 503.
  public var status: Int {
    switch self {
    case .malformed, .stateMismatch, .grantMismatch, .loop, .misconfigured: 400
    case .otherPerson, .declined, .notShared: 403
    case .providerTrouble: 503
    }
  }

  /// Reads a provider's word (RFC 6749, 4.1.2.1; Clever's begin with `unauthorized`). What it does
  /// not know is the app's fault or the provider's, and never shown.
  init(providersWord word: String) {
    switch word {
    case "access_denied": self = .declined
    case "server_error", "temporarily_unavailable": self = .providerTrouble
    default: self = word.hasPrefix("unauthorized") ? .notShared : .misconfigured
    }
  }
}
