import Provisioning
import ProvisioningHTTP

/// Tries an app's own pages, at the address to which its "Log in with Clever" button leads.
///
/// What needs somebody to sign in is tried where a sandbox stands in Clever's place, which lets
/// anybody in; else it is left to do by hand.
struct AppTrial: Sendable {
  let settings: ProviderSettings
  let plan: CertificationPlan
  let transport: any HTTPTransport

  init(_ certification: CleverCertification) {
    settings = certification.settings
    plan = certification.plan
    transport = certification.transport
  }

  func findings() async throws(ProvisioningError) -> [Finding] {
    guard let app = plan.app else {
      return Step.allCases.map {
        Finding($0.rawValue, .skipped, "No app was named.", remedy: $0.byHand)
      }
    }
    let first = try await depart(app)
    guard case .authorize(let departure) = first else {
      let found = Self.words(for: first, "The app's address does not lead to Clever")
      return [Finding(Step.primaryRedirect.rawValue, .problem, found, remedy: Self.addressRemedy)]
        + Step.allCases.dropFirst().map {
          Finding($0.rawValue, .skipped, "The app leads nobody to Clever.", remedy: $0.byHand)
        }
    }
    return [
      primaryRedirect(departure), try await state(departure, app),
      try await portal(departure),
    ] + (try await signedIn(app))
  }

  private static let addressRemedy =
    "Give the address that the button 'Log in with Clever' leads to, and see what the app answers."

  func browser() -> CleverBrowser { CleverBrowser(transport, accounts: settings.accounts) }

  private func depart(_ app: String) async throws(ProvisioningError) -> CleverBrowser.Landing {
    var browser = browser()
    return try await browser.open(app)
  }

  /// What is wrong with where a click led.
  static func words(for landing: CleverBrowser.Landing, _ what: String) -> String {
    switch landing {
    case .page(let response, _): "\(what): it answers \(response.status)."
    case .nowhere(let reason): "\(what): \(reason)."
    case .authorize: "\(what): it leads to Clever."
    }
  }

  // MARK: Without anybody who signs in

  private func primaryRedirect(_ departure: CleverBrowser.Departure) -> Finding {
    let check = Step.primaryRedirect.rawValue
    let uris = settings.redirectURIs.map(\.rawValue)
    guard departure.fields["response_type"] == "code" else {
      return Finding(
        check, .problem, "The app does not ask for a code.",
        remedy: "Clever certifies the code grant: response_type=code.")
    }
    if let id = settings.clientID, departure.fields["client_id"] != id {
      return Finding(
        check, .problem, "The app names another client ID than the configuration.",
        remedy: "Give both the same.")
    }
    switch departure.redirectURI.flatMap(uris.firstIndex(of:)) {
    case 0: return Finding(check, .ok, "The app sends people back to \(uris[0]).")
    case .some:
      return Finding(
        check, .warning, "The app sends people back to another address than the primary one.",
        remedy: "Portal and Instant Login links go to the primary one: it must let people in too.")
    case nil:
      return Finding(
        check, .problem, "The app sends people back to an address that is not configured.",
        remedy: "Put it into clever.redirectURIs, the primary one first.")
    }
  }

  private func state(
    _ first: CleverBrowser.Departure, _ app: String
  ) async throws(ProvisioningError) -> Finding {
    let check = Step.state.rawValue
    guard case .authorize(let second) = try await depart(app), let one = first.state,
      let other = second.state, one != other, one.utf8.count >= 16
    else {
      return Finding(
        check, .problem, "The app sends no state, a short one, or the same one twice.",
        remedy: "Make one for each sign-in: FederatedSignIn does.")
    }
    guard let callback = first.redirectURI else {
      return Finding(check, .problem, "The app names no redirect URI.")
    }
    var stranger = browser()
    let landing = try await stranger.open("\(callback)?code=made-up&state=made-up")
    if let status = landing.status, (400..<500).contains(status) {
      return Finding(
        check, .ok,
        "Each sign-in has its own, and a callback with a strange one is refused (\(status)).")
    }
    let isRound = if case .authorize = landing { true } else { false }
    return Finding(
      check, isRound ? .ok : .problem,
      isRound
        ? "Each sign-in has its own, and a callback with a strange one begins again."
        : Self.words(for: landing, "A callback with a strange state is not refused"),
      remedy: isRound ? nil : "Answer with a page of status 400: CallbackStep.refused has it.")
  }

  /// Whoever comes from Clever's portal brings a code and no state.
  private func portal(
    _ departure: CleverBrowser.Departure
  ) async throws(ProvisioningError) -> Finding {
    let check = Step.portal.rawValue
    var visitor = browser()
    let callback = departure.redirectURI ?? ""
    let landing = try await visitor.open("\(callback)?code=made-up")
    switch landing {
    case .authorize(let again) where again.state?.isEmpty == false:
      return Finding(check, .ok, "A code without a state is not redeemed; the app asks once more.")
    default:
      return Finding(
        check, .problem,
        Self.words(for: landing, "A code without a state does not lead to Clever once more"),
        remedy: "People from the portal bring none: CallbackStep.redirect goes round once.")
    }
  }
}

extension AppTrial {
  /// What an app's pages are tried on.
  enum Step: String, CaseIterable, Sendable {
    case primaryRedirect = "primary_redirect"
    case state
    case portal = "portal_login"
    case repeatedCode = "repeated_code"
    case sessionOverride = "session_override"
    case logOut = "log_out"

    /// What a person does instead.
    var byHand: String {
      switch self {
      case .primaryRedirect:
        "Give --app; or sign in by the button, and see that you come back to the primary address."
      case .state:
        "Give --app; or open the callback with a state of your own: the app must refuse it."
      case .portal: "Give --app; or come from Clever's portal: you must be in."
      case .repeatedCode:
        "Sign in, then open the callback's address once more: nothing may break. With a sandbox in "
          + "Clever's place, --app does it."
      case .sessionOverride:
        "Sign in as one person, then as another in the same browser: the page must name the second. "
          + "With a sandbox in Clever's place, --app does it."
      case .logOut:
        "Sign in, log out, and reload: nobody may be in. With a sandbox in Clever's place, --app does "
          + "it."
      }
    }
  }
}
