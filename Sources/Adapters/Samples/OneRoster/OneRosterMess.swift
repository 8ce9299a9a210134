/// What real files have in OneRoster's layout. Each kind is once in a messy school.
struct OneRosterMess {
  /// SourcedIds that no file lists.
  static let unknownUser = "S000000001"
  static let unknownCourse = "K999"

  /// Makes a school's rows odd, and counts what an import makes of it.
  func apply(to rows: inout OneRosterRows, counts: inout SampleCounts) {
    quote(&rows)
    spell(&rows)
    addThoseWhoHaveGone(&rows)
    counts.warnings += misspell(&rows)
    addSecondPrimary(to: &rows, counts: &counts)
    counts.rejected += addUselessRows(&rows)
    counts.rejected += addUselessPeople(&rows)
  }

  /// A student of the school before comes to a class of this one.
  func receiveStudent(
    of neighbour: School, in rows: inout OneRosterRows, counts: inout SampleCounts
  ) {
    let id = OneRosterRows.student(neighbour.students[6].person.sisID)
    let row = OneRosterRows(neighbour, rows.columns.version).users[6]
    rows.addVisit(of: id, row: row, role: "student")
    rows.enrollments.append(
      rows.enrollment(of: id, in: rows.classes[0]["sourcedId"], as: "student"))
    counts.enrollments += 1
  }

  /// Commas, quotes, line ends and spaces within cells.
  private func quote(_ rows: inout OneRosterRows) {
    rows.orgs[0]["name"] += ", \"The Annex\""
    rows.users[12]["givenName"] += " \"Kit\""
    rows.users[2]["familyName"] += "  "
    rows.classes[4]["location"] = "Annex,\nfirst floor"
  }

  /// Words in another case or of another layout, days written otherwise, cells left blank.
  private func spell(_ rows: inout OneRosterRows) {
    for place in 5..<10 { rows.classes[place]["classType"] = "Scheduled" }
    for column in ["middleName", "email", "grades"] { rows.users[3][column] = "" }
    rows.users[4]["grades"] = rows.school.kind == .elementary ? "K" : "9"
    rows.users[13]["enabledUser"] = "TRUE"
    let family = "\(rows.users[10]["username"])@family.example.org"
    rows.users[10]["email"] = family
    rows.users[11]["email"] = family
    rows.enrollments[0]["beginDate"] = "8/05/\(SchoolYear.end - 1)"
  }

  /// People and enrollments that are listed as gone.
  private func addThoseWhoHaveGone(_ rows: inout OneRosterRows) {
    let id = "S0\(rows.school.id)"
    let gone = rows.users[0].with(["identifier": "", "email": ""])
    rows.users += [
      gone.with(["sourcedId": "\(id)1", "status": "tobedeleted"]),
      gone.with(["sourcedId": "\(id)2", "status": "inactive"]),
    ]
    let section = rows.school.classes[10]
    let others = rows.school.students.map(\.person.sisID).filter { !section.roster.contains($0) }
    for (student, status) in zip(others, ["inactive", "tobedeleted"]) {
      let row = rows.enrollment(
        of: OneRosterRows.student(student), in: OneRosterRows.section(section.id), as: "student")
      rows.enrollments.append(row.with(["status": status]))
    }
  }

  /// Cells that cannot be used. Returns how many.
  private func misspell(_ rows: inout OneRosterRows) -> Int {
    rows.demographics[7][rows.columns.demographics[3]] = "2005-02-29"
    rows.demographics[9]["sex"] = "femle"
    rows.users[15]["identifier"] = rows.users[14]["identifier"]
    rows.classes[2]["courseSourcedId"] = Self.unknownCourse
    rows.classes[3]["schoolSourcedId"] = "X\(rows.school.id)"
    return 5
  }

  /// A class with two teachers who are both called its primary one.
  private func addSecondPrimary(to rows: inout OneRosterRows, counts: inout SampleCounts) {
    let section = rows.school.classes[6]
    let id = OneRosterRows.section(section.id)
    let others = rows.school.teachers.map(\.person.sisID).filter {
      $0 != section.teacher && !section.coTeachers.contains($0)
    }
    for place in rows.enrollments.indices where rows.enrollments[place]["classSourcedId"] == id {
      let isPrimary =
        rows.enrollments[place]["userSourcedId"] == OneRosterRows.teacher(section.teacher)
      if isPrimary { rows.enrollments[place]["primary"] = "true" }
    }
    rows.enrollments.append(
      rows.enrollment(
        of: OneRosterRows.teacher(others[0]), in: id, as: "teacher", primary: "TRUE"))
    counts.enrollments += 1
    counts.warnings += 1
  }

  /// Classes and enrollments that cannot be used. Returns how many.
  private func addUselessRows(_ rows: inout OneRosterRows) -> Int {
    rows.classes.append(rows.classes[School.repeatedClass].with(["periods": "9"]))
    rows.demographics.append(
      rows.demographics[0].with([rows.columns.demographics[0]: Self.unknownUser]))
    let (user, section) = (rows.users[0]["sourcedId"], rows.classes[0]["sourcedId"])
    rows.enrollments += [
      rows.enrollment(of: Self.unknownUser, in: section, as: "student"),
      rows.enrollment(of: user, in: "C0\(rows.school.id)", as: "student"),
      rows.enrollment(of: user, in: section, as: "janitor"),
      rows.enrollment(of: "S0\(rows.school.id)1", in: section, as: "student"),
    ]
    return 6
  }

  /// People who cannot be used: one has no family name, one a role that nobody knows. Returns how many
  /// rows that makes: in 1.2 the role is a row of its own.
  private func addUselessPeople(_ rows: inout OneRosterRows) -> Int {
    let (nameless, janitor) = ("S0\(rows.school.id)3", "A0\(rows.school.id)4")
    let row = rows.users[0].with(["identifier": "", "email": ""])
    rows.users.append(row.with(["sourcedId": nameless, "familyName": " "]))
    switch rows.columns.version {
    case .v1p1:
      rows.users.append(row.with(["sourcedId": janitor, "role": "janitor"]))
      return 2
    case .v1p2:
      rows.users.append(row.with(["sourcedId": janitor]))
      rows.roles += [
        rows.roleRow("R\(nameless)", of: nameless, "primary", "student"),
        rows.roleRow("R\(janitor)", of: janitor, "primary", "janitor"),
      ]
      return 3
    }
  }
}
