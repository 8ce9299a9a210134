import Provisioning

private let who = Argument<String>("ID", "The account's ID, or a KEY of it (provider:subject).")
private let status = Option<AccountStatusWord>(
  "status", value: "STATUS", "Only accounts of this status.", as: .cases)
private let role = Option<Role>(
  "role", value: "ROLE", "Only people who have this role.", as: .cases)
private let text = Argument<String>(
  "TEXT", "An account's ID, a KEY (provider:subject), a SIS ID, an email or a name.")

extension Command<Tool> {
  /// `account …`: people.
  static let account = Command(
    "account", "Look at accounts, make them, close and open them.", heading: "People",
    subcommands: [list, show, find, create, disable, enable])

  private static let list = Command(
    "list", "List accounts.",
    discussion: """
      All of them, or those of a status and role. Example:

        linkctl account list --status unclaimed --role teacher
      """, parameters: [status, role]
  ) { arguments, tool in
    try await tool.withStore(.existing) { opened, _ in
      let listing = AccountListing(tool: tool, reader: opened.store)
      var (found, last) = ([Account](), Account.ID?.none)
      while true {
        try Task.checkCancellation()
        let page = try await opened.store.accounts(after: last, limit: 500)
        found += page.filter { account in
          arguments[status].map { $0.rawValue == account.status.name } ?? true
            && arguments[role].map { account.profile.roles.contains($0) } ?? true
        }
        guard let end = page.last else { break }
        last = end.id
        guard found.count >= 500 else { continue }
        try await listing.write(found)
        found = []
      }
      try await listing.write(found)
    }
    return .done
  }

  private static let show = Command(
    "show", "Show an account, its links and its classes.",
    discussion: "The ID of an account that was merged shows the one it was merged into.",
    parameters: [who]
  ) { arguments, tool in
    try await tool.withStore(.existing) { opened, _ in
      let id = try await accountID(arguments[who], in: opened.store)
      guard let account = try await opened.store.survivor(of: id) else { throw unknownAccount(id) }
      if account.id != id { tool.note("\(id) was merged into \(account.id)") }
      let views = try await AccountView.views(of: [account], in: opened.store)
      for view in views { try tool.answer(view.json, view.lines) }
    }
    return .done
  }

  private static let find = Command(
    "find", "Find accounts by ID, key, SIS ID, email or name.", parameters: [text]
  ) { arguments, tool in
    let text = arguments[text]
    guard !text.isEmpty else { throw Failure.usage("An empty text finds nobody.") }
    let count = try await tool.withStore(.existing) { opened, _ in
      let found = try await accounts(text, in: opened.store)
      try await AccountListing(tool: tool, reader: opened.store).write(found)
      return found.count
    }
    if count == 0 { tool.note("nothing found") }
    return .done
  }

  private static func accounts(
    _ text: String, in reader: any AccountReader
  ) async throws(ProvisioningError) -> [Account] {
    if let id = Account.ID(text), let account = try await reader.survivor(of: id) {
      return [account]
    }
    if let key = Identity.Key(text), let pair = try await reader.linkedAccounts([key]).first {
      return [pair.account]
    }
    return try await reader.accounts(matching: text, limit: 100)
  }
}

/// The statuses of accounts, as words.
private enum AccountStatusWord: String, CaseIterable, Sendable {
  case unclaimed, active, disabled, merged, erased
}

/// Reads an account's ID from the command line.
func accountID(_ text: String) throws -> Account.ID {
  guard let id = Account.ID(text) else { throw Failure.usage("This is no account's ID.") }
  return id
}

/// The account that is named by its ID or by a KEY of it.
func accountID(_ text: String, in reader: any AccountReader) async throws -> Account.ID {
  let id = try accountID(text)
  if try await reader.account(id) != nil { return id }
  guard let key = Identity.Key(text), let link = try await reader.link(key) else {
    throw unknownAccount(id)
  }
  return link.state.account
}

/// What was typed may be a key or an address by mistake, so it is not repeated.
private func unknownAccount(_ id: Account.ID) -> ProvisioningError {
  ProvisioningError(
    .notFound, "There is no such account.",
    remedy: "Look it up with 'linkctl account find TEXT'.", detail: id.rawValue)
}

/// Accounts as JSON Lines, or as a table.
private struct AccountListing {
  let tool: Tool
  let reader: any AccountReader

  func write(_ accounts: [Account]) async throws {
    let views = try await AccountView.views(of: accounts, in: reader)
    if tool.format == .json {
      for view in views { try tool.console.writeLine(view.json) }
      return
    }
    guard !views.isEmpty else { return }
    var table = Table([
      Table.Column("ACCOUNT", .leading, .whole), Table.Column("STATUS"), Table.Column("ROLE"),
      Table.Column("NAME"), Table.Column("KEYS"), Table.Column("CLASSES", .trailing),
    ])
    for view in views {
      let profile = view.account.profile
      table.append([
        view.account.id.rawValue, view.account.status.name, profile.role?.rawValue ?? "",
        [profile.given, profile.family].compactMap { $0 }.joined(separator: " "),
        view.links.map(\.key.description).joined(separator: " "),
        String(view.enrollments.count { $0.status == .active }),
      ])
    }
    try tool.console.write(table)
  }
}
