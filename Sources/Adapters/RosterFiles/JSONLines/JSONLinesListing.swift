import Provisioning

/// What one reading of all lines leaves in memory: who and what is listed and where it stands, and
/// what there is to note. Names and other texts stay in the file.
///
/// Some 60 bytes a person, 50 a section, 24 a note, 8 a member who was not yet listed.
struct JSONLinesListing: Sendable {
  /// A person who counts.
  struct PersonRow: Sendable {
    /// Where the line begins.
    let offset: Int64
    let person: UInt32
    /// The place among the people whom a section's line gives; `nil` for a line of its own.
    let place: UInt32?
  }

  /// A section that counts.
  struct SectionRow: Sendable {
    let offset: Int64
    let line: UInt32
    /// How many members a page will have of it.
    var members: UInt32
  }

  /// Something to note of a line, which is read again for it.
  struct Note: Sendable {
    let offset: Int64
    let line: UInt32
    let cause: Cause
  }

  /// Why there is something to note.
  enum Cause: Sendable {
    /// The line cannot be used.
    case unusable
    /// The line is a note.
    case given
    case repeatedSection
    case repeatedMember(UInt32)
    case unlistedMember(UInt32)
    /// A value of the person on the line cannot be used, or of the member at a place.
    case value(Profile.Field, ValueFault, member: UInt32?)
    /// A value of the section cannot be used.
    case detail(Section.Details.Field, ValueFault)
  }

  /// What is known of a person's subject.
  private struct Person {
    /// The number of the schools of the row that counts, from 1; 0 while there is none.
    var schools: UInt32 = 0
    /// The number of the section that named the person last, from 1.
    var section: UInt32 = 0
  }

  /// A member who was not listed when the section came.
  private struct Mention {
    let member: UInt32
    let person: UInt32
  }

  /// All lines read, blank ones left out.
  private(set) var lineCount = 0
  /// A digest of everything that the listing depends on.
  var fingerprint = ""
  private(set) var personRows: [PersonRow] = []
  private(set) var sectionRows: [SectionRow] = []
  private(set) var notes: [Note] = []

  private var subjects = IdentifierTable()
  /// By the subject's number.
  private var people: [Person] = []
  private var sections = IdentifierTable()
  private var schools = SchoolLists()
  /// In the order of the sections.
  private var mentions: [Mention] = []
  /// How many of them each section has.
  private var mentionCounts: [UInt32] = []

  /// How many members the sections have.
  var memberCount: Int { sectionRows.reduce(0) { $0 + Int($1.members) } }

  /// Whether a line gives the person.
  func lists(_ key: Identity.Key) -> Bool {
    guard let number = subjects.number(of: key.subject.rawValue.utf8.span) else { return false }
    return people[Int(number)].schools != 0
  }

  /// The schools that all lines of the person name, each once.
  func schools(of row: PersonRow) -> [String] {
    schools.all(of: row.person, after: people[Int(row.person)].schools)
  }

  /// How many schools the lines of the person name, repeats included.
  func schoolCount(of row: PersonRow) -> Int {
    schools.count(of: row.person, after: people[Int(row.person)].schools)
  }

  // MARK: Taking lines

  /// Takes a line that cannot be used.
  mutating func takeUnusable(at offset: Int64, line: Int) {
    lineCount += 1
    note(.unusable, offset, line)
  }

  /// Takes a line that can be used.
  mutating func take(_ content: RosterLine, _ lines: UsableLines, at offset: Int64, line: Int) {
    lineCount += 1
    switch content {
    case .person(let identity):
      take(identity, lines, at: offset, line: line, place: nil, member: nil)
    case .section(let section, let people):
      take(section, people, lines, at: offset, line: line)
    case .note: note(.given, offset, line)
    case .departed: preconditionFailure("a whole listing has no departures")
    }
  }

  private mutating func take(
    _ identity: Identity, _ lines: UsableLines, at offset: Int64, line: Int, place: UInt32?,
    member: UInt32?
  ) {
    let number = number(of: identity.key)
    let isFirst = people[Int(number)].schools == 0
    var warnings: [(Profile.Field, ValueFault)] = []
    let usable = lines.usable(identity) { warnings.append(($0, $1)) }
    let list = schools.number(of: usable.profile.schools)
    guard isFirst else {
      return schools.add(list, to: number, after: people[Int(number)].schools)
    }
    people[Int(number)].schools = list
    personRows.append(PersonRow(offset: offset, person: number, place: place))
    for (field, fault) in warnings { note(.value(field, fault, member: member), offset, line) }
  }

  private mutating func take(
    _ section: RosterSection, _ people: [Identity], _ lines: UsableLines, at offset: Int64,
    line: Int
  ) {
    var rest = people[...]
    for (index, member) in section.members.enumerated() where rest.first?.key == member.key {
      let place = UInt32(people.count - rest.count)
      take(
        rest.removeFirst(), lines, at: offset, line: line, place: place, member: UInt32(index))
    }
    // People of a repeated section are people all the same.
    guard sections.insert(section.key.subject.rawValue.utf8.span).isNew else {
      return note(.repeatedSection, offset, line)
    }
    if let details = section.details {
      _ = lines.usable(details) { note(.detail($0, $1), offset, line) }
    }
    takeMembers(of: section, at: offset, line: line)
  }

  private mutating func takeMembers(of section: RosterSection, at offset: Int64, line: Int) {
    let row = UInt32(sectionRows.count)
    let mentionsBefore = mentions.count
    var count: UInt32 = 0
    for (index, member) in section.members.enumerated() {
      let number = number(of: member.key)
      guard people[Int(number)].section != row + 1 else {
        note(.repeatedMember(UInt32(index)), offset, line)
        continue
      }
      people[Int(number)].section = row + 1
      count += 1
      guard people[Int(number)].schools == 0 else { continue }
      mentions.append(Mention(member: UInt32(index), person: number))
    }
    mentionCounts.append(UInt32(mentions.count - mentionsBefore))
    sectionRows.append(
      SectionRow(offset: offset, line: UInt32(clamping: line), members: count))
  }

  /// Ends the taking: whom no line has listed by now is listed by none. Throws once there are
  /// `limit` notes; `file` is for the message.
  mutating func finish(limit: Int, in file: String) throws(ProvisioningError) {
    var rest = mentions[...]
    for (row, count) in mentionCounts.enumerated() {
      let section = sectionRows[row]
      for mention in rest.prefix(Int(count)) where people[Int(mention.person)].schools == 0 {
        sectionRows[row].members -= 1
        note(.unlistedMember(mention.member), section.offset, Int(section.line))
      }
      guard notes.count < limit else {
        throw .tooManyNotes(file, line: Int(section.line), notes.count)
      }
      rest = rest.dropFirst(Int(count))
    }
    (mentions, mentionCounts) = ([], [])
  }

  private mutating func number(of key: Identity.Key) -> UInt32 {
    let (number, isNew) = subjects.insert(key.subject.rawValue.utf8.span)
    if isNew { people.append(Person()) }
    return number
  }

  private mutating func note(_ cause: Cause, _ offset: Int64, _ line: Int) {
    notes.append(Note(offset: offset, line: UInt32(clamping: line), cause: cause))
  }
}

/// The schools of people. Most people of a school have the same list, which is kept once.
private struct SchoolLists: Sendable {
  private var lists: [[String]] = []
  private var numbers: [[String]: UInt32] = [:]
  /// Further lists of people whose lines differ, by person.
  private var further: [UInt32: [UInt32]] = [:]

  /// The number of a list, from 1.
  mutating func number(of list: [String]) -> UInt32 {
    if let number = numbers[list] { return number }
    lists.append(list)
    numbers[list] = UInt32(lists.count)
    return UInt32(lists.count)
  }

  /// Adds a list to those of a person, whose first one has the number `first`.
  mutating func add(_ list: UInt32, to person: UInt32, after first: UInt32) {
    guard list != first, further[person]?.contains(list) != true else { return }
    further[person, default: []].append(list)
  }

  /// All schools of a person, each once, in the order in which they came.
  func all(of person: UInt32, after first: UInt32) -> [String] {
    let numbers = [first] + (further[person] ?? [])
    var seen: Set<String> = []
    return numbers.flatMap { lists[Int($0) - 1] }.filter { seen.insert($0).inserted }
  }

  /// How many schools a person's lists have together.
  func count(of person: UInt32, after first: UInt32) -> Int {
    let more = further[person]?.reduce(0) { $0 + lists[Int($1) - 1].count } ?? 0
    return lists[Int(first) - 1].count + more
  }
}
