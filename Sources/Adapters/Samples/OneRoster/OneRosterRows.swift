/// The rows of one school in OneRoster's layout, before they are written, so that they can be made
/// odd.
///
/// SourcedIds are of all people alike, so a letter tells the role; the SIS ID is the `identifier`.
struct OneRosterRows: Sendable {
  let school: School
  let columns: OneRosterColumns
  var orgs: [Row] = []
  var users: [Row] = []
  /// Empty for 1.1.
  var roles: [Row] = []
  var demographics: [Row] = []
  var classes: [Row] = []
  /// Those of teachers, and those of students that are not in the rosters of the school's classes.
  var enrollments: [Row] = []

  init(_ school: School, _ version: SampleDistrict.OneRosterVersion) {
    self.school = school
    columns = OneRosterColumns(version: version)
    orgs = [
      Row(
        OneRosterColumns.orgs,
        [school.id, "", "", school.name, "school", "\(30_000 + school.index)", Self.district])
    ]
    for student in school.students { add(student) }
    for teacher in school.teachers { add(teacher) }
    for clerk in school.staff { addUser("A\(clerk.person.sisID)", clerk.person, role: "aide") }
    if let visitor = school.visitor {
      let id = Self.teacher(visitor.person.sisID)
      addVisit(of: id, row: userRow(id, visitor.person, role: "teacher"), role: "teacher")
    }
    classes = school.classes.map { row($0) }
    for section in school.classes { addTeachers(of: section) }
  }

  /// The district's own organization.
  static let district = "district"
  static let schoolYear = "Y\(SchoolYear.end)"
  static let semesters = ["Y\(SchoolYear.end)-1", "Y\(SchoolYear.end)-2"]

  static func student(_ sisID: Int) -> String { "S\(sisID)" }
  static func teacher(_ sisID: Int) -> String { "T\(sisID)" }
  static func section(_ id: Int) -> String { "C\(id)" }

  /// An enrollment in one of the school's classes.
  func enrollment(
    of user: String, in section: String, as role: String, primary: String = ""
  ) -> Row {
    Row(
      OneRosterColumns.enrollments,
      ["E\(section)-\(user)", "", "", section, school.id, user, role, primary, "", ""])
  }

  private mutating func add(_ student: Student) {
    let id = Self.student(student.person.sisID)
    addUser(
      id, student.person, role: "student", middle: student.middle, grade: grade(student.grade))
    let sex =
      switch student.gender {
      case .male, .letterM: "male"
      case .female, .letterF: "female"
      case .letterX: "other"
      case .unsaid: ""
      }
    var cells = Array(repeating: "", count: columns.demographics.count)
    cells[0] = id
    cells[3] = student.birth.dashed
    cells[4] = sex
    demographics.append(Row(columns.demographics, cells))
  }

  private mutating func add(_ teacher: Teacher) {
    addUser(Self.teacher(teacher.person.sisID), teacher.person, role: "teacher")
  }

  private mutating func addUser(
    _ id: String, _ person: Person, role: String, middle: String = "", grade: String = ""
  ) {
    users.append(userRow(id, person, role: role, middle: middle, grade: grade))
    if columns.version == .v1p2 { roles.append(roleRow("R\(id)", of: id, "primary", role)) }
  }

  private func userRow(
    _ id: String, _ person: Person, role: String, middle: String = "", grade: String = ""
  ) -> Row {
    let named = [person.given, person.family, middle, "\(person.sisID)", person.email]
    let reach = ["", "", "", grade, ""]
    let cells =
      switch columns.version {
      case .v1p1: ["true", school.id, role, person.login, ""] + named + reach
      case .v1p2: ["true", person.login, ""] + named + reach + ["", "", "", "", school.id, ""]
      }
    return Row(columns.users, [id, "", ""] + cells)
  }

  /// A row of roles.csv.
  func roleRow(_ id: String, of user: String, _ type: String, _ role: String) -> Row {
    Row(OneRosterColumns.roles, [id, "", "", user, type, role, "", "", school.id, ""])
  }

  /// Somebody of another school is at this one, too: 1.1 repeats the user's row, 1.2 has a second role.
  mutating func addVisit(of id: String, row: Row, role: String) {
    switch columns.version {
    case .v1p1: users.append(row.with(["orgSourcedIds": school.id]))
    case .v1p2:
      roles.append(roleRow("R\(id)-\(school.id)", of: id, "secondary", role))
    }
  }

  private mutating func addTeachers(of section: School.Class) {
    let id = Self.section(section.id)
    let primary = section.coTeachers.isEmpty ? "" : "true"
    enrollments.append(
      enrollment(of: Self.teacher(section.teacher), in: id, as: "teacher", primary: primary))
    for other in section.coTeachers {
      enrollments.append(
        enrollment(of: Self.teacher(other), in: id, as: "teacher", primary: "false"))
    }
  }

  private func row(_ section: School.Class) -> Row {
    let (course, subject) = Vocabulary.courses[section.course]
    let id = Self.section(section.id)
    let terms =
      school.kind == .elementary ? Self.schoolYear : Self.semesters.joined(separator: ",")
    return Row(
      OneRosterColumns.classes,
      [
        id, "", "", "\(course) - \(section.calledAfter)", grade(section.grade),
        "K\(section.course)", "\(100 + section.course)-\(section.number)",
        course == "Homeroom" ? "homeroom" : "scheduled", "Room \(section.number % 40 + 1)",
        school.id, terms, section.tellsSubject ? subject : "", "",
        section.period.map { "\($0)" } ?? "",
      ])
  }

  /// A grade in the words of CEDS.
  private func grade(_ grade: Int) -> String { grade == 0 ? "KG" : padded(grade) }
}
