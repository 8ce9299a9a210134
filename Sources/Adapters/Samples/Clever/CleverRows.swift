/// The rows of one school in Clever's layout, before they are written, so that they can be made odd.
struct CleverRows: Sendable {
  let school: School
  var schools: [Row] = []
  var students: [Row] = []
  var teachers: [Row] = []
  var staff: [Row] = []
  var sections: [Row] = []
  /// Enrollments that are not in the rosters of the school's classes.
  var otherEnrollments: [Row] = []

  init(_ school: School) {
    self.school = school
    let grades = school.kind.grades
    schools = [
      Row(
        CleverColumns.schools,
        [
          school.id, school.name, "\(school.index + 1)", "\(30_000 + school.index)",
          word(grades[0]), word(grades[grades.count - 1]), school.principal,
        ])
    ]
    students = school.students.map { row($0) }
    teachers = (school.teachers + [school.visitor].compactMap { $0 }).map { row($0) }
    staff = school.staff.map { row($0) }
    sections = school.classes.map { row($0) }
  }

  /// An enrollment in one of the school's sections.
  func enrollment(of student: String, in section: String) -> Row {
    Row(CleverColumns.enrollments, [school.id, section, student])
  }

  private func row(_ student: Student) -> Row {
    let person = student.person
    return Row(
      CleverColumns.students,
      [
        school.id, "\(person.sisID)", "\(person.sisID)", "\(200_000_000 + person.number)",
        person.family, student.middle, person.given, student.gender.rawValue, date(student.birth),
        word(student.grade), "\(student.graduation)", person.email, person.login,
        student.guardian, student.relation,
      ])
  }

  private func row(_ teacher: Teacher) -> Row {
    let person = teacher.person
    return Row(
      CleverColumns.teachers,
      [
        school.id, "\(person.sisID)", "\(500_000 + person.number)",
        "\(700_000_000 + person.number)", person.family, "", person.given, person.email,
        "\(teacher.subject) Teacher", person.login,
      ])
  }

  private func row(_ clerk: Clerk) -> Row {
    let person = clerk.person
    return Row(
      CleverColumns.staff,
      [
        school.id, "\(person.sisID)", person.email, person.given, person.family,
        clerk.department, clerk.title, person.login, "",
      ])
  }

  private func row(_ section: School.Class) -> Row {
    let (course, subject) = Vocabulary.courses[section.course]
    let others = section.coTeachers.map { "\($0)" } + ["", "", ""]
    return Row(
      CleverColumns.sections,
      [
        school.id, "\(section.id)", "\(section.teacher)", others[0], others[1], others[2],
        "\(course) - \(100 + section.course) - \(section.calledAfter)", "\(section.number)",
        word(section.grade), section.isNamedAfterCourse ? course : "", "\(100 + section.course)",
        "", section.period.map { "\($0)" } ?? "", section.tellsSubject ? subject : "", "Y1",
        date(SchoolYear.firstDay), date(SchoolYear.lastDay),
      ])
  }

  private func word(_ grade: Int) -> String { grade == 0 ? "Kindergarten" : "\(grade)" }

  /// Every fourth school writes short dates.
  private func date(_ day: Day) -> String { school.index % 4 == 1 ? day.short : day.slashed }
}
