import Provisioning

/// What an import came to, for programs and for people.
struct RosterOutcomeView {
  let outcome: RosterOutcome
  let seconds: Double

  /// How many sections are named that lose members.
  private static let listedSections = 10

  /// The exit code: something of the listing, or all of it, waits for a person.
  var exitCode: ExitCode { held == nil ? .done : .personMustDecide }

  /// What is held: the listing, or the sections that are held by themselves as one.
  private var held: JSONValue? {
    if let item = outcome.held { return json(item.name, item.reason, item.ends ?? 0) }
    guard let first = outcome.heldSections.first else { return nil }
    let ends = outcome.heldSections.reduce(0) { $0 + ($1.ends ?? 0) }
    return json(first.name, first.reason, ends)
  }

  private func json(_ id: String, _ reason: String, _ ends: Int) -> JSONValue {
    ["id": .string(id), "reason": .string(reason), "ends": .int(ends)]
  }

  // MARK: For programs

  var json: JSONValue {
    let (accounts, sections) = (outcome.report.accounts, outcome.report.sections)
    let enrollments = outcome.report.enrollments
    return [
      "run": JSONValue(outcome.run?.rawValue), "entries": .int(outcome.report.entries),
      "dry_run": .bool(outcome.run == nil),
      "accounts": [
        "created": .int(accounts.created), "updated": .int(accounts.updated),
        "unchanged": .int(accounts.unchanged),
      ],
      "sections": [
        "created": .int(sections.created), "updated": .int(sections.updated),
        "unchanged": .int(sections.unchanged), "archived": .int(sections.archived),
        "restored": .int(sections.restored),
      ],
      "enrollments": [
        "started": .int(enrollments.started), "ended": .int(enrollments.ended),
        "changed": .int(enrollments.changed), "unchanged": .int(enrollments.unchanged),
        "restored": .int(enrollments.restored),
      ],
      "warnings": rows { !$0.isRejected }, "rejected": rows { $0.isRejected },
      "held": held ?? .null, "seconds": .double((seconds * 1000).rounded() / 1000),
    ]
  }

  private func rows(where isMeant: (RosterNotes.Note) -> Bool) -> JSONValue {
    let notes = outcome.notes
    let places = notes.indices.filter { isMeant(notes[$0]) }
    return .rows(JSONRows(count: places.count) { notes[places[$0]].json })
  }

  // MARK: For people

  var lines: [String] {
    let (accounts, sections) = (outcome.report.accounts, outcome.report.sections)
    let enrollments = outcome.report.enrollments
    return [
      heading,
      "accounts     \(accounts.created) created, \(accounts.updated) updated, "
        + "\(accounts.unchanged) unchanged",
      "sections     \(sections.created) created, \(sections.updated) updated, "
        + "\(sections.unchanged) unchanged, \(sections.archived) archived, "
        + "\(sections.restored) restored",
      "enrollments  \(enrollments.started) started, \(enrollments.ended) ended, "
        + "\(enrollments.changed) changed, \(enrollments.unchanged) unchanged, "
        + "\(enrollments.restored) restored",
    ] + (outcome.run == nil && outcome.held == nil ? endings : []) + outcome.notes.lines + heldLines
  }

  /// Whether what follows was done.
  private var heading: String {
    guard let run = outcome.run else { return "dry run: nothing was written" }
    if outcome.held != nil { return "run \(run): held, so this is only what would happen" }
    return outcome.report.entries == 0 ? "run \(run): nothing changed" : "run \(run)"
  }

  private var heldLines: [String] {
    let sections = outcome.heldSections.flatMap { item in
      ["HELD: section \(item.section ?? ""): \(item.reason) It stays as it was."]
        + advice(on: item)
    }
    guard let item = outcome.held else { return sections }
    return sections + ["HELD: \(item.reason) Nothing was written."] + endings
      + advice(on: item)
  }

  /// The sections that would lose most.
  private var endings: [String] {
    let sorted = outcome.endings.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let lines = sorted.prefix(Self.listedSections).map { "  \($0.key): \($0.value) would end" }
    let more = sorted.count - lines.count
    return more > 0 ? lines + ["  … and \(more.grouped) more sections"] : lines
  }

  /// What to do about an item. A dry run has kept none that could be looked at.
  private func advice(on item: HeldItem) -> [String] {
    guard outcome.run != nil else {
      return ["  Without --dry-run it is held, and 'linkctl held show \(item.name)' tells more."]
    }
    return [
      "  look:      linkctl held show \(item.name)",
      "  if right:  linkctl held approve \(item.name)",
      "  if wrong:  linkctl held discard \(item.name)",
    ]
  }
}

extension RosterNotes.Note {
  fileprivate var json: JSONValue {
    [
      "file": .string(file), "line": .int(line), "field": .string(field),
      "reason": .string(reason),
    ]
  }
}
