/// Gets a listing whose pages may fail to arrive, whole and once, before anything is compared.
///
/// One page stays in memory; more are kept as records until the import has ended. Where the
/// importer's cursors stay good, a listing that was stopped goes on behind its last page.
struct Arrival {
  private struct Place: Codable {
    /// What this listing's pages go by: another import of the feed has its own.
    var id = ""
    let began: Int64
    let fingerprint: String?
    var pages = 0
    var rows = 0
    /// `nil` at the end; of a listing that has not begun as well.
    var next: String?
  }

  /// For how long a stopped listing goes on, in seconds: its rest would be of another day.
  private static let patience: Int64 = 2 * 3600
  /// For how long what is kept may be needed, in seconds.
  private static let lifetime: Int64 = 24 * 3600

  private let importer: any SectionImporter
  private let store: any RecordStore
  private let environment: Environment
  private let key: Record.Key
  private var place: Place
  /// The version of the record that keeps the place.
  private var version: Int64

  /// Finds where the listing was stopped, or begins it.
  init(
    of importer: any SectionImporter, in store: any RecordStore, _ environment: Environment
  ) async throws(ProvisioningError) {
    self.importer = importer
    self.store = store
    self.environment = environment
    key = Record.Key(.staging, "arriving-\(RunLog.name(of: importer))")
    let fingerprint = try await importer.fingerprint()
    let record = try await store.record(key)
    let now = environment.now()
    version = record?.version ?? 0
    place = Place(began: now.milliseconds, fingerprint: fingerprint)
    guard importer.arrival == .resumable, let record else { return }
    let known = try recordValue(Place.self, in: record)
    let end = Timestamp(milliseconds: known.began).adding(seconds: Self.patience)
    if known.fingerprint == fingerprint, now < end { place = known }
  }

  private var staging: Staging { Staging(named: "\(key.name) \(place.id)", in: store) }

  /// The whole listing. Throws what the importer throws, `busy` if another import is getting the
  /// same listing, and the errors of the store.
  mutating func listing(
    _ progress: (RosterProgress) -> Void
  ) async throws(ProvisioningError) -> ArrivedListing {
    if place.pages == 0 {
      let page = try await importer.page(after: nil)
      guard page.next != nil else {
        return ArrivedListing(importer, place.fingerprint, of: page)
      }
      place.id = environment.makeName(.run)
      try await keep(page)
    }
    let total = try await importer.size()
    while let cursor = place.next {
      progress(RosterProgress(stage: .listing, rows: place.rows, total: total))
      if Task.isCancelled { throw .cancelled }
      try await keep(try await importer.page(after: PageCursor(cursor)))
    }
    return ArrivedListing(
      importer, place.fingerprint ?? "arrived \(place.id)", of: place.pages, in: staging)
  }

  private mutating func keep(_ page: RosterPage) async throws(ProvisioningError) {
    let expires = Timestamp(milliseconds: place.began).adding(seconds: Self.lifetime)
    let kept = try await staging.change(
      place.pages, to: page, of: importer.provider, expires: expires)
    place.pages += 1
    place.rows += page.rows
    place.next = page.next?.rawValue
    let put = RecordChange.put(
      key, value: try recordText(place), expires: expires, replacing: version)
    do {
      try await store.write([put] + [kept].compactMap { $0 })
    } catch {
      guard error.code == .conflict else { throw error }
      throw ProvisioningError(
        .busy, "The import was stopped.", reason: "Another import of the same feed is running.",
        remedy: "Let that one end, then import again.")
    }
    version += 1
  }

  /// Forgets what is kept of the listing.
  func forget() async throws(ProvisioningError) {
    guard place.pages > 0 else { return }
    try await staging.clear()
    try await Staging.forget([.take(key, version: version)], in: store)
  }
}

/// A listing that has arrived.
struct ArrivedListing: SectionImporter {
  private enum Pages {
    case one(RosterPage)
    case kept(Int, Staging)
  }

  private let importer: any SectionImporter
  private let digest: String?
  private let pages: Pages

  init(_ importer: any SectionImporter, _ fingerprint: String?, of page: RosterPage) {
    self.importer = importer
    digest = fingerprint
    pages = .one(page)
  }

  init(
    _ importer: any SectionImporter, _ fingerprint: String, of count: Int, in staging: Staging
  ) {
    self.importer = importer
    digest = fingerprint
    pages = .kept(count, staging)
  }

  var provider: ProviderName { importer.provider }
  var scope: RosterScope { importer.scope }
  var blanks: RosterBlanks { importer.blanks }
  var arrival: RosterArrival { .whole }
  func fingerprint() async throws(ProvisioningError) -> String? { digest }
  func size() async throws(ProvisioningError) -> Int? { try await importer.size() }
  func allNotes() async throws(ProvisioningError) -> RosterNotes? { try await importer.allNotes() }

  func page(after cursor: PageCursor?) async throws(ProvisioningError) -> RosterPage {
    switch pages {
    case .one(let page): return page
    case .kept(let count, let staging):
      return try await staging.page(after: cursor, among: count, of: provider)
    }
  }
}
