/// Works out what a part of a listing changes. It only reads.
///
/// A value that grows along one pass over a listing: it remembers whom it met, so that a section's
/// members need not be looked up again, and what must not count as absent.
struct RosterPlanner {
  let store: any AccountStore
  let provider: ProviderName
  let scope: RosterScope
  let blanks: RosterBlanks
  let linkers: [any IdentityLinker]
  let run: Run
  /// The day on which the run began, in UTC as `yyyy-mm-dd`: a term that ended before it is over.
  let today: String

  /// The sections that are held by themselves.
  var heldSections: Set<Section.Key> = []
  /// The section that an administrator has approved as another class.
  var approved: Section.Key?

  var people: ListedPeople
  /// Listed people who were known under another name.
  var renamed: Set<Identity.Key> = []
  var listed: KeyTable<Section>
  /// Whether a section that changes of a district tell of is the district's: it may come to be.
  var covered: [Section.Key: Bool] = [:]
  /// Who a listing of changes says is in a section: somebody who left and came back is in it.
  var kept: Set<EnrollmentKey> = []
  /// Sections that a listing of changes names as gone, on whichever page.
  var leaving: Set<Section.Key> = []
  /// What a listing of changes has ended so far: it may name the same as gone in several ways.
  var ended: Set<EnrollmentKey> = []
  var protection = Protection()

  init(
    store: any AccountStore, provider: ProviderName, scope: RosterScope, blanks: RosterBlanks,
    linkers: [any IdentityLinker], run: Run
  ) {
    self.store = store
    self.provider = provider
    self.scope = scope
    self.blanks = blanks
    people = ListedPeople(of: provider)
    listed = KeyTable(of: provider)
    self.linkers = linkers
    self.run = run
    today = String(run.began.description.prefix(10))
  }

  /// Takes note of what the page's rejected rows protect. Before anything on the page is planned.
  mutating func protect(_ notes: [RosterNote]) { protection.add(notes) }

  /// The plan for a page: its people, then its sections and their members. What has gone is planned
  /// when the whole listing is known.
  mutating func plan(
    _ page: RosterPage, _ naming: AccountNaming
  ) async throws(ProvisioningError) -> RosterPart {
    var part = RosterPart(over: store)
    if !page.people.isEmpty { try await plan(people: page.people, naming, &part) }
    if !page.sections.isEmpty { try await plan(sections: page.sections, &part) }
    return part
  }
}

/// A part of an import's plan.
struct RosterPart {
  var draft: Draft
  var report = RosterReport()
  /// How many active enrollments the part could have ended, those of past terms left out.
  var scope = 0
  /// How many it ends, those of past terms left out.
  var ends = 0
  /// How many are of people who are not listed any more, or under another name.
  var strangers = 0
  /// Rows that only the store shows to be of no use.
  var notes: [RosterNote] = []
  /// Sections that are held, each by itself.
  var held: [HeldItem] = []
  /// The assertions that the part ends already: each changes once.
  var ended: Set<EnrollmentKey> = []

  init(over reader: any AccountReader) { draft = Draft(over: reader) }
}
