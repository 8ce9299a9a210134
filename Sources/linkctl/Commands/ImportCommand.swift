import Provisioning

private let source = Argument<String>(
  "SOURCE", "The folder with the district's files, or a ZIP of them.", as: .file)
private let lines = Argument<String>("FILE", "The file, or - for standard input.", as: .file)
private let provider = Option<ProviderName>(
  "provider", value: "NAME", "The feed's name, such as the district's: a-z, 0-9 and -.",
  as: .custom(expecting: "1 to 64 letters a-z, digits or -") { ProviderName($0) }
).required()
extension Command<Tool> {
  /// `import …`: rosters.
  static let rosterImport = Command(
    "import", "Bring a roster in.", heading: "Rosters",
    subcommands: [cleverCSV, oneRoster, jsonLines, importClever])

  private static let cleverCSV = Command(
    "clever-csv", "Bring in a district's files in Clever's CSV layout.",
    discussion: """
      Reads schools.csv, students.csv, teachers.csv, sections.csv and enrollments.csv, and \
      staff.csv or admins.csv if there. The files are one whole listing: what they leave out is \
      ended or archived, never deleted. A file that cannot be trusted stops the import before \
      anything is written; a row that cannot be used is listed as rejected, and the rest goes on.

      Stopped or killed, the same command goes on where it stood. A second import changes nothing. \
      Example:

        linkctl import clever-csv exports/lakeside --provider lakeside --dry-run
      """,
    parameters: [source, provider, RosterOptions.limit, RosterOptions.allow] + WriteOptions.all
  ) { arguments, tool in
    try await bringIn("clever-csv", from: arguments[source], arguments, tool)
  }

  private static let jsonLines = Command(
    "jsonl", "Bring in a roster in JSON Lines.",
    discussion: """
      Reads one JSON object a line: {"person":{…}} or {"section":{…,"members":[…]}}, as \
      docs/roster-lines.md tells. The lines are one whole listing: what they leave out is ended or \
      archived, never deleted. A file that cannot be trusted stops the import before anything is \
      written; a line that cannot be used is listed as rejected, and the rest goes on. Example:

        my-export | linkctl import jsonl - --provider lakeside --dry-run
      """,
    parameters: [lines, provider, RosterOptions.limit, RosterOptions.allow] + WriteOptions.all
  ) { arguments, tool in
    try await bringIn("jsonl", from: arguments[lines], arguments, tool)
  }

  private static let oneRoster = Command(
    "oneroster", "Bring in a district's OneRoster CSV files, 1.1 or 1.2.",
    discussion: """
      Reads users.csv, classes.csv and enrollments.csv, and of manifest.csv, roles.csv, \
      demographics.csv, orgs.csv, courses.csv and academicSessions.csv what is there. If all of the \
      first three are bulk, they are one whole listing: what they leave out is ended or archived, \
      never deleted. If not, they are changes: only what they name as gone ends. A file that cannot \
      be trusted stops the import before anything is written; a row that cannot be used is listed \
      as rejected, and the rest goes on.

      Stopped or killed, the same command goes on where it stood. A second import changes nothing. \
      Example:

        linkctl import oneroster exports/lakeside.zip --provider lakeside --dry-run
      """,
    parameters: [source, provider, RosterOptions.limit, RosterOptions.allow] + WriteOptions.all
  ) { arguments, tool in
    try await bringIn("oneroster", from: arguments[source], arguments, tool)
  }

  private static func bringIn(
    _ format: String, from path: String, _ arguments: Arguments, _ tool: Tool
  ) async throws -> ExitCode {
    let start = ContinuousClock.now
    let feed = arguments[provider]
    let district = try tool.configuration().district(of: feed)
    let importer = try await tool.catalog.openRoster(
      format, RosterSource(path: path, feed: feed, district: district))
    // Files that cannot be trusted stop the import before a store is made.
    _ = try await importer.size()
    try noteMissingDistrict(of: feed, tool)
    return try await RosterWork(unit: "rows", start: start).bringIn(arguments, tool) {
      provisioner, order, progress throws(ProvisioningError) in
      try await provisioner.bringIn(
        importer, limit: order.limit, by: order.by, order.mode, progress: progress)
    }
  }
}

extension Command<Tool> {
  private static func noteMissingDistrict(of feed: ProviderName, _ tool: Tool) throws {
    guard try tool.configuration().feeds[feed.rawValue] == nil else { return }
    tool.note(
      "note: The feed \(feed) has no district, so '\(feed)' stands for it, and sign-ins must name "
        + "the same. To change that, put this into linkctl.json: "
        + "feeds: {\"\(feed)\": {district: \"…\"}}")
  }
}
