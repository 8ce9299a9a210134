import Provisioning

extension Session {
  func sections(_ keys: [Section.Key]) throws(ProvisioningError) -> [Section] {
    var found: [Section] = []
    try forEachKey(keys) { key throws(ProvisioningError) in
      if let section = try section(key) { found.append(section) }
    }
    return found
  }

  func section(_ key: Section.Key) throws(ProvisioningError) -> Section? {
    guard let provider = try number(of: key.provider) else { return nil }
    return try firstRow(
      .sectionByKey,
      bind: {
        $0.bind(provider)
        $0.bind(key.subject.rawValue)
      }
    ) { row throws(ProvisioningError) in try section(from: &row) }
  }

  func sections(
    of provider: ProviderName?, after key: Section.Key?, limit: Int
  ) throws(ProvisioningError) -> [Section] {
    try page(after: key, of: provider, limit: limit) {
      provider, id, limit throws(ProvisioningError) in
      try rows(
        .sectionsAfter,
        bind: {
          $0.bind(provider)
          $0.bind(id)
          $0.bind(limit)
        }
      ) { row throws(ProvisioningError) in try section(from: &row) }
    }
  }

  /// The number of the section of `key`.
  func number(of key: Section.Key) throws(ProvisioningError) -> Int64? {
    guard let provider = try number(of: key.provider) else { return nil }
    return try firstRow(
      .sectionNumber,
      bind: {
        $0.bind(provider)
        $0.bind(key.subject.rawValue)
      }
    ) { $0.integer() }
  }

  private func section(from row: inout Row) throws(ProvisioningError) -> Section {
    let provider = try provider(row.integer())
    let key = Section.Key(provider, try row.identifier())
    let status = try Section.Status(code: row.integer())
    let revision = Revision(row.integer())
    let local = try LocalEdits<Section.Details>(text: row.optionalText())
    let state = Section.State(status: status, asserted: row.details(), local: local)
    return Section(key: key, state: state, revision: revision)
  }
}

extension Row {
  fileprivate mutating func details() -> Section.Details {
    var details = Section.Details()
    details.name = optionalText()
    details.sectionNumber = optionalText()
    details.subject = optionalText()
    details.grade = optionalText()
    details.course = optionalText()
    details.courseNumber = optionalText()
    details.period = optionalText()
    details.school = optionalText()
    details.district = optionalText()
    details.term = optionalText()
    details.termStart = optionalText()
    details.termEnd = optionalText()
    return details
  }
}

extension Statement {
  func bind(_ details: Section.Details) {
    bind(details.name)
    bind(details.sectionNumber)
    bind(details.subject)
    bind(details.grade)
    bind(details.course)
    bind(details.courseNumber)
    bind(details.period)
    bind(details.school)
    bind(details.district)
    bind(details.term)
    bind(details.termStart)
    bind(details.termEnd)
  }
}

extension Query {
  static let detailColumns = [
    "name", "section_number", "subject", "grade", "course", "course_number", "period", "school",
    "district", "term", "term_start", "term_end",
  ]

  private static let sections =
    "SELECT provider, id, status, revision, local, \(detailColumns.joined(separator: ", ")) "
    + "FROM section"

  static let sectionByKey = Query("\(sections) WHERE provider = ? AND id = ?")
  static let sectionNumber = Query("SELECT number FROM section WHERE provider = ? AND id = ?")
  static let sectionsAfter = Query(
    "\(sections) WHERE provider = ? AND id > ? ORDER BY id LIMIT ?")
}
