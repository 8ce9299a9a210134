import Provisioning

/// The second pass: makes pages of a listing, reading again only the rows that a page holds.
struct ListingPages<Layout: RosterLayout>: Sendable {
  let listing: Listing<Layout>
  let layout: Layout
  let provider: ProviderName
  let notesPerPage: Int
  private let district: String
  private let contents: [Content]
  /// Further schools by person, for each table of people; `nil` if nobody has any.
  private let moreSchools: [GroupedMembers?]

  /// What a page holds beside notes: rows of one file.
  private enum Content: Sendable {
    case people(file: Int, rows: Range<Int>)
    case sections(rows: Range<Int>)
    case departures(Range<Int>)
    /// Notes alone: all notes come before the first section, which they may protect.
    case nothing
  }

  /// Plans the pages. Complexity: O(people and sections).
  init(
    _ listing: Listing<Layout>, _ layout: Layout, provider: ProviderName, district: String,
    options: RosterFileOptions
  ) {
    self.listing = listing
    self.layout = layout
    self.provider = provider
    self.district = district
    notesPerPage = options.notesPerPage
    contents = Self.contents(of: listing, options)
    moreSchools = listing.people.map { table in
      guard !table.moreSchools.isEmpty else { return nil }
      return GroupedMembers(
        table.moreSchools, groups: table.count, members: listing.schools.count)
    }
  }

  private static func contents(
    of listing: Listing<Layout>, _ options: RosterFileOptions
  ) -> [Content] {
    var contents: [Content] = []
    for (file, people) in listing.peopleFiles.enumerated() {
      contents += ranges(people.rows.count, by: options.peoplePerPage).map {
        .people(file: file, rows: $0)
      }
    }
    let notePages = ranges(listing.notes.entries.count, by: options.notesPerPage).count
    contents += Array(repeating: .nothing, count: max(0, notePages - contents.count))
    var start = 0
    var members = 0
    for (row, section) in listing.sectionRows.enumerated() {
      members += listing.teachers[section.section].count + listing.students[section.section].count
      let isFull = members >= options.membersPerPage || row + 1 - start == options.peoplePerPage
      guard isFull || row + 1 == listing.sectionRows.count else { continue }
      contents.append(.sections(rows: start..<row + 1))
      start = row + 1
      members = 0
    }
    return contents
      + ranges(listing.departures.count, by: options.membersPerPage).map { .departures($0) }
  }

  private static func ranges(_ count: Int, by size: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }

  /// There is always one page.
  private var count: Int { max(1, contents.count) }

  private func number(after cursor: PageCursor?) throws(ProvisioningError) -> Int {
    guard let cursor else { return 0 }
    let parts = cursor.rawValue.utf8.split(separator: 0x2F).map { String($0) }
    guard parts.count == 2, parts[0] == listing.fingerprint, let text = parts[1],
      let number = Int(text), (1..<count).contains(number)
    else {
      throw ProvisioningError(
        .conflict, "The import cannot go on where it stopped.",
        reason: "The files are not those of the import that was begun.",
        remedy: "Start it again from the beginning.")
    }
    return number
  }

  // MARK: People

  private func people(_ file: Int, _ rows: Range<Int>) throws(ProvisioningError) -> [Identity] {
    let source = listing.peopleFiles[file]
    let profiles = try layout.profiles(source.rows[rows], in: source.file, of: listing)
    return zip(source.rows[rows], profiles).map { row, profile in
      var profile = profile
      let person = PersonNumber(table: source.table, number: row.person)
      profile.district = district
      profile.schools = schools(of: person)
      return Identity(key: personKey(person), profile: profile)
    }
  }

  /// The schools of a person, each once, the leading one first.
  private func schools(of person: PersonNumber) -> [String] {
    let table = Int(person.table)
    guard let first = listing.people[table].school(of: person.number) else { return [] }
    let more = moreSchools[table]?[person.number].filter { $0 != first } ?? []
    return ([first] + more).map { listing.schools.text($0) }
  }

  // MARK: Sections

  private func sections(_ rows: Range<Int>) throws(ProvisioningError) -> [RosterSection] {
    let rows = listing.sectionRows[rows]
    let details = try layout.details(rows, of: listing)
    var keys = StudentKeys(self)
    return zip(rows, details).map { row, details in
      var details = details
      details?.district = district
      return RosterSection(
        key: sectionKey(row.section), details: details, members: members(of: row.section, &keys),
        places: places(of: row.section))
    }
  }

  /// The teachers with the primary one first, then the students.
  private func members(
    of section: UInt32, _ keys: inout StudentKeys<Layout>
  ) -> [RosterSection.Member] {
    let (teachers, students) = (listing.teachers[section], listing.students[section])
    let primary = listing.primaryTeacher(of: section)
    var members: [RosterSection.Member] = []
    members.reserveCapacity(teachers.count + students.count)
    if let primary { members.append(.init(teacherKey(primary), .primaryTeacher)) }
    for teacher in teachers where teacher != primary {
      members.append(.init(teacherKey(teacher), .coTeacher))
    }
    for student in students { members.append(.init(keys[student], .student)) }
    return members
  }

  /// Where the members' rows stand, in the order of the members; blank if no lines are kept.
  private func places(of section: UInt32) -> [RosterPlace] {
    let primary = listing.primaryTeacher(of: section)
    let teachers = zip(listing.teachers[section], listing.teachers.lines(of: section))
    let lines =
      teachers.filter { $0.0 == primary }.map(\.1) + teachers.filter { $0.0 != primary }.map(\.1)
      + listing.students.lines(of: section)
    let file = listing.name(of: Layout.enrollments)
    return lines.map { RosterPlace(file: file, line: Int($0)) }
  }

  private func teacherKey(_ number: UInt32) -> Identity.Key {
    personKey(PersonNumber(table: Layout.teachers, number: number))
  }

  // MARK: Departures

  private func departures(_ range: Range<Int>) -> RosterDepartures {
    var departures = RosterDepartures()
    for departure in listing.departures[range] {
      switch departure {
      case .person(let person): departures.people.append(personKey(person))
      case .section(let section): departures.sections.append(sectionKey(section))
      case .member(let section, let person):
        departures.members.append(EnrollmentKey(sectionKey(section), personKey(person)))
      }
    }
    return departures
  }
}

/// Pages of a listing in any layout.
protocol PageMaker: Sendable {
  /// A digest of everything that the pages depend on.
  var fingerprint: String { get }
  /// How much the listing covers.
  var scope: RosterScope { get }
  /// How many people, sections and so on there are.
  var totals: RosterFileTotals { get }
  /// The page after `cursor`. Throws `conflict` if the cursor is of other files, or a file has
  /// changed since it was read.
  func page(after cursor: PageCursor?) throws(ProvisioningError) -> RosterPage
}

extension ListingPages: PageMaker {
  var fingerprint: String { listing.fingerprint }

  var scope: RosterScope { layout.scope }

  var totals: RosterFileTotals {
    RosterFileTotals(
      people: listing.peopleFiles.reduce(0) { $0 + $1.rows.count },
      sections: listing.sectionRows.count,
      members: listing.teachers.count + listing.students.count,
      rows: listing.rowCount, notes: listing.notes.entries.count, pages: count,
      bytes: listing.files.reduce(0) { $0 + ($1?.signature.size ?? 0) })
  }

  func page(after cursor: PageCursor?) throws(ProvisioningError) -> RosterPage {
    let number = try number(after: cursor)
    var page = RosterPage(notes: notes(ofPage: number))
    if number + 1 < count { page.next = PageCursor("\(listing.fingerprint)/\(number + 1)") }
    guard number < contents.count else { return page }
    switch contents[number] {
    case .people(let file, let rows): page.people = try people(file, rows)
    case .sections(let rows): page.sections = try sections(rows)
    case .departures(let range): page.departures = departures(range)
    case .nothing: break
    }
    return page
  }
}

/// The keys of students that a page asked for lately: a school's students come again and again, and
/// a key takes a piece of the heap.
private struct StudentKeys<Layout: RosterLayout> {
  private let pages: ListingPages<Layout>
  private var slots = [(number: UInt32, key: Identity.Key)?](repeating: nil, count: 1024)

  init(_ pages: ListingPages<Layout>) { self.pages = pages }

  subscript(number: UInt32) -> Identity.Key {
    mutating get {
      let slot = Int(number) % slots.count
      if let kept = slots[slot], kept.number == number { return kept.key }
      let key = pages.personKey(PersonNumber(table: Layout.students, number: number))
      slots[slot] = (number, key)
      return key
    }
  }
}
