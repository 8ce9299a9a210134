/// The tool's version.
let linkctlVersion = "0.1.0"

extension Command<Tool> {
  /// `version`.
  static let version = Command(
    "version", "Show the tool's version.", heading: "This program", parameters: []
  ) { _, tool in
    try tool.answer(["version": .string(linkctlVersion)], ["linkctl \(linkctlVersion)"])
    return .done
  }
}
