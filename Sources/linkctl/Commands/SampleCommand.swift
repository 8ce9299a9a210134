import Provisioning
import ProvisioningFlatFiles
import ProvisioningSamples

private enum LayoutName: String, CaseIterable {
  case cleverCSV = "clever-csv"
  case oneRoster = "oneroster"
}

private let folder = Argument<String>("DIR", "The folder for the files: empty, or not there yet.")
private let layout = Option<LayoutName>("format", value: "LAYOUT", "The files' layout.", as: .cases)
  .hidingShared().required()
private let layoutVersion = Option<SampleDistrict.OneRosterVersion>(
  "version", value: "VERSION", "OneRoster's version; 1.2 if it is left out.", as: .cases)
private let schools = Option<Int>(
  "schools", value: "N", "How many schools, 1 to 10000.", as: .number(in: 1...10_000)
).withDefault(1)
private let seed = Option<Int>(
  "seed", value: "S", "Which district: another number makes another one.",
  as: .number(in: 0...Int.max)
).withDefault(1)
private let changed = Option<Int>(
  "changed", value: "PERCENT",
  "The same district a little later: so many of its people renamed, gone or moved.",
  as: .number(in: 0...100)
).withDefault(0)
private let clean = Flag(
  "clean", "Leave out the oddities: every row can be used, and all files are alike in form.")

extension Command<Tool> {
  /// `sample`: a made-up district to try things on.
  static let sample = Command(
    "sample", "Write a made-up district's files, to try things on.",
    discussion: """
      Each school has 500 students, 25 teachers and 200 classes. The same options give the same \
      bytes on every machine, and a larger district begins with the schools of a smaller one. \
      The files are messy in the ways real ones are, with some rows that cannot be used; the \
      answer says what an import must count. No store is opened. Behind the word 'sample', --format \
      names the layout; for an answer as JSON write 'linkctl --format json sample …'. Example:

        linkctl sample monday --format clever-csv --schools 3
        linkctl sample friday --format clever-csv --schools 3 --changed 2
        linkctl import clever-csv monday --provider try --dry-run
      """,
    heading: "Rosters", synonyms: ["demo", "generate"],
    parameters: [folder, layout, layoutVersion, schools, seed, changed, clean]
  ) { arguments, tool in
    let district = SampleDistrict(
      schools: arguments[schools], seed: UInt64(arguments[seed]),
      condition: arguments[clean] ? .clean : .messy, changed: arguments[changed])
    let files = try await write(
      SampleFiles(of: district, as: try chosenLayout(arguments)), to: arguments[folder], tool,
      schools: district.schools)
    try tool.answer(files.json(district), files.lines(district, in: arguments[folder]))
    return .done
  }

  private static func chosenLayout(
    _ arguments: Arguments
  ) throws(Failure) -> SampleDistrict.Layout {
    switch (arguments[layout], arguments[layoutVersion]) {
    case (.cleverCSV, nil): return .cleverCSV
    case (.oneRoster, let version): return .oneRoster(version ?? .v1p2)
    case (.cleverCSV, .some):
      throw .usage(
        "--version does not go with the layout clever-csv.",
        remedy: "Leave it out, or write --format oneroster.")
    }
  }

  /// Writes all files, and gives them their names once they are complete. Memory does not grow with
  /// the district. Returns the files as they were written.
  private static func write(
    _ files: SampleFiles, to folder: String, _ tool: Tool, schools: Int
  ) async throws -> SampleFiles {
    var files = files
    let progress = tool.progress("Writing", unit: "schools")
    defer { progress.finish() }
    let names = files.names
    let (place, open) = try await offPool { () throws(ProvisioningError) in
      let place = try Folder.createEmpty(folder)
      let files = try names.map { name throws(ProvisioningError) in
        try DurableFile(name, in: place)
      }
      return (place, files)
    }
    var done = 0
    while let pieces = files.next() {
      if Task.isCancelled { throw Failure.nothingWritten }
      try await offPool { () throws(ProvisioningError) in
        for (file, piece) in zip(open, pieces) { try file.write(piece) }
      }
      done += 1
      progress.update(done: done, total: schools)
    }
    try await offPool { () throws(ProvisioningError) in
      for file in open { try file.commit() }
      try place.synchronize()
    }
    return files
  }
}

extension Failure {
  fileprivate static let nothingWritten = Failure(
    .interrupted,
    ErrorReport(
      code: "cancelled", problem: "Stopped by Ctrl-C.", reason: "No file was finished.",
      remedy: "The same command begins again."))
}

extension SampleFiles {
  fileprivate func json(_ district: SampleDistrict) -> JSONValue {
    [
      "schools": .int(district.schools),
      "files": .array(
        zip(names, rows).map { ["name": .string($0), "rows": .int($1)] }),
      "accounts": .int(counts.accounts), "students": .int(counts.students),
      "teachers": .int(counts.teachers), "staff": .int(counts.staff),
      "sections": .int(counts.sections), "enrollments": .int(counts.enrollments),
      "rejected": .int(counts.rejected), "warnings": .int(counts.warnings),
      "changes": district.changed == 0 ? .null : changes.json,
    ]
  }

  fileprivate func lines(_ district: SampleDistrict, in folder: String) -> [String] {
    let allRows = rows.reduce(0, +)
    var lines = [
      "\(names.count) files with \(allRows.grouped) rows: \(names.joined(separator: ", "))",
      "An import into an empty store counts:",
      "accounts     \(counts.accounts) created (\(counts.students) students, "
        + "\(counts.teachers) teachers, \(counts.staff) staff)",
      "sections     \(counts.sections) created",
      "enrollments  \(counts.enrollments) started",
      "rejected     \(counts.rejected)",
      "warnings     \(counts.warnings)",
    ]
    if district.changed > 0 {
      lines += [
        "One that follows the import of the same district without --changed:",
        "accounts     \(changes.accountsCreated) created, \(changes.accountsUpdated) updated",
        "enrollments  \(changes.enrollmentsStarted) started, "
          + "\(changes.enrollmentsEnded) ended",
      ]
    }
    return lines
  }
}

extension SampleChanges {
  fileprivate var json: JSONValue {
    [
      "students": [
        "renamed": .int(studentsRenamed), "moved": .int(studentsMoved),
        "joined": .int(studentsJoined), "left": .int(studentsLeft),
      ],
      "teachers": ["renamed": .int(teachersRenamed), "joined": .int(teachersJoined)],
      "accounts": ["created": .int(accountsCreated), "updated": .int(accountsUpdated)],
      "enrollments": ["started": .int(enrollmentsStarted), "ended": .int(enrollmentsEnded)],
    ]
  }
}
