import Provisioning
import ProvisioningHTTP

/// What is tried with people who sign in.
extension AppTrial {
  static let signedInSteps: [Step] = [.repeatedCode, .sessionOverride, .logOut]

  func signedIn(_ app: String) async throws(ProvisioningError) -> [Finding] {
    guard let sandbox = await SandboxControl(settings, transport) else {
      return skipped("Nobody can sign in by program: Clever is no sandbox.")
    }
    var people: [Person] = []
    for role in Role.allCases where isLetIn(role) {
      people += (await sandbox.people(in: role) ?? []).map { Person($0, role) }
    }
    // The connected district comes first; of another one, not everybody is shared.
    let district = people.first?.record.district
    people.removeAll { $0.record.district != district }
    guard let first = people.first, let second = people.last, first.id != second.id else {
      return skipped("There are no two people whom the gate lets in and nobody asks anything.")
    }
    let visit = Visit(sandbox: sandbox, app: app)
    return [
      try await repeatedCode(visit, second), try await sessionOverride(visit, first, second),
      try await logOut(visit, second),
    ]
  }

  /// Whether people of a role come in at once, without a question.
  private func isLetIn(_ role: Role) -> Bool {
    plan.gate.roles?.contains(role) ?? true && plan.policy.newcomer([role]) == .create
  }

  private func skipped(_ reason: String) -> [Finding] {
    Self.signedInSteps.map { Finding($0.rawValue, .skipped, reason, remedy: $0.byHand) }
  }

  /// Somebody who signs in, and as what.
  struct Person: Sendable {
    let record: SandboxControl.Person
    let role: Role
    var id: String { record.id }

    init(_ record: SandboxControl.Person, _ role: Role) {
      self.record = record
      self.role = role
    }
  }

  struct Visit: Sendable {
    let sandbox: SandboxControl
    let app: String
  }

  /// Signs a person in, in a browser that may have somebody else in it.
  private func signIn(
    _ person: Person, _ visit: Visit, in browser: inout CleverBrowser
  ) async throws(ProvisioningError) -> (landing: CleverBrowser.Landing, callback: String)? {
    guard case .authorize(let departure) = try await browser.open(visit.app),
      let callback = await visit.sandbox.callback(for: person.record, as: person.role, departure)
    else { return nil }
    return (try await browser.open(callback), callback)
  }

  private static func notIn(_ step: Step) -> Finding {
    Finding(
      step.rawValue, .problem, "Nobody could sign in through the app.",
      remedy: "Sign in by hand, and see what the app says.")
  }

  private func repeatedCode(
    _ visit: Visit, _ person: Person
  ) async throws(ProvisioningError) -> Finding {
    let step = Step.repeatedCode
    var browser = browser()
    let before = await visit.sandbox.redemptions()
    guard let (first, callback) = try await signIn(person, visit, in: &browser),
      first.status.map({ $0 < 400 }) == true
    else { return Self.notIn(step) }
    let again = try await browser.open(callback)
    guard let before, let after = await visit.sandbox.redemptions() else {
      return Finding(step.rawValue, .skipped, "The sandbox does not count.", remedy: step.byHand)
    }
    guard after == before + 1 else {
      return Finding(
        step.rawValue, .problem, "The code was sent to Clever \(after - before) times.",
        remedy: "Send a code once: FederatedSignIn does.")
    }
    let isPage = again.status.map { $0 < 500 } ?? again.isDeparture
    return Finding(
      step.rawValue, isPage ? .ok : .problem,
      isPage
        ? "The code was sent once, and the callback that came again got a page."
        : Self.words(for: again, "A callback that comes again breaks"),
      remedy: isPage ? nil : "Go on where a session is there: CallbackStep.repeated.")
  }

  private func sessionOverride(
    _ visit: Visit, _ first: Person, _ second: Person
  ) async throws(ProvisioningError) -> Finding {
    let step = Step.sessionOverride
    var browser = browser()
    guard let one = try await signIn(first, visit, in: &browser)?.landing,
      let other = try await signIn(second, visit, in: &browser)?.landing
    else { return Self.notIn(step) }
    guard one.names(first), other.names(second) else {
      return Finding(
        step.rawValue, .problem, "The page after signing in does not name who is in.",
        remedy: "Show the person's name on it; Clever asks for that.")
    }
    let isOver = !other.names(first)
    return Finding(
      step.rawValue, isOver ? .ok : .problem,
      isOver
        ? "Who signs in over another's session is in, and the other is not."
        : "The one who was in before is still named after another has signed in.",
      remedy: isOver ? nil : "End any other person's session first.")
  }

  private func logOut(
    _ visit: Visit, _ person: Person
  ) async throws(ProvisioningError) -> Finding {
    let step = Step.logOut
    var browser = browser()
    guard let page = try await signIn(person, visit, in: &browser)?.landing,
      case .page(_, let url) = page, page.names(person)
    else { return Self.notIn(step) }
    guard let control = LogOutControl(in: page.text, at: url) else {
      return Finding(
        step.rawValue, .problem, "The page after signing in has nothing that says 'Log out'.",
        remedy: "Put a button there; Clever asks for it.")
    }
    if let fields = control.fields {
      _ = try await browser.submit(control.url, fields)
    } else {
      _ = try await browser.open(control.url)
    }
    let isOut = !(try await browser.open(url)).names(person)
    return Finding(
      step.rawValue, isOut ? .ok : .problem,
      isOut
        ? "After 'Log out' the page names nobody."
        : "After 'Log out' the page still names the person.",
      remedy: isOut ? nil : "End the session on the server, not in the browser alone.")
  }
}

extension CleverBrowser.Landing {
  /// Whether somebody is to sign in once more.
  fileprivate var isDeparture: Bool { if case .authorize = self { true } else { false } }

  /// Whether the page shows the person's first and last name.
  fileprivate func names(_ person: AppTrial.Person) -> Bool {
    let words = person.record.name.split(separator: " ")
    return [words.first, words.last].compactMap { $0 }.allSatisfy { word in
      text.contains(word)
        || text.contains(word.replacing("&", with: "&amp;").replacing("'", with: "&#39;"))
    }
  }
}
