import Provisioning

/// The second pass: makes pages of a listing, reading again only the rows that a page holds.
struct ListingPages<Layout: RosterLayout>: Sendable {
  let listing: Listing<Layout>
  let layout: Layout
  let provider: ProviderName
  private let district: String
  private let plan: PagePlan
  /// Further schools by person, for each table of people; `nil` if nobody has any.
  private let moreSchools: [GroupedMembers?]

  /// Plans the pages. Complexity: O(people and sections).
  init(
    _ listing: Listing<Layout>, _ layout: Layout, provider: ProviderName, district: String,
    options: RosterFileOptions
  ) {
    self.listing = listing
    self.layout = layout
    self.provider = provider
    self.district = district
    let moreSchools = listing.people.map { table -> GroupedMembers? in
      guard !table.moreSchools.isEmpty else { return nil }
      return GroupedMembers(
        table.moreSchools, groups: table.count, members: listing.schools.count)
    }
    self.moreSchools = moreSchools
    plan = PagePlan(
      schools: listing.peopleFiles.lazy.flatMap { file in
        file.rows.lazy.map { 1 + (moreSchools[Int(file.table)]?[$0.person].count ?? 0) }
      },
      notes: listing.notes.entries.count,
      members: listing.sectionRows.lazy.map {
        listing.teachers[$0.section].count + listing.students[$0.section].count
      },
      departures: listing.departures.count, options: options, fingerprint: listing.fingerprint)
  }

  // MARK: People

  /// The people of `places`, which count through all files of people.
  private func people(_ places: Range<Int>) throws(ProvisioningError) -> [Identity] {
    var people: [Identity] = []
    people.reserveCapacity(places.count)
    var start = 0
    for file in listing.peopleFiles {
      let rows = places.clamped(to: start..<start + file.rows.count)
      if !rows.isEmpty {
        people += try self.people(
          file, file.rows[rows.lowerBound - start..<rows.upperBound - start])
      }
      start += file.rows.count
    }
    return people
  }

  private func people(
    _ file: Listing<Layout>.PeopleFile, _ rows: ArraySlice<Listing<Layout>.PersonRow>
  ) throws(ProvisioningError) -> [Identity] {
    zip(rows, try layout.profiles(rows, in: file.file, of: listing)).map { row, profile in
      var profile = profile
      let person = PersonNumber(table: file.table, number: row.person)
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
  /// The notes of all pages.
  var allNotes: RosterNotes { get }
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
      rows: listing.rowCount, notes: listing.notes.entries.count, pages: plan.count,
      bytes: listing.files.reduce(0) { $0 + ($1?.signature.size ?? 0) })
  }

  func page(after cursor: PageCursor?) throws(ProvisioningError) -> RosterPage {
    let (content, next) = try plan.page(after: cursor)
    var page = RosterPage(notes: notes(content.notes), next: next)
    page.people = try people(content.people)
    if !content.sections.isEmpty { page.sections = try sections(content.sections) }
    page.departures = departures(content.departures)
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
