import Provisioning

private let key = Argument<Identity.Key>(
  "KEY", "The identity, as provider:subject.",
  as: .custom(expecting: "a key of the form provider:subject") { Identity.Key($0) }.withheld)
private let to = Option<String>(
  "to", value: "ID", "The account: its ID, or another KEY of it."
).required()

extension Command<Tool> {
  /// `link …`: which identity belongs to which account.
  static let link = Command(
    "link", "Say which identity belongs to which account.", heading: "People",
    subcommands: [add, move, remove, list])

  private static let add = Command(
    "add", "Link an identity to an account.",
    discussion: """
      An identity that a roster import has made an unclaimed account for brings that account \
      along: it is merged. One that belongs to an account in use is refused.
      """, parameters: [key, to] + WriteOptions.all
  ) { arguments, tool in
    let (id, entry) = try await tool.withProvisioner { provisioner, _ in
      let id = try await accountID(arguments[to], in: provisioner.store)
      let entry = try await provisioner.link(
        arguments[key], to: id, because: .administrator, by: arguments.attribution,
        arguments.mode)
      return (id, entry)
    }
    try tool.answer(
      ["entry": JSONValue(entry?.rawValue), "account": .string(id.rawValue)],
      [
        entry.map { "linked: entry \($0)" }
          ?? (arguments.mode == .dryRun ? "would link" : "it is linked there already")
      ])
    return .done
  }

  private static let remove = Command(
    "remove", "Remove an identity's link, and the enrollments it brought.",
    discussion: "An undo of the entry brings all of it back.",
    parameters: [key, WriteOptions.yes] + WriteOptions.all
  ) { arguments, tool in
    try await tool.confirm("Remove the link of this identity?", arguments)
    let entry = try await tool.withProvisioner { provisioner, _ in
      try await provisioner.unlink(arguments[key], by: arguments.attribution, arguments.mode)
    }
    try tool.answer(
      ["entry": JSONValue(entry?.rawValue)],
      [entry.map { "removed: entry \($0); 'linkctl undo \($0)' brings it back" } ?? "would remove"])
    return .done
  }

  private static let list = Command("list", "List all links.", parameters: []) { _, tool in
    try await tool.withStore(.existing) { opened, _ in
      var last: Identity.Key?
      while true {
        try Task.checkCancellation()
        let page = try await opened.store.links(after: last, limit: 500)
        guard let end = page.last else { return }
        for link in page {
          guard case .object(var row) = link.json else { continue }
          row["account"] = .string(link.state.account.rawValue)
          try tool.answer(
            .object(row),
            [
              "\(link.key)  \(link.state.account)  since \(link.state.since)  because \(link.because)"
            ])
        }
        last = end.key
      }
    }
    return .done
  }
}

extension Tool {
  /// Whether there is somebody to ask.
  var canAsk: Bool { ConfirmationPrompt(console: console).isInteractive }

  /// Asks before something destructive, unless it was said already or nothing will be written.
  func confirm(_ question: String, _ arguments: Arguments) async throws {
    guard arguments.mode == .commit, !arguments[WriteOptions.yes] else { return }
    try await ask(question)
  }

  /// Asks a question; returns only if the answer is yes.
  func ask(_ question: String) async throws {
    switch try await ConfirmationPrompt(console: console).ask(question) {
    case .yes: return
    case .no:
      throw Failure(
        .failed,
        ErrorReport(
          code: "cancelled", problem: "Nothing was changed.", reason: "The answer was not yes."))
    case .nobodyToAsk:
      throw Failure(.usage, ConfirmationPrompt.report(for: question))
    }
  }
}
