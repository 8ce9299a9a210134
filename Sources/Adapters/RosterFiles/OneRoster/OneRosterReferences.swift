import Provisioning

/// Rows that others refer to by their sourcedId, by where they stand: their texts stay in the file.
struct ReferredRows: Sendable {
  private var identifiers = IdentifierTable()
  private var offsets: [Int64] = []

  /// Adds the row of `identifier`. Of several the first counts.
  mutating func add(_ identifier: Span<UInt8>, at offset: Int64) {
    if identifiers.insert(identifier).isNew { offsets.append(offset) }
  }

  /// Where the row of `identifier` stands; `nil` if there is none.
  func offset(of identifier: String) -> Int64? {
    let bytes = Array(identifier.utf8)
    return identifiers.number(of: bytes.span).map { offsets[Int($0)] }
  }
}

/// Where the columns of academicSessions.csv stand.
struct OneRosterSessionColumns: Sendable {
  let title: Int?
  let start: Int?
  let end: Int?

  init(_ header: inout OneRosterHeader) {
    title = header.column(.title)
    start = header.column(.startDate)
    end = header.column(.endDate)
  }
}

/// Where the columns of courses.csv stand.
struct OneRosterCourseColumns: Sendable {
  let title: Int?
  let code: Int?
  let subjects: Int?

  init(_ header: inout OneRosterHeader) {
    title = header.column(.title)
    code = header.column(.courseCode)
    subjects = header.column(.subjects)
  }
}

/// A term that a class is taught in.
struct OneRosterSession {
  var title: String?
  var start: String?
  var end: String?
}

extension CSVReader {
  /// What the current row says of its academic session.
  borrowing func session(
    _ columns: OneRosterSessionColumns, for purpose: RowPurpose,
    warn: (OneRosterColumn, RowFault) -> Void
  ) -> OneRosterSession {
    func date(_ place: Int?, _ column: OneRosterColumn) -> String? {
      optionalValue(of: place, fault: .notADate, OneRosterValue.date) { warn(column, $0) }?
        .description
    }
    return OneRosterSession(
      title: optionalText(of: columns.title, for: purpose) { warn(.title, $0) },
      start: date(columns.start, .startDate), end: date(columns.end, .endDate))
  }

  /// What the current row says of its course.
  borrowing func course(
    _ columns: OneRosterCourseColumns, for purpose: RowPurpose,
    warn: (OneRosterColumn, RowFault) -> Void
  ) -> Section.Details {
    func optional(_ place: Int?, _ column: OneRosterColumn) -> String? {
      optionalText(of: place, for: purpose) { warn(column, $0) }
    }
    var details = Section.Details()
    details.course = optional(columns.title, .title)
    details.courseNumber = optional(columns.code, .courseCode)
    details.subject = optional(columns.subjects, .subjects).flatMap(OneRosterValue.listed)
    return details
  }
}
