import Provisioning

private let offline = Flag("offline", "Ask no provider over the network.")

extension Command<Tool> {
  /// `doctor`.
  static let doctor = Command(
    "doctor", "Check that configuration, store and Clever are fit.",
    discussion: """
      Shows every setting in force and where it comes from, and checks it: the store, the gate and, \
      where the configuration has a 'clever' block, the app's redirect URIs, both hosts, the clock, \
      the client ID and secret, and tokens. Nothing is changed, and no secret is shown.

      Secrets come from $CLEVER_CLIENT_SECRET and $CLEVER_DISTRICT_TOKEN, or from the files that the \
      configuration names. A token in $CLEVER_TOKEN, of somebody who signed in, is checked as well. \
      They are sent to the configured hosts alone.

      Exits 2 if it finds a problem; warnings alone leave it at 0.
      """,
    heading: "This program", synonyms: ["check", "diagnose"], parameters: [offline]
  ) { arguments, tool in
    let doctor = Doctor(tool: tool, reach: arguments[offline] ? .local : .network)
    let diagnosis = try await doctor.diagnosis()
    switch tool.format {
    case .json: try tool.console.writeLine(diagnosis.json)
    case .text: try diagnosis.write(to: tool.console)
    }
    return diagnosis.has(.problem) ? .problemsFound : .done
  }
}
