import Provisioning

private let who = Argument<String>("ID", "The account's ID, or a KEY of it (provider:subject).")
private let newID = Option<String>(
  "id", value: "ID", "How the account is to be called. Else a new name is made.")
private let profileFile = Option<String>(
  "profile", value: "FILE", "The person as JSON, in a file or on standard input (-).",
  as: .file)

extension Command<Tool> {
  static let create = Command(
    "create", "Make an account for somebody of whom no provider has told yet.",
    discussion: """
      The account is unclaimed, and nobody can come in before a key is linked to it: see \
      'linkctl link add'. The fields given here stand over what a provider says later. A roster \
      does not find the account by its SIS ID: link the feed's key to it before the import, or \
      merge the account that the import makes into this one.

      To keep personal data off the command line, give it as JSON: {"role":"teacher",\
      "name":{"given":"…","family":"…"},"email":"…","district":"…","sis_id":"…"}. Examples:

        linkctl account create --role teacher --family-name Fenfield
        linkctl account create --profile person.json --id staff-7
      """, parameters: ProfileOptions.all + [profileFile, newID] + WriteOptions.all
  ) { arguments, tool in
    let id = try arguments[newID].map { try accountID($0) }
    let profile = try await profile(arguments)
    let report = try await tool.withFirstStore(arguments) { provisioner, _ in
      try await provisioner.create(
        id, as: profile, by: arguments.attribution, arguments.mode)
    }
    // A name that a dry run makes up will be another one.
    let name = report.entry == nil && id == nil ? nil : report.account.rawValue
    try tool.answer(
      report.json(name),
      report.entry.map { ["account \(report.account): entry \($0)"] }
        ?? ["would create " + (name.map { "account \($0)" } ?? "an account")])
    return .done
  }

  static let disable = Command(
    "disable", "Close an account: its person cannot come in.",
    discussion: """
      Links, classes and fields stay, and rosters go on reaching them. 'linkctl account enable' \
      opens it again.
      """, parameters: [who] + WriteOptions.all
  ) { arguments, tool in
    let report = try await tool.withProvisioner { provisioner, _ in
      let id = try await accountID(arguments[who], in: provisioner.store)
      return try await provisioner.disable(id, by: arguments.attribution, arguments.mode)
    }
    try tool.answer(report.json(report.account.rawValue), report.lines)
    return .done
  }

  static let enable = Command(
    "enable", "Open a disabled account again.",
    discussion: """
      It is again what it was before: active, or unclaimed if nobody had signed in yet.
      """, parameters: [who] + WriteOptions.all
  ) { arguments, tool in
    let report = try await tool.withProvisioner { provisioner, _ in
      let id = try await accountID(arguments[who], in: provisioner.store)
      return try await provisioner.enable(id, by: arguments.attribution, arguments.mode)
    }
    try tool.answer(report.json(report.account.rawValue), report.lines)
    return .done
  }

  private static func profile(_ arguments: Arguments) async throws -> Profile {
    guard let file = arguments[profileFile] else { return try ProfileOptions.profile(arguments) }
    guard ProfileOptions.all.allSatisfy({ arguments.count(of: $0.declaration) == 0 }) else {
      throw Failure.usage("--profile says all of the person: give it without the other options.")
    }
    let profile = try await RosterText.profile(in: PersonalFile("profile", in: file).bytes)
    guard !profile.roles.isEmpty else {
      throw ProvisioningError(
        .invalid, "The profile cannot be used.", reason: "It has no role.",
        remedy: "See 'linkctl account create --help'.")
    }
    return profile
  }
}

extension AccountReport {
  fileprivate func json(_ account: String?) -> JSONValue {
    [
      "account": JSONValue(account), "before": JSONValue(before?.name),
      "after": .string(after.name), "entry": JSONValue(entry?.rawValue),
    ]
  }

  fileprivate var lines: [String] {
    guard before != after else {
      return ["account \(account) is \(after.name) already: nothing was written"]
    }
    return [
      entry.map { "account \(account) is \(after.name): entry \($0)" }
        ?? "account \(account) would be \(after.name)"
    ]
  }
}
