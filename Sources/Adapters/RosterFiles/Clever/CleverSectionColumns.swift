import Provisioning

/// Where the columns of sections.csv stand.
struct SectionColumns: Sendable {
  let school: Int
  let section: Int
  let primaryTeacher: Int
  let coTeachers: [(column: CleverColumn, place: Int)]
  /// The columns whose texts are taken as they stand.
  let name: Int?
  let number: Int?
  let grade: Int?
  let course: Int?
  let courseNumber: Int?
  let period: Int?
  let subject: Int?
  let term: Int?
  let termStart: Int?
  let termEnd: Int?

  /// Finds the columns of Clever's SFTP CSV layout.
  init(_ header: CSVHeader) throws(ProvisioningError) {
    school = try header.requiredColumn(CleverColumn.schoolID)
    section = try header.requiredColumn(CleverColumn.sectionID)
    primaryTeacher = try header.requiredColumn(CleverColumn.teacherID)
    coTeachers = CleverColumn.coTeachers.compactMap { column in
      header.column(column).map { (column, $0) }
    }
    name = header.column(CleverColumn.name)
    number = header.column(CleverColumn.sectionNumber)
    grade = header.column(CleverColumn.grade)
    course = header.column(CleverColumn.courseName)
    courseNumber = header.column(CleverColumn.courseNumber)
    period = header.column(CleverColumn.period)
    subject = header.column(CleverColumn.subject)
    term = header.column(CleverColumn.termName)
    termStart = header.column(CleverColumn.termStart)
    termEnd = header.column(CleverColumn.termEnd)
  }
}

extension CSVReader {
  /// What the current row says of its section, apart from identifiers. `warn` hears of each
  /// optional cell that cannot be used.
  borrowing func details(
    _ columns: SectionColumns, teacher: String?, for purpose: RowPurpose,
    warn: (CleverColumn, RowFault) -> Void
  ) -> Section.Details {
    func optional(_ place: Int?, _ column: CleverColumn) -> String? {
      optionalText(of: place, for: purpose) { warn(column, $0) }
    }
    func date(_ place: Int?, _ column: CleverColumn) -> String? {
      let date = optionalValue(of: place, fault: .notADate, RosterValue.date) { warn(column, $0) }
      return purpose == .values ? date?.description : nil
    }
    var details = Section.Details()
    details.sectionNumber = optional(columns.number, .sectionNumber)
    details.grade = optional(columns.grade, .grade).flatMap(RosterValue.grade)
    details.course = optional(columns.course, .courseName)
    details.courseNumber = optional(columns.courseNumber, .courseNumber)
    details.period = optional(columns.period, .period)
    details.term = optional(columns.term, .termName)
    details.termStart = date(columns.termStart, .termStart)
    details.termEnd = date(columns.termEnd, .termEnd)
    details.subject =
      optional(columns.subject, .subject).map { RosterValue.subject($0) }
      ?? CleverValue.subject(ofCourse: details.course)
    details.name = CleverValue.sectionName(
      given: optional(columns.name, .name), course: details.course, teacher: teacher,
      period: details.period)
    return details
  }
}
