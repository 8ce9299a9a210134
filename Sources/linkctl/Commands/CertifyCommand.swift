import Provisioning

private let app = Option<String>(
  "app", value: "URL", "Where the app's button 'Log in with Clever' leads: its pages are tried.")
private let district = Option<String>(
  "district", value: "ID",
  "The district's ID at Clever, where several are connected. Else feeds.clever.district.")

extension Command<Tool> {
  /// `certify`.
  static let certify = Command(
    "certify", "Try the integration on what Clever certifies.",
    discussion: """
      Reads a district of Clever's sandbox, by the configuration, into a store in memory, and looks \
      there at the people whom Clever asks about: each user type, a teacher without sections, one \
      with ten, one with a hundred students, names that are not ASCII, a student without an email \
      address, a co-teacher, a student of several teachers, and what a second listing comes to. The \
      configured store is not touched. Where there is $CLEVER_TOKEN alone, it is that teacher's \
      classes in the Library.

      With --app the app's own pages are tried: the primary redirect URI and the state, and, where \
      scripts/sandbox stands in Clever's place, a code that comes twice, a sign-in over another's \
      session, and logging out. What was not looked at is 'not run', and says what to do by hand.

      Exits 2 if it finds a problem. Example:

        linkctl certify --app http://localhost:8080/login
      """,
    heading: "This program", parameters: [app, district]
  ) { arguments, tool in
    let clever = try ProviderUse(of: .clever, tool)
    let configuration = try tool.configuration()
    let plan = CertificationPlan(
      gate: configuration.gate, policy: SignInPolicy(newcomers: configuration.signIn),
      district: arguments[district] ?? configuration.feeds["clever"], app: arguments[app])
    let status = tool.console.statusLine
    if tool.console.diagnostics.canRedraw, !tool.isQuiet { status.draw("asking clever…") }
    defer { status.erase() }
    let findings = try await clever.adapter.certify(clever.settings, plan)
    status.erase()
    let report = CertificationView(findings: findings)
    switch tool.format {
    case .json: try tool.console.writeLine(report.json)
    case .text: try report.write(to: tool.console)
    }
    return report.hasProblems ? .problemsFound : .done
  }
}
