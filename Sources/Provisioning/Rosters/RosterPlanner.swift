/// Works out what a part of a listing changes. It only reads.
///
/// A value that grows along one pass over a listing: it remembers whom it met, so that a section's
/// members need not be looked up again, and what must not count as absent.
struct RosterPlanner {
  let store: any AccountStore
  let importer: any SectionImporter
  let linkers: [any IdentityLinker]
  let environment: Environment

  var people: Set<Identity.Key> = []
  var listed: Set<Section.Key> = []
  var protection = Protection()
  /// Who of this listing has each SIS key first: two keys of one listing are two people.
  var placesBySIS: [SISKey: Identity.Key] = [:]
  /// By which key each account was met first, and the further keys of accounts met: an account that
  /// two listed people were merged into is counted once.
  var firstKeys: [Account.ID: Identity.Key] = [:]
  var twins: [Identity.Key: Identity.Key] = [:]

  init(
    store: any AccountStore, importer: any SectionImporter, linkers: [any IdentityLinker],
    environment: Environment
  ) {
    self.store = store
    self.importer = importer
    self.linkers = linkers
    self.environment = environment
  }

  /// Takes note of what the page's rejected rows protect. Before anything on the page is planned.
  mutating func protect(_ notes: [RosterNote]) { protection.add(notes) }

  /// The plan for a page: its people, then its sections and their members.
  mutating func plan(_ page: RosterPage) async throws(ProvisioningError) -> RosterPart {
    var part = RosterPart(over: store)
    if !page.people.isEmpty { try await plan(people: page.people, &part) }
    if !page.sections.isEmpty { try await plan(sections: page.sections, &part) }
    return part
  }
}

/// A part of an import's plan.
struct RosterPart {
  var draft: Draft
  var report = RosterReport()
  /// How many active enrollments the part could have ended.
  var scope = 0

  init(over reader: any AccountReader) { draft = Draft(over: reader) }
}
