/// A failure told in three parts: what failed, why, and what helps.
struct ErrorReport: Sendable, Equatable {
  /// A fixed word for programs: "usage", "store_busy".
  let code: String
  /// What failed.
  let problem: String
  /// Why it failed, where that is known.
  let reason: String?
  /// What helps, best of all a command; may have several lines.
  let remedy: String?

  /// Describes a failure.
  init(code: String, problem: String, reason: String? = nil, remedy: String? = nil) {
    self.code = code
    self.problem = problem
    self.reason = reason
    self.remedy = remedy
  }

  /// The report for programs: `{"error":{"code":…,"problem":…,"reason":…,"remedy":…}}`.
  var json: JSONValue {
    [
      "error": [
        "code": .string(code), "problem": .string(problem), "reason": JSONValue(reason),
        "remedy": JSONValue(remedy),
      ]
    ]
  }

  /// Writes the report to standard error.
  func write(to console: Console, format: OutputFormat) {
    switch format {
    case .json: console.note(laidOut: [json.text])
    case .text:
      let channel = console.diagnostics
      console.note(
        laidOut: [
          lines(width: channel.width ?? .max) {
            channel.styled($0, $0 == "error:" ? .error : .bold)
          }
        ])
    }
  }

  /// The report for people in lines of at most `width` columns, where words allow. Further lines of
  /// a part stand below its first word, so that no part can be mistaken for another.
  func lines(width: Int = .max, styledBy style: (String) -> String = { $0 }) -> String {
    let parts = [("error:", problem), ("reason:", reason), ("remedy:", remedy)]
    return parts.compactMap { label, text -> String? in
      guard let text else { return nil }
      let margin = String(repeating: " ", count: label.count + 1)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        .flatMap { line in
          TextWrapping.hanging(String(line).safeForTerminal, width: width - margin.count, indent: 0)
        }
      return style(label) + " " + lines.joined(separator: "\n" + margin)
    }
    .joined(separator: "\n")
  }
}
