import Provisioning

/// What a certification came to, for programs and for people.
struct CertificationView: Sendable {
  let findings: [Finding]

  var hasProblems: Bool { count(.problem) > 0 }

  private func count(_ verdict: Finding.Verdict) -> Int {
    findings.count { $0.verdict == verdict }
  }

  var json: JSONValue {
    [
      "checks": .array(
        findings.map { finding in
          [
            "check": .string(finding.check), "verdict": .string(finding.verdict.runWord("_")),
            "detail": .string(finding.detail), "remedy": JSONValue(finding.remedy),
          ]
        }),
      "not_run": .int(count(.skipped)), "ok": .int(count(.ok)),
      "problems": .int(count(.problem)), "warnings": .int(count(.warning)),
    ]
  }

  func write(to console: Console) throws(OutputFailure) {
    try FindingTable(findings: findings) { $0.runWord(" ") }.write(to: console)
    try console.writeLine("")
    try console.writeLine(
      "\(count(.ok)) ok, \(count(.problem)) problems, \(count(.warning)) warnings, "
        + "\(count(.skipped)) not run.")
  }
}

extension Finding.Verdict {
  /// The verdict on something that is run.
  fileprivate func runWord(_ gap: String) -> String { self == .skipped ? "not\(gap)run" : rawValue }
}
