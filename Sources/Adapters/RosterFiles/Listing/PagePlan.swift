import Provisioning

/// How a listing is cut into pages: people come first, sections once all notes are out, and what
/// has gone at the end.
struct PagePlan: Sendable {
  /// What a page holds, by places in the listing.
  struct Page: Sendable {
    var people = 0..<0
    var sections = 0..<0
    var departures = 0..<0
    var notes = 0..<0
  }

  /// How many pages there are, at least one.
  var count: Int { pages.count }

  private let pages: [Page]
  private let fingerprint: String

  /// Plans the pages. `schools` has the number of schools of each person, `members` that of members
  /// of each section, and `fingerprint` is a digest of what is listed. Complexity: O(people and
  /// sections).
  init(
    schools: some Sequence<Int>, notes: Int, members: some Sequence<Int>, departures: Int = 0,
    options: RosterFileOptions, fingerprint: String
  ) {
    var pages = Self.cut(schools, options).map { Page(people: $0) }
    for (page, start) in stride(from: 0, to: notes, by: options.notesPerPage).enumerated() {
      if page == pages.count { pages.append(Page()) }
      pages[page].notes = start..<min(start + options.notesPerPage, notes)
    }
    pages += Self.cut(members, options).map { Page(sections: $0) }
    for start in stride(from: 0, to: departures, by: options.membersPerPage) {
      pages.append(Page(departures: start..<min(start + options.membersPerPage, departures)))
    }
    self.pages = pages.isEmpty ? [Page()] : pages
    self.fingerprint = fingerprint
  }

  /// Cuts what comes one after another into parts that are full, by number or by `weights`.
  private static func cut(
    _ weights: some Sequence<Int>, _ options: RosterFileOptions
  ) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var (part, held) = (0..<0, 0)
    for weight in weights {
      part = part.lowerBound..<part.upperBound + 1
      held += weight
      guard held >= options.membersPerPage || part.count == options.peoplePerPage else { continue }
      parts.append(part)
      (part, held) = (part.upperBound..<part.upperBound, 0)
    }
    return part.isEmpty ? parts : parts + [part]
  }

  /// The page after `cursor`, and the cursor to the one after that. Throws `conflict` if the cursor
  /// is of another listing.
  func page(
    after cursor: PageCursor?
  ) throws(ProvisioningError) -> (page: Page, next: PageCursor?) {
    let number = try cursor.map { cursor throws(ProvisioningError) in try place(of: cursor) } ?? 0
    let next = number + 1 < count ? PageCursor("\(fingerprint)/\(number + 1)") : nil
    return (pages[number], next)
  }

  private func place(of cursor: PageCursor) throws(ProvisioningError) -> Int {
    let parts = cursor.rawValue.utf8.split(separator: 0x2F).map { String($0) }
    guard parts.count == 2, parts[0] == fingerprint, let text = parts[1],
      let number = Int(text), (1..<count).contains(number)
    else {
      throw ProvisioningError(
        .conflict, "The import cannot go on where it stopped.",
        reason: "The files are not those of the import that was begun.",
        remedy: "Start it again from the beginning.")
    }
    return number
  }
}
