import Provisioning

/// What has changed in a district since an event: a listing of changes that was read as a whole.
struct CleverChanges: SectionImporter {
  var provider: ProviderName { .clever }
  var scope: RosterScope { .districtChanges(district.name) }
  var arrival: RosterArrival { .whole }

  private let district: CleverID
  private let since: CleverID?
  private let pages: [RosterPage]
  /// How many events there were.
  let events: Int
  /// The last of them; the one before them if there were none.
  let last: CleverID?

  /// Folds the events since one, read in full.
  init(
    of district: CleverID, since: CleverID?, _ events: [Result<CleverEvent, UnreadRecord>],
    _ catalog: CleverCatalog
  ) {
    self.district = district
    self.since = since
    self.events = events.count
    var fold = EventFold(district: district, catalog: catalog)
    for (number, event) in events.enumerated() {
      fold.take(event, at: RecordPlace(endpoint: .events, number: number + 1))
    }
    pages = fold.pages
    last = events.compactMap { (try? $0.get())?.id }.last ?? since
  }

  func fingerprint() async throws(ProvisioningError) -> String? {
    "events \(since?.rawValue ?? "") \(last?.rawValue ?? "")"
  }

  func page(after cursor: PageCursor?) async throws(ProvisioningError) -> RosterPage {
    guard let cursor else { return pages[0] }
    guard let number = Int(cursor.rawValue), pages.indices.contains(number) else {
      throw ProvisioningError(
        .invalid, "The listing cannot go on.", reason: "The cursor is not one of this importer's.",
        remedy: "Import from the beginning.")
    }
    return pages[number]
  }
}
