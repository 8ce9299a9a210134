import Provisioning

private let source = Argument<String>("SOURCE", "The account that goes: its ID, or a KEY of it.")
private let target = Option<String>(
  "into", value: "TARGET", "The account that stays: its ID, or a KEY of it."
).required()
private let allow = Option<MergeRules.Exception>(
  "allow", value: "WHAT", "Merge although roles or districts differ.", as: .cases
).repeated()

extension Command<Tool> {
  /// `merge`: two accounts of one person.
  static let merge = Command(
    "merge", "Merge two accounts of one person.",
    discussion: """
      All links of SOURCE move to TARGET, and with them its classes; a class that both are in is \
      one from then on. The plan is shown first. 'linkctl undo ENTRY' takes the merge back \
      exactly. Later imports and sign-ins keep to it. Example:

        linkctl merge a01kb… --into a01kc… --dry-run
      """, heading: "Merging",
    parameters: [source, target, allow, WriteOptions.yes]
      + WriteOptions.all
  ) { arguments, tool in
    let rules = MergeRules(allowing: Set(arguments[allow]))
    let report = try await tool.withProvisioner { provisioner, _ in
      let source = try await accountID(arguments[source], in: provisioner.store)
      let target = try await accountID(arguments[target], in: provisioner.store)
      let by = arguments.attribution
      let plan = try await provisioner.merge(
        source, into: target, rules: rules, by: by, .dryRun)
      guard arguments.mode == .commit else { return plan }
      guard plan.violations.isEmpty else { throw refusal(of: plan) }
      if !arguments[WriteOptions.yes] {
        for line in plan.planLines { tool.console.note(line) }
        try await tool.confirm("Merge \(source) into \(target)?", arguments)
      }
      return try await provisioner.merge(source, into: target, rules: rules, by: by)
    }
    if arguments.mode == .commit, !report.violations.isEmpty { throw refusal(of: report) }
    try tool.answer(report.json, report.lines)
    return report.violations.isEmpty ? .done : .personMustDecide
  }

  private static func refusal(of report: MergeReport) -> ProvisioningError {
    let words = report.violations.map(\.words).listed(by: "and")
    return ProvisioningError(
      .refused, "Account \(report.source) was not merged into \(report.target).",
      reason: "They \(words).",
      remedy: "If they are one person all the same, add \(report.allowingOptions).")
  }
}

extension MergeRules.Exception {
  /// What is different, as the end of a sentence.
  var words: String {
    switch self {
    case .roles: "have no role in common"
    case .districts: "belong to different districts"
    }
  }
}

extension MergeReport {
  /// The options that overrule what forbids it.
  var allowingOptions: String {
    violations.map { "--allow \($0.rawValue)" }.joined(separator: " ")
  }

  /// The report as a document.
  var json: JSONValue {
    .mergeReport(
      entry: entry, source: source, target: target,
      moved: (movedLinks.count, movedSections.count), duplicates: sharedSections.count,
      conflicts: violations.map { .string($0.words) })
  }

  var planLines: [String] {
    [
      "\(source) goes into \(target)",
      "  links move        \(movedLinks.count)",
      "  enrollments move  \(movedSections.count)",
      "  duplicates        \(sharedSections.count)",
    ] + violations.map { "  VETO: they \($0.words); --allow \($0.rawValue) overrules it" }
  }

  fileprivate var lines: [String] {
    planLines
      + [
        entry.map { "merged: entry \($0); 'linkctl undo \($0)' takes it back" }
          ?? "nothing was written"
      ]
  }
}

extension JSONValue {
  /// The document that `merge` and `undo` share.
  static func mergeReport(
    entry: JournalEntry.ID?, source: Account.ID?, target: Account.ID?,
    moved: (links: Int, enrollments: Int), duplicates: Int, conflicts: [JSONValue]
  ) -> JSONValue {
    [
      "entry": JSONValue(entry?.rawValue), "source": JSONValue(source?.rawValue),
      "target": JSONValue(target?.rawValue),
      "moved": ["links": .int(moved.links), "enrollments": .int(moved.enrollments), "rows": 0],
      "duplicates": ["enrollments": .int(duplicates), "rows": 0], "conflicts": .array(conflicts),
    ]
  }
}
