import Provisioning

private let provider = Option<String>("provider", value: "NAME", "Who asserts the identity.")
private let subject = Option<String>("subject", value: "ID", "The provider's ID of the person.")
private let sharing = Option<Sharing>(
  "sharing", value: "WHO", "Who shared the data.", as: .cases
).withDefault(.district)
private let alias = Option<String>(
  "alias", value: "ID", "Another ID of the same person by the same provider."
).repeated()
private let identityFile = Option<String>(
  "identity", value: "FILE", "The identity as JSON, in a file or on standard input (-).",
  as: .file)
private let ticket = Option<String>("ticket", value: "T", "The ticket of a sign-in that asked.")
private let answer = Option<String>(
  "answer", value: "ANSWER", "For --ticket: new, or the person's account: its ID, or a KEY of it.")

private let signInOptions: [any Parameter] = [
  provider, subject, ProfileOptions.role, ProfileOptions.roles, ProfileOptions.district, sharing,
  ProfileOptions.sisID, ProfileOptions.given, ProfileOptions.family, ProfileOptions.email,
  ProfileOptions.grade, alias, identityFile, ticket, answer,
]

extension Command<Tool> {
  /// `sign-in`: what an app does for an identity.
  static let signIn = Command(
    "sign-in", "Sign an identity in, as an app would.",
    discussion: """
      Prints what it came to and why. Students get an account at once; others are asked whether \
      they have one: then a ticket is printed, to be answered by

        linkctl sign-in --ticket T --answer new
        linkctl sign-in --ticket T --answer ACCOUNT

      Exits 0 when the person is in, 1 when denied, 3 when someone must decide. As JSON an \
      identity is {"provider":"clever","subject":"…","role":"student","district":"…",\
      "sis_id":"…","name":{"given":"…","family":"…"},"email":"…","aliases":["…"]}.
      """, heading: "People",
    parameters: signInOptions + WriteOptions.all
  ) { arguments, tool in
    let outcome: SignInOutcome
    if let ticket = arguments[ticket] {
      guard let text = arguments[answer] else {
        throw Failure.usage("--ticket wants --answer.", remedy: "Answer new, or an account.")
      }
      outcome = try await tool.withProvisioner { provisioner, _ in
        let answer = try await answerGiven(text, in: provisioner.store)
        return try await provisioner.answer(
          ticket, with: answer, by: arguments.attribution, arguments.mode)
      }
    } else {
      let identity = try await identity(arguments)
      outcome = try await tool.withFirstStore(arguments) { provisioner, _ in
        try await provisioner.signIn(identity, by: arguments.attribution, arguments.mode)
      }
    }
    try tool.answer(outcome.json, outcome.lines)
    return outcome.exitCode
  }

  private static func answerGiven(
    _ text: String, in reader: any AccountReader
  ) async throws -> SignInAnswer {
    if text == "new" { return .new }
    return .existing(try await accountID(text, in: reader), because: .administrator)
  }

  private static func identity(_ arguments: Arguments) async throws -> Identity {
    if let file = arguments[identityFile] {
      guard arguments[provider] == nil, arguments[subject] == nil,
        arguments[ProfileOptions.role] == nil
      else {
        throw Failure.usage(
          "--identity says all: give it without --provider, --subject and --role.")
      }
      return try await RosterText.identity(in: PersonalFile("identity", in: file).bytes)
    }
    guard let name = arguments[provider], let id = arguments[subject] else {
      throw Failure.usage(
        "A sign-in wants --provider, --subject and --role, or --identity, or --ticket.")
    }
    guard let provider = ProviderName(name) else {
      throw Failure.usage("--provider is no provider's name: use a-z, 0-9 and -.")
    }
    return Identity(
      key: Identity.Key(provider, try identifier(id, "--subject")),
      aliases: try arguments[alias].map { try identifier($0, "--alias") },
      sharing: arguments[sharing],
      profile: try ProfileOptions.profile(arguments))
  }

  private static func identifier(_ text: String, _ option: String) throws -> Identity.Subject {
    guard let subject = Identity.Subject(text) else {
      throw Failure.usage("\(option) is no identifier: use 1 to 255 visible ASCII characters.")
    }
    return subject
  }
}

extension SignInOutcome {
  fileprivate var exitCode: ExitCode {
    switch kind {
    case .signedIn, .created, .linked, .claimed: .done
    case .denied: .failed
    case .ask, .held: .personMustDecide
    }
  }

  fileprivate var json: JSONValue {
    [
      "outcome": .string(kind.rawValue), "account": JSONValue(account?.rawValue),
      "why": .array(
        why.map { ["step": .string($0.step), "result": .string($0.result)] }),
      "candidates": JSONValue(candidates.map(\.rawValue).sorted()), "ticket": JSONValue(ticket),
      "entry": JSONValue(entry?.rawValue),
    ]
  }

  fileprivate var lines: [String] {
    var lines = [kind.rawValue + (account.map { ": account \($0)" } ?? "")]
    lines += why.map { "  \($0.step): \($0.result)" }
    if !candidates.isEmpty {
      lines.append("may be: " + candidates.map(\.rawValue).sorted().joined(separator: ", "))
    }
    if let ticket {
      lines.append("ticket \(ticket): answer with --ticket \(ticket) --answer new (or ACCOUNT)")
    }
    if let entry { lines.append("entry \(entry)") }
    return lines
  }
}
