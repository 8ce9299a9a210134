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

  /// Writes the settings as a table, and the checks as another whose texts are wrapped, not cut: a
  /// remedy that ends in "…" is none.
  func write(to console: Console) throws(OutputFailure) {
    if !settings.isEmpty {
      var table = Table([.init("setting", .leading, .whole), .init("value"), .init("from")])
      for setting in settings {
        table.append([setting.name, setting.value, setting.source.rawValue])
      }
      try console.write(table)
      try console.writeLine("")
    }
    let width = console.output.width ?? .max
    for finding in findings {
      try console.write(text(of: finding, width: width, on: console.output))
    }
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

  /// Narrower than this, texts stand below their check instead of beside it.
  private static let leastText = 30

  private func text(of finding: Finding, width: Int, on channel: Channel) -> String {
    let verdictWidth = (Finding.Verdict.allCases.map(\.rawValue.count).max() ?? 0) + 2
    let column = verdictWidth + (findings.map(\.check.count).max() ?? 0) + 2
    let style = finding.verdict.style
    let verdict = finding.verdict.rawValue
    let mark = style.map { channel.styled(verdict, $0) } ?? verdict
    let gap = String(repeating: " ", count: verdictWidth - verdict.count)
    let head = mark + gap + finding.check.replacing("_", with: " ")
    let texts = [finding.detail] + (finding.remedy.map { ["remedy: \($0)"] } ?? [])
    let isBeside = width - column >= Self.leastText
    let margin = String(repeating: " ", count: isBeside ? column : 4)
    let lines = texts.flatMap { text in
      TextWrapping.hanging(text.safeForTerminal, width: width - margin.count, indent: 0)
    }
    .map { margin + $0 }
    let place = String(repeating: " ", count: max(0, column - verdictWidth - finding.check.count))
    let all =
      isBeside ? [head + place + lines[0].dropFirst(column)] + lines.dropFirst() : [head] + lines
    return all.joined(separator: "\n") + "\n"
  }
}

extension Finding.Verdict {
  fileprivate var style: TextStyle? {
    switch self {
    case .problem: .error
    case .warning: .bold
    case .ok, .skipped: nil
    }
  }
}
