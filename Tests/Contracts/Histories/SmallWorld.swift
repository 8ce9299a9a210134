import Provisioning

/// The small world of random histories: seven people whom three providers know, and what chance
/// makes of them. Small, so that people meet: SIS IDs are shared between roles, addresses between
/// people, and every provider knows everyone.
struct SmallWorld {
  var random: SplitMix64

  /// `lib` shares by the teacher's word, the others by the district's.
  static let providers = ["clever", "feed", "lib"]
  private static let roles: [Role] = [
    .teacher, .teacher, .staff, .student, .student, .student, .student,
  ]
  private static let sisIDs: [String?] = ["1", "2", "1", "1", "2", "3", nil]
  private static let districts = ["north", "south"]
  private static let teachers = [0, 1]
  private static let students = [3, 4, 5, 6]

  mutating func history(of count: Int) -> [Step] { (0..<count).map { _ in step() } }

  mutating func gate() -> RoleGate {
    switch Int.random(in: 0..<10, using: &random) {
    case 0: RoleGate(roles: [.teacher, .student])
    case 1: RoleGate(districts: ["north"])
    default: .open
    }
  }

  mutating func policy() -> SignInPolicy {
    var policy = SignInPolicy(claimedBySISID: random.happens(30) ? .link : .ask)
    switch Int.random(in: 0..<3, using: &random) {
    case 0: for role in Role.allCases { policy.newcomers[role] = .create }
    case 1: policy.newcomers[.student] = .ask
    default: break
    }
    return policy
  }

  // MARK: Steps

  private mutating func step() -> Step {
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<27: return .signIn(identity(), reply())
    case 27..<53: return bringIn()
    case 53..<62: return .merge(key(), into: key(), rules())
    case 62..<66: return .link(key(), to: key())
    case 66..<69: return .unlink(key())
    case 69..<73: return .move(key(), to: key(), rules())
    case 73..<75: return .create(key(), identity().profile)
    case 75..<77: return .disable(key())
    case 77..<79: return .enable(key())
    case 79..<81: return edit()
    case 81..<82: return .rename(sectionKey("clever"), random.happens(60) ? "Own name" : nil)
    case 82..<88: return .approve(held(), into: key())
    case 88..<90: return .discard(held())
    case 90..<92: return .undoRun(back: back(2), undoPolicy())
    default: return .undo(back: back(6), undoPolicy())
    }
  }

  private mutating func undoPolicy() -> UndoPolicy {
    random.pick([.refuse, .refuse, .keepLater, .revertLater])
  }

  private mutating func back(_ furthest: Int) -> Int {
    random.happens(50) ? 0 : Int.random(in: 0..<furthest, using: &random)
  }

  private mutating func held() -> Step.Held {
    Step.Held(
      kind: random.pick([.removals, .removals, .section, .section, .pair, .role]),
      place: Int.random(in: 0..<3, using: &random))
  }

  private mutating func rules() -> MergeRules {
    MergeRules(allowing: random.happens(60) ? [.roles, .districts] : [])
  }

  private mutating func edit() -> Step {
    let texts: [[String]?] = [["Own"], [], nil]
    return .edit(key(), random.pick([.given, .email, .grade]), random.pick(texts))
  }

  private mutating func reply() -> Step.Reply {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: .leaves
    case 1: .has(key())
    default: .new
    }
  }

  // MARK: People

  private mutating func key() -> Identity.Key {
    let provider = random.pick(Self.providers)
    return .named("\(provider):\(subject(Int.random(in: 0..<7, using: &random), provider))")
  }

  /// Now and then Clever calls a person by an older subject.
  private mutating func subject(_ person: Int, _ provider: String) -> String {
    provider == "clever" && random.happens(15) ? "o\(person)" : "p\(person)"
  }

  mutating func identity() -> Identity {
    identity(Int.random(in: 0..<7, using: &random), random.pick(Self.providers))
  }

  private mutating func identity(_ person: Int, _ provider: String) -> Identity {
    let subject = subject(person, provider)
    var profile = Profile.person(
      Self.roles[person], "P\(person)\(random.happens(25) ? "x" : "")",
      email: person.isMultiple(of: 2) ? "shared@example.org" : nil,
      sis: random.happens(70) ? Self.sisIDs[person] : nil,
      district: person == 6 ? "south" : "north")
    if random.happens(8) { profile.roles.append(.districtAdmin) }
    if random.happens(4) { profile.roles = [.student] }
    if random.happens(3) { profile.roles = [] }
    let knowsAlias = provider == "clever" && subject.hasPrefix("p") && random.happens(60)
    return Identity(
      key: .named("\(provider):\(subject)"), aliases: knowsAlias ? [.named("o\(person)")] : [],
      sharing: provider == "lib" || random.happens(8) ? .teacher : .district, profile: profile)
  }

  // MARK: Rosters

  private mutating func bringIn() -> Step {
    let limits: [RemovalLimit] = [.none, .none, .over(count: 2, percent: 20), .standard]
    return .bringIn(roster(), random.pick(limits))
  }

  mutating func roster() -> ListedRoster {
    let provider = random.pick(Self.providers)
    var subjects: [Int: String] = [:]
    var roster = ListedRoster(provider, pageSize: random.pick([1, 2, 100]))
    for person in 0..<7 {
      let identity = identity(person, provider)
      subjects[person] = identity.key.description
      if random.happens(85) { roster.people.append(identity) }
    }
    if random.happens(20) { return changes(roster, subjects) }
    let owner = random.happens(35) ? random.pick(Self.teachers) : nil
    if let owner {
      roster.scope = .teacher(.named(subjects[owner] ?? ""))
    } else if random.happens(40) {
      roster.scope = .district(.named(random.pick(Self.districts)))
    }
    for number in 0..<4 where random.happens(70) {
      roster.sections.append(section("\(provider):s\(number)", owner, subjects))
    }
    roster.leavesBlanksUntold = random.happens(30)
    if random.happens(30) { roster.notes = [note(provider, subjects)] }
    if random.happens(5) { roster.failingPage = Int.random(in: 0..<4, using: &random) }
    return roster
  }

  /// A listing of changes: fewer people and sections, and who and what has gone.
  private mutating func changes(
    _ roster: ListedRoster, _ subjects: [Int: String]
  ) -> ListedRoster {
    var roster = roster
    let provider = roster.provider.rawValue
    roster.scope = .changes
    if random.happens(40) {
      roster.scope = .districtChanges(.named(random.pick(Self.districts)))
    }
    roster.people.removeAll { _ in random.happens(50) }
    for place in roster.people.indices where random.happens(20) {
      roster.people[place].profile = Profile()
    }
    for number in 0..<4 where random.happens(40) {
      var section = self.section("\(provider):s\(number)", nil, subjects)
      if random.happens(50) { section.details = nil }
      roster.sections.append(section)
    }
    for _ in 0..<3 {
      let person = Identity.Key.named(subjects[Int.random(in: 0..<7, using: &random)] ?? "")
      if random.happens(15) { roster.departures.people.append(person) }
      if random.happens(20) { roster.departures.sections.append(sectionKey(provider)) }
      if random.happens(40) {
        roster.departures.members.append(EnrollmentKey(sectionKey(provider), person))
      }
    }
    if random.happens(20) { roster.notes = [note(provider, subjects)] }
    return roster
  }

  private mutating func sectionKey(_ provider: String) -> Section.Key {
    .named("\(provider):s\(Int.random(in: 0..<4, using: &random))")
  }

  /// Now and then another class has the section's ID: fewer people, another course and term.
  private mutating func section(
    _ key: String, _ owner: Int?, _ subjects: [Int: String]
  ) -> RosterSection {
    let isOther = random.happens(25)
    var teachers = Self.teachers.filter { _ in random.happens(isOther ? 20 : 60) }
    if let owner { teachers = [owner] + teachers.filter { $0 != owner } }
    let students = Self.students.filter { _ in random.happens(isOther ? 20 : 60) }
    var section = RosterSection.section(
      key, name: random.happens(80) ? key : "\(key) again",
      teachers: teachers.compactMap { subjects[$0] }, students: students.compactMap { subjects[$0] }
    )
    section.details?.course = isOther ? "Biology" : "Art"
    section.details?.term = isOther ? "Y2" : "Y1"
    if random.happens(30) { section.details?.period = "3" }
    if random.happens(80) { section.details?.district = random.pick(Self.districts) }
    return section
  }

  private mutating func note(_ provider: String, _ subjects: [Int: String]) -> RosterNote {
    let section = sectionKey(provider)
    let person = Identity.Key.named(subjects[Int.random(in: 0..<7, using: &random)] ?? "")
    var note = RosterNote.rejected(
      protecting: random.pick([
        .nothing, .person(person), .section(section), .enrollment(section, person), .allPeople,
        .allSections, .allEnrollments,
      ]))
    if random.happens(20) { note.kind = .warning(protecting: .enrollment(section, person)) }
    return note
  }
}
