/// What notes keep from counting as absent.
///
/// A listing of which more rows than ``limit`` cannot be used says nothing by what it leaves out:
/// then everything of the kind is kept, and memory stays small.
struct Protection {
  private static let limit = 100_000

  private var people: Set<Identity.Key> = []
  private var sections: Set<Section.Key> = []
  private var enrollments: Set<EnrollmentKey> = []
  private var allEnrollments = false
  private var allSections = false
  private var namesTooMany = false

  mutating func add(_ notes: [RosterNote]) {
    for note in notes {
      switch note.protected {
      case .nothing: break
      case .person(let key): people.insert(key)
      case .section(let key): sections.insert(key)
      case .enrollment(let section, let key): enrollments.insert(EnrollmentKey(section, key))
      case .allPeople, .allEnrollments: allEnrollments = true
      case .allSections: allSections = true
      }
    }
    if people.count + enrollments.count > Self.limit {
      (allEnrollments, namesTooMany) = (true, true)
      (people, enrollments) = ([], [])
    }
    if sections.count > Self.limit {
      (allSections, namesTooMany) = (true, true)
      sections = []
    }
  }

  func keeps(_ section: Section.Key) -> Bool { allSections || sections.contains(section) }

  func keeps(_ assertion: Enrollment.Assertion) -> Bool {
    allEnrollments || allSections || names(assertion)
  }

  /// Whether a rejected row that could be read speaks of the section. Against a row that says that
  /// it is gone, one that may speak of any says nothing.
  func names(_ section: Section.Key) -> Bool { namesTooMany || sections.contains(section) }

  /// Whether a rejected row that could be read speaks of the assertion.
  func names(_ assertion: Enrollment.Assertion) -> Bool {
    names(assertion.section) || people.contains(assertion.key)
      || enrollments.contains(EnrollmentKey(assertion.section, assertion.key))
  }
}
