import Provisioning

/// Where the columns of classes.csv stand.
struct OneRosterClassColumns: Sendable {
  let sourcedID: Int
  let title: Int
  let grades: Int?
  let course: Int?
  let code: Int?
  let school: Int?
  let terms: Int?
  let subjects: Int?
  let periods: Int?

  /// Finds the columns of 1.1 and 1.2.
  init(_ header: inout OneRosterHeader) throws(ProvisioningError) {
    sourcedID = try header.requiredColumn(.sourcedID)
    title = try header.requiredColumn(.title)
    grades = header.column(.grades)
    course = header.column(.courseSourcedID)
    code = header.column(.classCode)
    school = header.column(.schoolSourcedID)
    terms = header.column(.termSourcedIDs)
    subjects = header.column(.subjects)
    periods = header.column(.periods)
  }
}

extension CSVReader {
  /// The terms of the current row's class, each once. No class is taught in more than a few; their
  /// titles are one text.
  func terms(_ columns: OneRosterClassColumns, warn: (RowFault) -> Void) -> [String] {
    list(of: columns.terms, most: 20, warn: warn)
  }

  /// What the current row says of its class by itself, apart from identifiers. `warn` hears of each
  /// optional cell that cannot be used.
  borrowing func details(
    _ columns: OneRosterClassColumns, for purpose: RowPurpose,
    warn: (OneRosterColumn, RowFault) -> Void
  ) -> Section.Details {
    func optional(_ place: Int?, _ column: OneRosterColumn) -> String? {
      optionalText(of: place, for: purpose) { warn(column, $0) }
    }
    var details = Section.Details()
    details.name = optional(columns.title, .title)
    details.sectionNumber = optional(columns.code, .classCode)
    details.grade = optional(columns.grades, .grades).flatMap(RosterValue.grade)
    details.subject = optional(columns.subjects, .subjects).flatMap(OneRosterValue.listed)
    details.period = optional(columns.periods, .periods).flatMap(OneRosterValue.listed)
    details.school = optional(columns.school, .schoolSourcedID)
    return details
  }
}
