/// What real files have in Clever's layout: oddities that an import takes in its stride, cells that it
/// warns of, and rows that it rejects. Each kind is once in a messy school.
struct CleverMess {
  /// SIS IDs that no file lists: listed ones never begin with 0.
  static let unknownStudent = "000000001"
  static let unknownTeacher = "0000001"

  /// Makes a school's rows odd, and counts what an import makes of it.
  func apply(to rows: inout CleverRows, counts: inout SampleCounts) {
    quote(&rows)
    pad(&rows)
    leaveBlank(&rows)
    spellGrades(&rows)
    repeatPeople(&rows)
    repeatCoTeachers(&rows)
    counts.warnings += misspell(&rows)
    counts.rejected += addUselessRows(&rows)
  }

  /// A student of the school before comes to a section of this one: the row repeats.
  func receiveStudent(
    of neighbour: School, in rows: inout CleverRows, counts: inout SampleCounts
  ) {
    guard let row = CleverRows(neighbour).students.dropFirst(6).first else { return }
    rows.students.append(row.with(["School_id": rows.school.id]))
    rows.otherEnrollments.append(
      rows.enrollment(of: row["Student_id"], in: rows.sections[0]["Section_id"]))
    counts.enrollments += 1
  }

  /// Commas, quotes and a line end within cells.
  private func quote(_ rows: inout CleverRows) {
    rows.schools[0]["Principal"] = "Quillmere, Corin"
    rows.students[1]["Contact_name"] = "Anna \"Nan\" Belwick, guardian"
    rows.students[12]["First_name"] += " \"Kit\""
    rows.sections[4]["Course_description"] = "Reading, writing,\nand \"show and tell\""
  }

  private func pad(_ rows: inout CleverRows) {
    rows.students[2]["First_name"] = " \(rows.students[2]["First_name"]) "
    rows.students[2]["Last_name"] += "  "
  }

  private func leaveBlank(_ rows: inout CleverRows) {
    let required = ["School_id", "Student_id", "Last_name", "First_name"]
    for column in CleverColumns.students where !required.contains(column) {
      rows.students[3][column] = ""
    }
    for column in ["Teacher_email", "Title", "Username"] { rows.teachers[0][column] = "" }
  }

  private func spellGrades(_ rows: inout CleverRows) {
    let student = rows.school.students[4]
    rows.students[4]["Grade"] = student.grade == 0 ? "KG" : padded(student.grade)
    guard rows.school.kind == .elementary else { return }
    rows.students[13]["Grade"] = "K"
    rows.students[14]["Grade"] = "PK"
  }

  /// A second row for a second contact; an address that a brother or sister has as well.
  private func repeatPeople(_ rows: inout CleverRows) {
    rows.students.append(
      rows.students[5].with(["Contact_name": "Edda Thornvale", "Contact_type": "Aunt"]))
    let family = "\(rows.students[10]["Username"])@family.example.org"
    rows.students[10]["Student_email"] = family
    rows.students[11]["Student_email"] = family
  }

  /// A co-teacher who is the primary one, and another who is named twice.
  private func repeatCoTeachers(_ rows: inout CleverRows) {
    let other = rows.teachers[0]["Teacher_id"]
    rows.sections[2]["Teacher_2_id"] = rows.sections[2]["Teacher_id"]
    rows.sections[2]["Teacher_3_id"] = other
    rows.sections[2]["Teacher_4_id"] = other
  }

  /// Cells that cannot be used. Returns how many.
  private func misspell(_ rows: inout CleverRows) -> Int {
    rows.students[7]["DOB"] = "02/29/2005"
    rows.students[9]["Gender"] = "femle"
    rows.sections[3]["Teacher_2_id"] = Self.unknownTeacher
    rows.sections[3]["Teacher_3_id"] = ""
    return 3
  }

  /// Rows that cannot be used. Returns how many.
  private func addUselessRows(_ rows: inout CleverRows) -> Int {
    let id = "0\(rows.school.id)"
    rows.students.append(
      rows.students[0].with([
        "Student_id": id, "Student_number": "", "State_id": "", "Last_name": " ",
        "Student_email": "", "Username": "",
      ]))
    rows.sections.append(
      rows.sections[School.repeatedClass].with([
        "Teacher_id": rows.teachers[0]["Teacher_id"], "Period": "9",
      ]))
    rows.sections.append(
      rows.sections[0].with([
        "Section_id": id, "Teacher_id": Self.unknownTeacher, "Teacher_2_id": "",
        "Teacher_3_id": "",
      ]))
    let known = rows.students[0]["Student_id"]
    rows.otherEnrollments += [
      rows.enrollment(of: Self.unknownStudent, in: rows.sections[0]["Section_id"]),
      rows.enrollment(of: known, in: id),
      rows.enrollment(of: known, in: "0\(id)"),
    ]
    return 6
  }
}
