import Provisioning

/// Reads again the courses and terms that the classes of a page refer to, each once.
struct OneRosterLookup: ~Copyable {
  private let layout: OneRosterLayout
  private var courseRows: RowsAgain?
  private var sessionRows: RowsAgain?
  private var courses: [String: Section.Details] = [:]
  private var sessions: [String: OneRosterSession] = [:]

  /// Creates a lookup for a page of `listing`.
  init(_ layout: OneRosterLayout, _ listing: Listing<OneRosterLayout>) {
    self.layout = layout
    // Courses come in another order than classes: small pieces, or much is read for nothing.
    courseRows = listing.files[Int(OneRosterFile.courses.rawValue)].map {
      RowsAgain($0, chunk: 4 << 10)
    }
    sessionRows = listing.files[Int(OneRosterFile.academicSessions.rawValue)].map {
      RowsAgain($0, chunk: 4 << 10)
    }
  }

  /// Adds to a class what its course and terms say; what the class says itself stands.
  ///
  /// Of several terms, the class begins with the one that begins first and ends with the one that
  /// ends last: an app that puts ended classes away must not do so while one term still runs. All
  /// their titles are its term.
  mutating func complete(
    _ details: inout Section.Details?, course: String?, terms: [String]
  ) throws(ProvisioningError) {
    if let course = try course.flatMap({ (text) throws(ProvisioningError) in try self.course(text) }
    ) {
      details?.course = course.course
      details?.courseNumber = course.courseNumber
      if details?.subject == nil { details?.subject = course.subject }
    }
    var found: [OneRosterSession] = []
    for term in terms {
      if let session = try session(term) { found.append(session) }
    }
    found.sort { ($0.start ?? "", $0.end ?? "") < ($1.start ?? "", $1.end ?? "") }
    let titles = found.compactMap(\.title)
    details?.term = titles.isEmpty ? nil : titles.joined(separator: ", ")
    details?.termStart = found.compactMap(\.start).min()
    details?.termEnd = found.compactMap(\.end).max()
  }

  /// Throws `conflict` if a file is not what the first pass read.
  func finish() throws(ProvisioningError) {
    try courseRows?.finish()
    try sessionRows?.finish()
  }

  private mutating func course(_ text: String) throws(ProvisioningError) -> Section.Details? {
    if let known = courses[text] { return known }
    guard let offset = layout.courses.offset(of: text), let columns = layout.courseColumns
    else { return nil }
    try courseRows?.go(to: offset)
    let details = courseRows?.reader.course(columns, for: .values) { _, _ in }
    courses[text] = details
    return details
  }

  private mutating func session(_ text: String) throws(ProvisioningError) -> OneRosterSession? {
    if let known = sessions[text] { return known }
    guard let offset = layout.sessions.offset(of: text), let columns = layout.sessionColumns
    else { return nil }
    try sessionRows?.go(to: offset)
    let session = sessionRows?.reader.session(columns, for: .values) { _, _ in }
    sessions[text] = session
    return session
  }
}
