import Provisioning

/// What a doctor found: all settings, and all checks.
struct Diagnosis: Sendable {
  var settings: [Setting]
  var findings: [Finding]

  /// Whether a check came out so.
  func has(_ verdict: Finding.Verdict) -> Bool { count(verdict) > 0 }

  private func count(_ verdict: Finding.Verdict) -> Int {
    findings.count { $0.verdict == verdict }
  }

  /// The diagnosis for programs.
  var json: JSONValue {
    [
      "checks": .array(
        findings.map { finding in
          [
            "check": .string(finding.check), "verdict": .string(finding.verdict.rawValue),
            "detail": .string(finding.detail), "remedy": JSONValue(finding.remedy),
          ]
        }),
      "settings": .array(
        settings.map { setting in
          [
            "name": .string(setting.name), "value": .string(setting.value),
            "source": .string(setting.source.rawValue),
          ]
        }),
      "problems": .int(count(.problem)), "warnings": .int(count(.warning)),
    ]
  }

  // MARK: For people

  /// Writes the settings as a table, and the checks as another.
  func write(to console: Console) throws(OutputFailure) {
    if !settings.isEmpty {
      var table = Table([.init("setting", .leading, .whole), .init("value"), .init("from")])
      for setting in settings {
        table.append([setting.name, setting.value, setting.source.rawValue])
      }
      try console.write(table)
      try console.writeLine("")
    }
    try FindingTable(findings: findings).write(to: console)
    try console.writeLine("")
    try console.writeLine(summary)
  }

  private var summary: String {
    let problems = count(.problem), warnings = count(.warning)
    guard problems + warnings > 0 else { return "All is well." }
    func words(_ count: Int, _ name: String) -> String? {
      count == 0 ? nil : "\(count) \(name)\(count == 1 ? "" : "s")"
    }
    let parts = [words(problems, "problem"), words(warnings, "warning")].compactMap { $0 }
    return parts.joined(separator: ", ") + "."
  }
}
