import Provisioning

/// Findings one below the other. Their texts are wrapped, not cut: a remedy that ends in "…" is none.
struct FindingTable {
  let findings: [Finding]
  /// How a verdict is called.
  var word: (Finding.Verdict) -> String = { $0.rawValue }

  func write(to console: Console) throws(OutputFailure) {
    let width = console.output.width ?? .max
    for finding in findings {
      try console.write(text(of: finding, width: width, on: console.output))
    }
  }

  /// Narrower than this, texts stand below their check instead of beside it.
  private static let leastText = 30

  private func text(of finding: Finding, width: Int, on channel: Channel) -> String {
    let verdictWidth = (Finding.Verdict.allCases.map { word($0).count }.max() ?? 0) + 2
    let column = verdictWidth + (findings.map(\.check.count).max() ?? 0) + 2
    let style = finding.verdict.style
    let verdict = word(finding.verdict)
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
