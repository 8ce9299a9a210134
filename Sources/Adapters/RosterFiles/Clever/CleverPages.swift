import Provisioning

/// The second pass: makes pages of a listing, reading again only the rows that a page holds.
struct CleverPages: Sendable {
  let listing: CleverListing
  let folder: SourceFolder
  let provider: ProviderName
  let district: String
  let notesPerPage: Int
  private let contents: [Content]
  /// Further schools, of repeated rows, by person, for each table of people; `nil` if no row repeats.
  private let moreSchools: [GroupedMembers?]

  /// What a page holds beside notes: rows of one file.
  private enum Content: Sendable {
    case people(file: Int, rows: Range<Int>)
    case sections(rows: Range<Int>)
    /// Notes alone: all notes come before the first section, which they may protect.
    case nothing
  }

  /// Plans the pages. Complexity: O(people and sections).
  init(
    _ listing: CleverListing, folder: SourceFolder, provider: ProviderName, district: String,
    options: RosterFileOptions
  ) {
    self.listing = listing
    self.folder = folder
    self.provider = provider
    self.district = district
    notesPerPage = options.notesPerPage
    var contents: [Content] = []
    for (file, people) in listing.peopleFiles.enumerated() {
      for start in stride(from: 0, to: people.rows.count, by: options.peoplePerPage) {
        let end = min(start + options.peoplePerPage, people.rows.count)
        contents.append(.people(file: file, rows: start..<end))
      }
    }
    let noteCount = listing.notes.entries.count
    let notePages = (noteCount + options.notesPerPage - 1) / options.notesPerPage
    contents += Array(repeating: .nothing, count: max(0, notePages - contents.count))
    var start = 0
    var members = 0
    for (row, section) in listing.sectionRows.enumerated() {
      members += 1 + section.coTeachers.count + listing.students[row].count
      let isFull = members >= options.membersPerPage || row + 1 - start == options.peoplePerPage
      guard isFull || row + 1 == listing.sectionRows.count else { continue }
      contents.append(.sections(rows: start..<row + 1))
      start = row + 1
      members = 0
    }
    self.contents = contents
    moreSchools = listing.people.map { table in
      guard !table.moreSchools.isEmpty else { return nil }
      return GroupedMembers(
        table.moreSchools, groups: table.entries.count, members: listing.schools.count)
    }
  }

  /// How many people, sections and so on there are.
  var totals: RosterFileTotals {
    RosterFileTotals(
      people: listing.peopleFiles.reduce(0) { $0 + $1.rows.count },
      sections: listing.sectionRows.count,
      members: listing.sectionRows.count + listing.coTeachers.count + listing.students.count,
      rows: listing.rowCount, notes: listing.notes.entries.count, pages: count,
      bytes: listing.signatures.reduce(0) { $0 + ($1?.size ?? 0) })
  }

  /// There is always one page.
  private var count: Int { max(1, contents.count) }

  /// The page after `cursor`.
  func page(after cursor: PageCursor?) throws(ProvisioningError) -> RosterPage {
    let number = try number(after: cursor)
    var page = RosterPage(notes: notes(ofPage: number))
    if number + 1 < count { page.next = PageCursor("\(listing.fingerprint)/\(number + 1)") }
    guard number < contents.count else { return page }
    switch contents[number] {
    case .people(let file, let rows): page.people = try people(file, rows)
    case .sections(let rows): page.sections = try sections(rows)
    case .nothing: break
    }
    return page
  }

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
    let table = listing.people[Int(source.people.rawValue)]
    var reader = try reopen(source.file)
    var people: [Identity] = []
    people.reserveCapacity(rows.count)
    for row in source.rows[rows] {
      try goTo(row.offset, &reader)
      var profile = reader.profile(source.columns, source.people, for: .values) { _, _ in }
      profile.sisID = table.identifiers.text(row.person)
      profile.district = district
      let person = PersonNumber(table: source.people.rawValue, number: row.person)
      profile.schools = schools(of: person)
      people.append(Identity(key: personKey(person), profile: profile))
    }
    try requireUnchanged(reader, source.file)
    return people
  }

  /// The schools of a person's rows, each once, in the order of the rows.
  private func schools(of person: PersonNumber) -> [String] {
    let table = Int(person.table)
    let first = listing.people[table].entries[Int(person.number)].school
    let more = moreSchools[table]?[Int(person.number)] ?? []
    return ([first] + more).map { listing.schools.text($0) }
  }

  // MARK: Sections

  private func sections(_ rows: Range<Int>) throws(ProvisioningError) -> [RosterSection] {
    guard let columns = listing.sectionColumns else { return [] }
    let teachers = listing.people[Int(CleverPeople.teachers.rawValue)]
    var reader = try reopen(.sections)
    var keys = StudentKeys(self)
    var sections: [RosterSection] = []
    sections.reserveCapacity(rows.count)
    for place in rows {
      let row = listing.sectionRows[place]
      try goTo(row.offset, &reader)
      let name = listing.familyNames.text(
        teachers.entries[Int(row.primaryTeacher)].familyName)
      var details = reader.details(columns, teacher: name, for: .values) { _, _ in }
      details.school = reader.text(of: columns.school).text
      details.district = district
      sections.append(
        RosterSection(
          key: sectionKey(row.section), details: details,
          members: members(of: row, at: place, &keys)))
    }
    try requireUnchanged(reader, .sections)
    return sections
  }

  private func members(
    of row: CleverListing.SectionRow, at place: Int, _ keys: inout StudentKeys
  ) -> [RosterSection.Member] {
    let students = listing.students[place]
    var members: [RosterSection.Member] = []
    members.reserveCapacity(1 + row.coTeachers.count + students.count)
    members.append(.init(teacherKey(row.primaryTeacher), .primaryTeacher))
    for teacher in listing.coTeachers[row.coTeachers] {
      members.append(.init(teacherKey(teacher), .coTeacher))
    }
    for student in students { members.append(.init(keys[student], .student)) }
    return members
  }

  private func teacherKey(_ number: UInt32) -> Identity.Key {
    personKey(PersonNumber(table: CleverPeople.teachers.rawValue, number: number))
  }

  // MARK: Reading again

  private func reopen(_ file: CleverFile) throws(ProvisioningError) -> CSVReader {
    let source = try folder.open(listing.names[Int(file.rawValue)])
    guard source.signature == listing.signatures[Int(file.rawValue)] else {
      throw .changedFile(source.name)
    }
    // A page's rows take some ten kilobytes up to some hundred.
    return CSVReader(source, chunk: 32 << 10)
  }

  private func goTo(_ offset: Int64, _ reader: inout CSVReader) throws(ProvisioningError) {
    reader.seek(to: offset)
    guard try reader.next() else { throw .changedFile(reader.window.source.name) }
  }

  private func requireUnchanged(
    _ reader: borrowing CSVReader, _ file: CleverFile
  ) throws(ProvisioningError) {
    guard reader.window.source.isUnchanged else { throw .changedFile(reader.window.source.name) }
  }
}

/// The keys of students that a page asked for lately: a school's students come again and again, and
/// a key takes a piece of the heap.
private struct StudentKeys {
  private let pages: CleverPages
  private var slots = [(number: UInt32, key: Identity.Key)?](repeating: nil, count: 1024)

  init(_ pages: CleverPages) { self.pages = pages }

  subscript(number: UInt32) -> Identity.Key {
    mutating get {
      let slot = Int(number) % slots.count
      if let kept = slots[slot], kept.number == number { return kept.key }
      let key = pages.personKey(
        PersonNumber(table: CleverPeople.students.rawValue, number: number))
      slots[slot] = (number, key)
      return key
    }
  }
}
