import Provisioning
import ProvisioningTesting

/// Pages with everything that a page can hold, from a seed.
struct RandomPage {
  private static let texts = [
    "", "Quill", "\"", "\\", "\\u0041", "\n", "\r\n", "\t", "\u{1F}", "\u{7F}", "\u{2028}",
    "\u{E9}", "e\u{301}", "👩🏽‍🏫", "{\"person\":{}}", "null", "\u{10FFFF}", "\u{FEFF}", " blank ",
  ]

  private var generator: SplitMix64
  private let provider = ProviderName.named("lakeside")

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  /// A page without the place where the listing goes on.
  mutating func page() -> RosterPage {
    var page = RosterPage()
    page.people = some { $0.identity() }
    page.sections = some { $0.section() }
    page.departures = RosterDepartures(
      people: some { $0.key() }, sections: some { $0.key() },
      members: some { EnrollmentKey($0.key(), $0.key()) })
    page.notes = some { $0.note() }
    return page
  }

  /// A line that gives some of a section's members in full.
  mutating func sectionInFull() -> RosterLine {
    var section = section()
    var people: [Identity] = []
    var met: Set<Identity.Key> = []
    section.members = section.members.filter { met.insert($0.key).inserted }
    section.places = []
    for member in section.members where chance(50) {
      var identity = identity()
      identity.key = member.key
      people.append(identity)
    }
    return .section(section, people: people)
  }

  mutating func identity() -> Identity {
    var profile = Profile()
    profile.roles = some { $0.pick(Role.allCases) }
    for field in Profile.Field.allCases where chance(50) {
      switch field {
      case .roles: break
      case .schools: profile.schools = some { $0.text() }
      default: profile[field] = [text()]
      }
    }
    return Identity(
      key: key(), aliases: some { $0.identifier() }, sharing: pick(Sharing.allCases),
      profile: profile)
  }

  private mutating func section() -> RosterSection {
    var details = chance(80) ? Section.Details() : nil
    for field in Section.Details.Field.allCases where chance(50) { details?[field] = [text()] }
    let members = some {
      RosterSection.Member($0.key(), $0.pick(EnrollmentRole.allCases))
    }
    let places = chance(50) ? members.map { _ in RosterPlace(file: text(), line: number()) } : []
    return RosterSection(key: key(), details: details, members: members, places: places)
  }

  private mutating func note() -> RosterNote {
    let protected: [RosterNote.Protected] = [
      .nothing, .person(key()), .section(key()), .enrollment(key(), key()), .allPeople,
      .allSections, .allEnrollments,
    ]
    let kind: RosterNote.Kind =
      chance(20) ? .warning(protecting: pick(protected)) : .rejected(protecting: pick(protected))
    return RosterNote(kind, file: text(), line: number(), field: text(), reason: text())
  }

  private mutating func key<Owner>() -> ProviderKey<Owner> { ProviderKey(provider, identifier()) }

  private mutating func identifier<Owner>() -> Identifier<Owner> {
    .named(pick(["1", "q-1", "student/12", "a:b", "\\", "\"", "~", "{}", "null"]))
  }

  private mutating func text() -> String { pick(Self.texts) }

  private mutating func number() -> Int { pick([0, 1, 12, -3, .max, .min]) }

  private mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
    choices[Int.random(in: 0..<choices.count, using: &generator)]
  }

  private mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &generator) < percent
  }

  private mutating func some<Thing>(_ make: (inout Self) -> Thing) -> [Thing] {
    (0..<Int.random(in: 0..<4, using: &generator)).map { _ in make(&self) }
  }
}
