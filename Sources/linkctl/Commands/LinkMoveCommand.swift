import Provisioning

private let key = Argument<Identity.Key>(
  "KEY", "The identity, as provider:subject.",
  as: .custom(expecting: "a key of the form provider:subject") { Identity.Key($0) }.withheld)
private let to = Option<String>(
  "to", value: "ID", "The account that gets the link: its ID, or another KEY of it."
).required()
private let allow = Option<MergeRules.Exception>(
  "allow", value: "WHAT", "Move it although roles or districts differ.", as: .cases
).repeated()

extension Command<Tool> {
  static let move = Command(
    "move", "Move an identity's link to another account.",
    discussion: """
      For a key that is at the wrong person. Its classes go with it; the account's other links \
      stay, and an account without any stays too. The plan is shown first. 'linkctl undo ENTRY' \
      takes the move back exactly. If both accounts are one person, merge them: see \
      'linkctl merge --help'.
      """, parameters: [key, to, allow, WriteOptions.yes] + WriteOptions.all
  ) { arguments, tool in
    let rules = MergeRules(allowing: Set(arguments[allow]))
    let report = try await tool.withProvisioner { provisioner, _ in
      let target = try await accountID(arguments[to], in: provisioner.store)
      let by = arguments.attribution
      let plan = try await provisioner.move(
        arguments[key], to: target, rules: rules, by: by, .dryRun)
      guard arguments.mode == .commit, !plan.movedLinks.isEmpty else { return plan }
      guard plan.violations.isEmpty else { throw refusal(of: plan) }
      if !arguments[WriteOptions.yes] {
        for line in plan.movePlan { tool.console.note(line) }
        try await tool.confirm("Move this link to \(plan.target)?", arguments)
      }
      return try await provisioner.move(arguments[key], to: target, rules: rules, by: by)
    }
    if arguments.mode == .commit, !report.violations.isEmpty { throw refusal(of: report) }
    try tool.answer(report.json, report.moveLines)
    return report.violations.isEmpty ? .done : .personMustDecide
  }

  private static func refusal(of report: MergeReport) -> ProvisioningError {
    ProvisioningError(
      .refused, "The link was not moved to account \(report.target).",
      reason: "Its person and the account's \(report.violations.map(\.words).listed(by: "and")).",
      remedy: "If they are one person all the same, add \(report.allowingOptions).")
  }
}

extension MergeReport {
  fileprivate var movePlan: [String] {
    [
      "the link goes from \(source) to \(target)",
      "  enrollments move  \(movedSections.count)",
      "  duplicates        \(sharedSections.count)",
    ] + violations.map { "  VETO: they \($0.words); --allow \($0.rawValue) overrules it" }
  }

  fileprivate var moveLines: [String] {
    if movedLinks.isEmpty { return ["the link is there already: nothing was written"] }
    return movePlan + [
      entry.map { "moved: entry \($0); 'linkctl undo \($0)' takes it back" }
        ?? "nothing was written"
    ]
  }
}
