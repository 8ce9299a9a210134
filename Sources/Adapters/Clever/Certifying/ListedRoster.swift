import Provisioning

/// A whole listing at hand, which can be given out again.
struct ListedRoster: SectionImporter {
  let provider: ProviderName
  let scope: RosterScope
  var page = RosterPage()
  var arrival: RosterArrival { .whole }

  /// Reads all pages.
  init(of importer: any SectionImporter) async throws(ProvisioningError) {
    provider = importer.provider
    scope = importer.scope
    var cursor: PageCursor?
    repeat {
      let next = try await importer.page(after: cursor)
      page.people += next.people
      page.sections += next.sections
      page.notes += next.notes
      cursor = next.next
    } while cursor != nil
  }

  func fingerprint() async throws(ProvisioningError) -> String? { nil }
  func page(after cursor: PageCursor?) async throws(ProvisioningError) -> RosterPage { page }

  /// The listing without one of its sections.
  func without(_ section: Section.Key) -> ListedRoster {
    var roster = self
    roster.page.sections.removeAll { $0.key == section }
    return roster
  }

  // MARK: Whom Clever asks about

  /// The sections in which each person teaches, and those in which each learns.
  func sections(teaching: Bool) -> [Identity.Key: [RosterSection]] {
    var sections: [Identity.Key: [RosterSection]] = [:]
    for section in page.sections {
      for member in section.members where member.role.teaches == teaching {
        sections[member.key, default: []].append(section)
      }
    }
    return sections
  }
}

extension RosterSection {
  /// Who teaches it.
  var teachers: [Identity.Key] { members.filter { $0.role.teaches }.map(\.key) }
  /// Who learns in it.
  var students: [Identity.Key] { members.filter { !$0.role.teaches }.map(\.key) }
}
