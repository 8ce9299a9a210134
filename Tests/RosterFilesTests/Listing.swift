import Provisioning

/// All pages of an importer put together.
struct Listing: Hashable {
  var people: [Identity] = []
  var sections: [RosterSection] = []
  var notes: [RosterNote] = []
  var pages = 0

  init(of importer: some SectionImporter) async throws {
    var cursor: PageCursor?
    repeat {
      let page = try await importer.page(after: cursor)
      people += page.people
      sections += page.sections
      notes += page.notes
      pages += 1
      cursor = page.next
    } while cursor != nil
  }

  /// Notes of rows that were not taken.
  var rejected: [RosterNote] { notes.filter { $0.kind != .warning } }
}
