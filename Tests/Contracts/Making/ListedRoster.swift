import Provisioning

/// A section importer over a listing in memory, with pages: people first, then sections.
public struct ListedRoster: SectionImporter, Hashable {
  public var provider: ProviderName
  public var scope: RosterScope
  /// The people, in the order of the listing.
  public var people: [Identity]
  /// The sections with their members, in the order of the listing.
  public var sections: [RosterSection]
  /// What has gone, in a listing of changes; told with the last page.
  public var departures = RosterDepartures()
  /// What could not be taken; told with the first page.
  public var notes: [RosterNote]
  /// How many people or sections stand on a page.
  public var pageSize: Int
  /// The page that cannot be read, from 0; `nil` if all can.
  public var failingPage: Int?
  /// What ``fingerprint()`` says.
  public var digest: String?
  /// Whether a page may fail to arrive; a listing of `whole` that fails is one that was killed.
  public var arrival = RosterArrival.pageByPage
  /// Whether blank fields say nothing; those of a listing of changes never do.
  public var leavesBlanksUntold = false

  /// Creates a listing.
  public init(
    _ provider: String = "clever", scope: RosterScope = .provider, people: [Identity] = [],
    sections: [RosterSection] = [], notes: [RosterNote] = [], pageSize: Int = 100,
    failingPage: Int? = nil, digest: String? = nil
  ) {
    self.provider = .named(provider)
    self.scope = scope
    self.people = people
    self.sections = sections
    self.notes = notes
    self.pageSize = pageSize
    self.failingPage = failingPage
    self.digest = digest
  }

  public var blanks: RosterBlanks {
    leavesBlanksUntold || scope.isOfChanges ? .untold : .told
  }

  public func fingerprint() -> String? { digest }

  public func allNotes() -> RosterNotes? {
    var all = RosterNotes()
    all.append(notes)
    return all
  }

  public func page(after cursor: PageCursor?) throws(ProvisioningError) -> RosterPage {
    let number = cursor.flatMap { Int($0.rawValue) } ?? 0
    guard number != failingPage else {
      throw ProvisioningError(.unavailable, "The listing cannot be read.")
    }
    let peoplePages = (people.count + pageSize - 1) / pageSize
    let sectionPages = (sections.count + pageSize - 1) / pageSize
    var page = RosterPage(notes: number == 0 ? notes : [])
    if number < peoplePages {
      page.people = Array(people.dropFirst(number * pageSize).prefix(pageSize))
    } else {
      let skipped = (number - peoplePages) * pageSize
      page.sections = Array(sections.dropFirst(skipped).prefix(pageSize))
    }
    if number + 1 < peoplePages + sectionPages {
      page.next = PageCursor(String(number + 1))
    } else {
      page.departures = departures
    }
    return page
  }
}
