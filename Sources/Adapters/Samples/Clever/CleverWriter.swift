/// Writes schools as the files of Clever's SFTP CSV layout.
struct CleverWriter: SampleWriter {
  private let district: SampleDistrict
  private var schools: CSVTable
  private var students: CSVTable
  private var teachers: CSVTable
  private var sections: CSVTable
  private var enrollments: CSVTable
  private var staff: CSVTable

  var tables: [CSVTable] { [schools, students, teachers, sections, enrollments, staff] }

  init(_ district: SampleDistrict) {
    self.district = district
    typealias Style = CSVTable.Style
    let styles: (schools: Style, students: Style, teachers: Style, sections: Style) =
      switch district.condition {
      case .clean: (Style(), Style(), Style(), Style())
      case .messy:
        (
          Style(startsWithMark: true),
          Style(
            lineEnd: .both, order: .reversed,
            spellings: Dictionary(
              uniqueKeysWithValues: CleverColumns.students.map { ($0, $0.lowercased()) })),
          Style(hasNamelessColumn: true), Style(lineEnd: .carriageReturn)
        )
      }
    schools = CSVTable("schools.csv", CleverColumns.schools, styles.schools)
    students = CSVTable("students.csv", CleverColumns.students, styles.students)
    teachers = CSVTable("teachers.csv", CleverColumns.teachers, styles.teachers)
    sections = CSVTable("sections.csv", CleverColumns.sections, styles.sections)
    enrollments = CSVTable("enrollments.csv", CleverColumns.enrollments)
    staff = CSVTable("staff.csv", CleverColumns.staff)
  }

  mutating func add(_ school: School, after neighbour: School?, counts: inout SampleCounts) {
    var rows = CleverRows(school)
    counts.students += school.students.count
    counts.teachers += school.teachers.count
    counts.staff += school.staff.count
    counts.sections += school.classes.count
    if district.hasOddRows(school) {
      CleverMess().apply(to: &rows, counts: &counts)
      students.addBlankRow()
      enrollments.addBlankRow()
    }
    if let neighbour, district.hasOddRows(neighbour) {
      CleverMess().receiveStudent(of: neighbour, in: &rows, counts: &counts)
    }
    counts.enrollments += seats(in: rows)
    write(rows)
  }

  mutating func takeBytes() -> [[UInt8]] {
    [
      schools.takeBytes(), students.takeBytes(), teachers.takeBytes(), sections.takeBytes(),
      enrollments.takeBytes(), staff.takeBytes(),
    ]
  }

  private mutating func write(_ rows: CleverRows) {
    for row in rows.schools { schools.add(row) }
    for row in rows.students { students.add(row) }
    for row in rows.teachers { teachers.add(row) }
    for row in rows.staff { staff.add(row) }
    for row in rows.sections { sections.add(row) }
    let school = Array(rows.school.id.utf8)
    for section in rows.school.classes {
      for student in section.roster {
        enrollments.addRow { bytes in
          bytes += school
          bytes.append(0x2C)
          bytes.append(decimal: section.id)
          bytes.append(0x2C)
          bytes.append(decimal: student)
          bytes.append(0x2C)
        }
      }
    }
    for row in rows.otherEnrollments { enrollments.add(row) }
  }

  /// Everybody in the school's classes, each once a class, teachers as their rows name them.
  private func seats(in rows: CleverRows) -> Int {
    zip(rows.school.classes, rows.sections).reduce(0) { sum, pair in
      let columns = ["Teacher_id", "Teacher_2_id", "Teacher_3_id", "Teacher_4_id"]
      let teachers = Set(columns.map { pair.1[$0] }).subtracting(["", CleverMess.unknownTeacher])
      return sum + pair.0.roster.count + teachers.count
    }
  }
}
