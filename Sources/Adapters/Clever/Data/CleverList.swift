import Provisioning

/// A list of Clever's, read page by page.
struct CleverList<Record: Sendable>: Sendable {
  let data: CleverData
  let endpoint: CleverEndpoint
  /// The first page.
  let start: CleverPath
  let links: LinksRule
  let take: @Sendable (RecordFields) throws -> Record
  let id: @Sendable (Record) -> CleverID

  /// A page, and where the next one is.
  func page(
    at path: CleverPath
  ) async throws(ProvisioningError) -> (page: CleverPage<Record>, next: CleverPath?) {
    let body = try await data.body(of: path.target)
    let page = try usable { () throws(CleverRecordFault) in
      try CleverPage(body, of: endpoint, links: links, take)
    }
    guard let link = page.next else { return (page, path.behind(full: ids(page))) }
    guard let next = path.following(link, at: data.hosts) else {
      throw .brokenListing("The link to its next page leads elsewhere.")
    }
    try check(next, follows: page)
    return (page, next)
  }

  /// A page that is blank or cut off, or a link that skips some, loses records without a word. A
  /// page begins after an ID, which is that of the last record before it.
  private func check(
    _ next: CleverPath, follows page: CleverPage<Record>
  ) throws(ProvisioningError) {
    guard let last = ids(page).last else {
      throw .brokenListing("A page that is not the last has no records.")
    }
    if let after = next.startingAfter, let last, after != last.rawValue {
      throw .brokenListing("The next page does not begin where one ends.")
    }
  }

  /// Throws if Clever counts more records than were `listed`: a page was skipped. Asked when the last
  /// page is there, since new records come at the end of a list. Where Clever does not count, there
  /// is nothing to compare.
  func requireAll(listed: Int) async throws(ProvisioningError) {
    guard data.version != .v20 else { return }
    let body: [UInt8]
    do {
      body = try await data.body(of: "\(start.path)?count=true&limit=1")
    } catch {
      guard error.code == .notFound || error.code == .invalid else { throw error }
      return
    }
    guard let count = try? RecordFields.read(body, { $0.integer("count") }), listed < count else {
      return
    }
    throw .brokenListing("It has fewer records than Clever counts.")
  }

  /// The ID of each record, where it can be read.
  func ids(_ page: CleverPage<Record>) -> [CleverID?] {
    page.records.map { record in
      switch record {
      case .success(let record): id(record)
      case .failure(let unread): unread.id
      }
    }
  }

  /// All records of all pages, those that repeat left out; of those beyond `most`, some at most.
  func all(
    atMost most: Int = .max
  ) async throws(ProvisioningError) -> [Result<Record, UnreadRecord>] {
    var memory = ListingMemory(data.limits, now: data.now)
    var records: [Result<Record, UnreadRecord>] = []
    var path: CleverPath? = start
    for number in 0... {
      guard let here = path, records.count <= most else { break }
      try memory.enter(here, number, now: data.now)
      let (page, next) = try await page(at: here)
      let repeats = try memory.meet(ids(page), "", on: number, bytes: page.bytes)
      records += zip(page.records, repeats).filter { !$1 }.map(\.0)
      path = next
    }
    return records
  }
}

extension CleverData {
  /// The districts that the token may read.
  var districts: CleverList<CleverDistrict> {
    CleverList(
      data: self, endpoint: .districts, start: start("/districts", ""), links: .needed,
      take: { try CleverDistrict($0) }, id: \.id)
  }

  /// A list of people. `path` has neither host nor version.
  func people(
    _ people: CleverPeople, _ endpoint: CleverEndpoint, _ path: String, query: String = "",
    links: LinksRule
  ) -> CleverList<CleverPerson> {
    CleverList(
      data: self, endpoint: endpoint, start: start(path, query), links: links,
      take: { try CleverPerson($0, of: people) }, id: \.id)
  }

  /// A list of sections.
  func sections(
    _ endpoint: CleverEndpoint = .sections, _ path: String = "/sections", query: String = "",
    links: LinksRule
  ) -> CleverList<CleverSection> {
    CleverList(
      data: self, endpoint: endpoint, start: start(path, query), links: links,
      take: { try CleverSection($0) }, id: \.id)
  }

  /// All terms that the token may read.
  func terms(query: String) -> CleverList<CleverTerm> {
    CleverList(
      data: self, endpoint: .terms, start: start("/terms", query), links: .needed,
      take: { try CleverTerm($0) }, id: \.id)
  }

  /// All courses that the token may read.
  func courses(query: String) -> CleverList<CleverCourse> {
    CleverList(
      data: self, endpoint: .courses, start: start("/courses", query), links: .needed,
      take: { try CleverCourse($0) }, id: \.id)
  }

  private func start(_ path: String, _ query: String) -> CleverPath {
    CleverPath(version.pathPrefix + path, query: query)
  }
}
