/// A teacher's own listing, read whole: some classes, not thousands. Only the chosen sections are on
/// it, and only the people who are in one of them.
struct OwnListing: SectionImporter {
  let provider: ProviderName
  let scope: RosterScope
  let blanks: RosterBlanks
  let page: RosterPage
  var arrival: RosterArrival { .whole }

  init(
    _ importer: any SectionImporter, _ choice: SectionChoice
  ) async throws(ProvisioningError) {
    provider = importer.provider
    scope = importer.scope
    blanks = importer.blanks
    var whole = RosterPage()
    var cursor: PageCursor?
    repeat {
      if Task.isCancelled { throw .cancelled }
      let page = try await importer.page(after: cursor)
      whole.people += page.people
      whole.sections += page.sections
      whole.notes += page.notes
      cursor = page.next
    } while cursor != nil
    if case .only = choice {
      whole.sections.removeAll { !choice.takes($0.key) }
      let members = Set(whole.sections.flatMap(\.members).map(\.key))
      whole.people.removeAll { !members.contains($0.key) }
    }
    page = whole
  }

  func fingerprint() -> String? { nil }

  func page(after cursor: PageCursor?) -> RosterPage { page }
}
