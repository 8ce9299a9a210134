import Provisioning

private let district = Option<String>(
  "district", value: "ID",
  "The district's ID at Clever, where several are connected. Else feeds.clever.district.")
private let full = Flag("full", "List all, even where Clever tells what has changed.")
private let subject = Argument<Identity.Subject>(
  "SUBJECT", "The teacher's ID at Clever, with or without 'clever:' before it.",
  as: .custom(expecting: "an ID of 1 to 255 visible characters") { word in
    Identity.Subject(word.hasPrefix("clever:") ? String(word.dropFirst(7)) : word)
  })

extension Command<Tool> {
  /// `import clever`: a district over the network.
  static let importClever = Command(
    "clever", "Bring in a district from Clever's Data API.",
    discussion: """
      Reads all people and sections of one district, page by page, with its token: from \
      $CLEVER_DISTRICT_TOKEN, from the file that clever.districtTokenFile names, or, where a client \
      ID and secret are configured, from Clever. Else it asks for the token. Reading rosters needs \
      Secure Sync.

      The listing says nothing of other districts. What it leaves out is ended or archived, never \
      deleted; nothing counts as gone before the last page has come. A record that cannot be used \
      is listed as rejected, and the rest goes on. Stopped, a listing \
      goes on where it was within two hours.

      After the first time it reads only what has changed since, where Clever tells the app events, \
      and lists all again once a week, with --full, or where events do not do. Example:

        linkctl import clever --dry-run
      """,
    parameters: [district, full, RosterOptions.limit, RosterOptions.allow] + WriteOptions.all
  ) { arguments, tool in
    let start = ContinuousClock.now
    let clever = try ProviderUse(of: .clever, tool)
    let wanted = try arguments[district] ?? tool.configuration().feeds["clever"]
    let settings = try await clever.settingsWithToken(tool)
    let work = RosterWork(unit: "records", start: start, listsAll: arguments[full])
    return try await clever.bringIn(.district(wanted), settings, work, arguments, tool)
  }

  /// `sync …`: what a provider has of one person.
  static let sync = Command(
    "sync", "Bring in one person's sections.", heading: "Rosters", subcommands: [syncTeacher])

  private static let syncTeacher = Command(
    "teacher", "Bring in one teacher's sections from Clever's Data API.",
    discussion: """
      Reads the sections of a teacher who has signed in, with their students: with her own token \
      from $CLEVER_TOKEN, which is good for a day after she has signed in, if she shares her classes \
      in the Library; else with the token of her district, as 'import clever' finds it. It says \
      nothing of other teachers' sections. Example:

        linkctl sync teacher 58da8c5da7a7e5a647000094 --dry-run
      """,
    parameters: [subject, district, RosterOptions.limit, RosterOptions.allow] + WriteOptions.all
  ) { arguments, tool in
    let start = ContinuousClock.now
    let clever = try ProviderUse(of: .clever, tool)
    let wanted = try arguments[district] ?? tool.configuration().feeds["clever"]
    let key = Identity.Key(.clever, arguments[subject])
    try await requireKnown(key, tool)
    let settings =
      clever.settings.userToken == nil
      ? try await clever.settingsWithToken(tool) : clever.settings
    return try await clever.bringIn(
      .teacher(key.subject, in: wanted), settings, RosterWork(unit: "records", start: start),
      arguments, tool)
  }

  private static func requireKnown(_ teacher: Identity.Key, _ tool: Tool) async throws {
    let link = try await tool.withProvisioner { provisioner, _ in
      try await provisioner.store.link(teacher)
    }
    guard link == nil else { return }
    throw ProvisioningError(
      .notFound, "Nobody is linked to \(teacher).",
      reason: "The sections of a teacher are for one who has signed in, or was imported.",
      remedy:
        "She signs in first, or import her district: linkctl import clever. Teachers have other "
        + "IDs below v3.0: see 'linkctl account find'.")
  }
}
