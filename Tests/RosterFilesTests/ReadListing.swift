import Provisioning

/// All pages of an importer put together.
struct ReadListing: Hashable {
  var people: [Identity] = []
  var sections: [RosterSection] = []
  var departures = RosterDepartures()
  var notes: [RosterNote] = []
  var pages = 0

  init(of importer: some SectionImporter) async throws {
    var cursor: PageCursor?
    repeat {
      let page = try await importer.page(after: cursor)
      people += page.people
      sections += page.sections
      departures.people += page.departures.people
      departures.sections += page.departures.sections
      departures.members += page.departures.members
      notes += page.notes
      pages += 1
      cursor = page.next
    } while cursor != nil
  }

  /// Notes of rows that were not taken.
  var rejected: [RosterNote] { notes.filter { $0.isRejected } }
}
