import Provisioning

private let id = Argument<String>("ID", "The item: see 'linkctl held list'.")
private let all = Flag("all", "List what was decided against as well.")
private let into = Option<String>(
  "into", value: "ACCOUNT", "For a pair: the account that stays, by its ID or a KEY of it.")

extension Command<Tool> {
  /// `held …`: what waits for a person.
  static let held = Command(
    "held", "Decide what a limit or a rule held back.", heading: "Rosters",
    synonyms: ["approve", "discard", "queue"],
    subcommands: [list, show, approve, discard])

  private static let list = Command(
    "list", "List what is held.", discussion: "Begin with 'held show ID'.", parameters: [all]
  ) { arguments, tool in
    let items = try await tool.withStore(.existing) { opened, configuration in
      try await allItems(in: tool.provisioner(over: opened.store, configuration))
    }.filter { arguments[all] || $0.discarded == nil }
    if tool.format == .json {
      for item in items { try tool.console.writeLine(item.json) }
      return .done
    }
    guard !items.isEmpty else {
      tool.note("nothing is held")
      return .done
    }
    var table = Table([
      Table.Column("ID", .leading, .whole), Table.Column("SINCE"), Table.Column("WHY"),
    ])
    for item in items { table.append([item.name, item.day, item.words]) }
    try tool.console.write(table)
    return .done
  }

  private static let show = Command(
    "show", "Show an item, and what approving it comes to today.", parameters: [id]
  ) { arguments, tool in
    try await tool.withProvisioner { provisioner, _ in
      let item = try await provisioner.heldItem(arguments[id])
      let foreseen = try await foresee(item, provisioner, tool)
      try tool.answer(
        item.json.adding("foreseen", foreseen.map(\.json) ?? .null),
        item.lines + (foreseen.map(\.lines) ?? []))
    }
    return .done
  }

  private static let approve = Command(
    "approve", "Carry out what was held.",
    discussion: """
      Removals are planned again over today's store. If more would end than before, they are held \
      anew and the exit code is 3. A role rises, a pair is merged, a section becomes the class that \
      is listed now. On a terminal the plan is shown and a question asked. Elsewhere no --yes is \
      wanted, for all of it can be taken back exactly with 'linkctl undo'.
      """, parameters: [id, into, WriteOptions.yes] + WriteOptions.all
  ) { arguments, tool in
    let answer = try await tool.withProvisioner { provisioner, _ in
      try await approve(arguments, provisioner, tool)
    }
    try tool.answer(answer.json, answer.lines)
    return answer.exitCode
  }

  private static let discard = Command(
    "discard", "Let go what was held: everything stays as it is.",
    discussion: """
      Removals come up again when the same files are imported again. Roles, pairs and sections do \
      not: they stay in 'held list --all', and can be approved still.
      """, parameters: [id] + WriteOptions.all
  ) { arguments, tool in
    try await tool.withProvisioner { provisioner, _ in
      try await provisioner.discard(
        arguments[id], by: arguments.attribution, arguments.mode)
    }
    let isDry = arguments.mode == .dryRun
    try tool.answer(
      ["discarded": .bool(!isDry), "id": .string(arguments[id])],
      [isDry ? "would let it go" : "discarded: everything stays as it is"])
    return .done
  }
}

// MARK: - Working

extension Command<Tool> {
  private static func allItems(in provisioner: Provisioner) async throws -> [HeldItem] {
    var items: [HeldItem] = []
    while true {
      let page = try await provisioner.heldItems(after: items.last?.name, limit: 500)
      guard !page.isEmpty else { return items }
      items += page
    }
  }

  private static func approve(
    _ arguments: Arguments, _ provisioner: Provisioner, _ tool: Tool
  ) async throws -> ApprovalView {
    let item = try await provisioner.heldItem(arguments[id])
    var target: Account.ID?
    if let text = arguments[into] { target = try await accountID(text, in: provisioner.store) }
    if tool.canAsk, arguments.mode == .commit, !arguments[WriteOptions.yes] {
      let plan = try await carryOut(item, target, provisioner, tool, arguments, .dryRun)
      for line in item.lines + plan.lines { tool.console.note(line) }
      try await tool.confirm("Go ahead?", arguments)
    }
    return try await carryOut(item, target, provisioner, tool, arguments, arguments.mode)
  }

  private static func carryOut(
    _ item: HeldItem, _ target: Account.ID?, _ provisioner: Provisioner, _ tool: Tool,
    _ arguments: Arguments, _ mode: Provisioner.Mode
  ) async throws -> ApprovalView {
    let start = ContinuousClock.now
    let progress = tool.progress(mode == .dryRun ? "Comparing" : "Importing", unit: "rows")
    defer { progress.finish() }
    let approval = try await provisioner.approve(
      item.name, into: target, by: arguments.attribution, mode
    ) { progress.update(done: $0.rows, total: $0.total) }
    return ApprovalView(
      approval: approval, item: item, mode: mode,
      seconds: (ContinuousClock.now - start) / .seconds(1))
  }

  /// What approving comes to today; `nil` where that cannot be said before a person has chosen.
  private static func foresee(
    _ item: HeldItem, _ provisioner: Provisioner, _ tool: Tool
  ) async throws -> ApprovalView? {
    do {
      let approval = try await provisioner.approve(
        item.name, by: Attribution(actor: "linkctl"), .dryRun)
      return ApprovalView(approval: approval, item: item, mode: .dryRun, seconds: 0)
    } catch let error where error.code == .needsDecision {
      return nil
    }
  }
}
