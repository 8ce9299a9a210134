import Provisioning

/// The second pass: makes pages of a listing, reading again only the lines that a page holds.
struct JSONLinesPages: Sendable {
  let listing: JSONLinesListing
  let file: SourceFile
  let lines: UsableLines
  private let plan: PagePlan

  /// Plans the pages. Complexity: O(people and sections).
  init(
    _ listing: JSONLinesListing, file: SourceFile, lines: UsableLines,
    options: RosterFileOptions
  ) {
    self.listing = listing
    self.file = file
    self.lines = lines
    plan = PagePlan(
      schools: listing.personRows.lazy.map { listing.schoolCount(of: $0) },
      notes: listing.notes.count, members: listing.sectionRows.lazy.map { Int($0.members) },
      options: options, fingerprint: listing.fingerprint)
  }

  /// How many people, sections and so on there are.
  var totals: RosterFileTotals {
    RosterFileTotals(
      people: listing.personRows.count, sections: listing.sectionRows.count,
      members: listing.memberCount, rows: listing.lineCount, notes: listing.notes.count,
      pages: plan.count, bytes: file.signature.size)
  }

  /// The page after `cursor`.
  func page(after cursor: PageCursor?) throws(ProvisioningError) -> RosterPage {
    let (content, next) = try plan.page(after: cursor)
    var page = RosterPage(next: next)
    var reader = LinesAgain(file, lines)
    for row in listing.personRows[content.people] {
      page.people.append(try person(row, &reader))
    }
    for row in listing.sectionRows[content.sections] {
      page.sections.append(try section(row, &reader))
    }
    for note in listing.notes[content.notes] { page.notes.append(try self.note(note, &reader)) }
    try file.requireUnchanged()
    return page
  }

  /// The notes of all pages. Complexity: O(notes), and the lines that they are of are read again.
  func allNotes() throws(ProvisioningError) -> RosterNotes {
    var notes = RosterNotes()
    var reader = LinesAgain(file, lines)
    for note in listing.notes { notes.append([try self.note(note, &reader)]) }
    try file.requireUnchanged()
    return notes
  }

  private func person(
    _ row: JSONLinesListing.PersonRow, _ reader: inout LinesAgain
  ) throws(ProvisioningError) -> Identity {
    let found: Identity? =
      switch (try reader.line(at: row.offset), row.place) {
      case (.success(.person(let identity)), nil): identity
      case (.success(.section(_, let people)), let place?) where place < people.count:
        people[Int(place)]
      default: nil
      }
    guard let found else { throw .changedFile(file.name) }
    var identity = lines.usable(found) { _, _ in }
    identity.profile.schools = listing.schools(of: row)
    return identity
  }

  private func section(
    _ row: JSONLinesListing.SectionRow, _ reader: inout LinesAgain
  ) throws(ProvisioningError) -> RosterSection {
    guard case .success(.section(var section, _)) = try reader.line(at: row.offset) else {
      throw .changedFile(file.name)
    }
    section.details = section.details.map { lines.usable($0) { _, _ in } }
    var met: Set<Identity.Key> = []
    section.members = section.members.filter {
      listing.lists($0.key) && met.insert($0.key).inserted
    }
    section.places = []
    return section
  }
}

/// Reads lines again, by the places where they begin. Several things of one line come one after
/// another, so the last line is kept.
struct LinesAgain: ~Copyable {
  private var reader: LineReader
  private let lines: UsableLines
  private var last: (offset: Int64, bytes: [UInt8], line: Result<RosterLine, RosterLine.Fault>)?

  init(_ file: SourceFile, _ lines: UsableLines) {
    // A page's lines take some ten kilobytes up to some hundred.
    reader = LineReader(file, chunk: 32 << 10)
    self.lines = lines
  }

  /// The line that begins at `offset`, or what is wrong with it.
  mutating func line(
    at offset: Int64
  ) throws(ProvisioningError) -> Result<RosterLine, RosterLine.Fault> {
    if let last, last.offset == offset { return last.line }
    reader.seek(to: offset)
    guard let bytes = try reader.next() else { throw .changedFile(reader.window.source.name) }
    let line = Result { () throws(RosterLine.Fault) in try lines.line(bytes) }
    last = (offset, bytes, line)
    return line
  }

  /// What the line that begins at `offset` speaks of, if it cannot be used.
  mutating func named(at offset: Int64) throws(ProvisioningError) -> RosterNote.Protected {
    _ = try line(at: offset)
    return last.flatMap { lines.text.named(in: $0.bytes) } ?? .allSections
  }
}
