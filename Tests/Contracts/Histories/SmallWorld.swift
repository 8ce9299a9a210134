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
    case 0..<31: return .signIn(identity(), reply())
    case 31..<56: return bringIn()
    case 56..<67: return .merge(key(), into: key(), rules())
    case 67..<71: return .link(key(), to: key())
    case 71..<75: return .unlink(key())
    case 75..<80: return .move(key(), to: key(), rules())
    case 80..<82: return .create(key(), identity().profile)
    case 82..<84: return .disable(key())
    case 84..<86: return .enable(key())
    case 86..<89: return edit()
    case 89..<90:
      let section = Section.Key.named("clever:s\(Int.random(in: 0..<4, using: &random))")
      return .rename(section, random.happens(60) ? "Own name" : nil)
    default:
      let policies: [UndoPolicy] = [.refuse, .refuse, .keepLater, .revertLater]
      let back = random.happens(50) ? 0 : Int.random(in: 0..<6, using: &random)
      return .undo(back: back, random.pick(policies))
    }
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
      sharing: provider == "lib" ? .teacher : .district, profile: profile)
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
    let owner = random.happens(35) ? random.pick(Self.teachers) : nil
    if let owner { roster.scope = .teacher(.named(subjects[owner] ?? "")) }
    for number in 0..<4 where random.happens(70) {
      roster.sections.append(section("\(provider):s\(number)", owner, subjects))
    }
    if random.happens(30) { roster.notes = [note(provider, subjects)] }
    if random.happens(5) { roster.failingPage = Int.random(in: 0..<4, using: &random) }
    return roster
  }

  private mutating func section(
    _ key: String, _ owner: Int?, _ subjects: [Int: String]
  ) -> RosterSection {
    var teachers = Self.teachers.filter { _ in random.happens(60) }
    if let owner { teachers = [owner] + teachers.filter { $0 != owner } }
    let students = Self.students.filter { _ in random.happens(60) }
    return .section(
      key, name: random.happens(80) ? key : "\(key) again",
      teachers: teachers.compactMap { subjects[$0] }, students: students.compactMap { subjects[$0] }
    )
  }

  private mutating func note(_ provider: String, _ subjects: [Int: String]) -> RosterNote {
    let section = Section.Key.named("\(provider):s\(Int.random(in: 0..<4, using: &random))")
    let person = Identity.Key.named(subjects[Int.random(in: 0..<7, using: &random)] ?? "")
    return .rejected(
      protecting: random.pick([
        .nothing, .person(person), .section(section), .enrollment(section, person), .allPeople,
        .allSections, .allEnrollments,
      ]))
  }
}
