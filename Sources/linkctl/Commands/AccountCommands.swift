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
      var listing = AccountListing(tool: tool, reader: opened.store)
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
    "find", "Find accounts by ID, key, SIS ID, email or name.",
    discussion: """
      The beginning is enough, but for an ID and a key. The best match stands first, with what was \
      found; 'name…' is a name of which TEXT is the beginning. With --format json the rows are \
      sorted by ID.
      """, parameters: [text]
  ) { arguments, tool in
    let text = arguments[text]
    guard !text.isEmpty else { throw Failure.usage("An empty text finds nobody.") }
    let count = try await tool.withStore(.existing) { opened, _ in
      let found = try await accounts(text, in: opened.store)
      var listing = AccountListing(tool: tool, reader: opened.store, search: text)
      try await listing.write(found)
      return found.count
    }
    if count == 0 { tool.note("nothing found") }
    if count >= foundAtMost { tool.note("There may be more: give more of it.") }
    return .done
  }

  /// More than this many are of no use to a person.
  private static let foundAtMost = 100

  private static func accounts(
    _ text: String, in reader: any AccountReader
  ) async throws(ProvisioningError) -> [Account] {
    if let id = Account.ID(text), let account = try await reader.survivor(of: id) {
      return [account]
    }
    if let key = Identity.Key(text), let pair = try await reader.linkedAccounts([key]).first {
      return [pair.account]
    }
    let beginning = try await reader.accounts(matching: text, limit: foundAtMost)
    guard let email = EmailAddress(text) else { return beginning }
    let holding = try await reader.accounts(holding: email)
    return Set(beginning + holding).sorted { $0.id < $1.id }
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

/// Accounts as JSON Lines, or as a table: those of a search with the best match first.
private struct AccountListing {
  private let tool: Tool
  private let reader: any AccountReader
  private let search: String?
  private var table: PagedTable

  init(tool: Tool, reader: any AccountReader, search: String? = nil) {
    (self.tool, self.reader, self.search) = (tool, reader, search)
    let columns = [
      Table.Column("ACCOUNT", .leading, .whole), Table.Column("STATUS"), Table.Column("ROLE"),
      Table.Column("NAME"), Table.Column("KEYS"), Table.Column("CLASSES", .trailing),
    ]
    table = PagedTable(columns + (search == nil ? [] : [Table.Column("FOUND")]), on: tool.console)
  }

  mutating func write(_ accounts: [Account]) async throws {
    let views = try await AccountView.views(of: accounts, in: reader)
    if tool.format == .json {
      for view in views { try tool.console.writeLine(view.json) }
      return
    }
    guard let search else { return try table.write(views.map(\.row)) }
    let found = views.map { (view: $0, match: AccountMatch(of: $0, for: search)) }
      .sorted { ($0.match, $0.view.account.id) < ($1.match, $1.view.account.id) }
    try table.write(found.map { $0.view.row + [$0.match.words] })
  }
}

extension AccountView {
  fileprivate var row: [String] {
    [
      account.id.rawValue, account.status.name, account.profile.role?.rawValue ?? "",
      [account.profile.given, account.profile.family].compactMap { $0 }.joined(separator: " "),
      links.map(\.key.description).joined(separator: " "),
      String(enrollments.count { $0.status == .active }),
    ]
  }
}
