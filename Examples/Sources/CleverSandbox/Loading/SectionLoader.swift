/// Collects sections with their members, courses and terms from rows.
struct SectionLoader {
  let scope: String
  let people: PeopleLoader
  private(set) var sections: [Section] = []
  private(set) var courses: [Course] = []
  private(set) var terms: [Term] = []
  private var places: [String: Int] = [:]
  private var seats: Set<String> = []
  private var known: Set<String> = []

  init(scope: String, people: PeopleLoader) {
    self.scope = scope
    self.people = people
  }

  /// A section needs a primary teacher who is known; other teachers that are not are left out.
  mutating func addSection(_ row: CSVRow, school: String) {
    let sisID = row["Section_id"]
    guard !sisID.isEmpty, places[sisID] == nil, let primary = people.teacher(row["Teacher_id"])
    else { return }
    var teachers = [primary.id]
    for number in 2...10 {
      if let other = people.teacher(row["Teacher_\(number)_id"]) { teachers.appendIfNew(other.id) }
    }
    let course = row["Course_name"]
    places[sisID] = sections.count
    sections.append(
      Section(
        id: ObjectID.make("section", sisID, in: scope), sisID: sisID, school: school,
        name: CleverValue.sectionName(
          given: row["Name"], course: course, teacher: primary.name.last, period: row["Period"]),
        number: row["Section_number"], grade: CleverValue.grade(row["Grade"]),
        period: row["Period"],
        subject: CleverValue.subject(row["Subject"], course: course.isEmpty ? row["Name"] : course),
        course: addCourse(row), term: addTerm(row), teachers: teachers))
  }

  mutating func addEnrollment(_ row: CSVRow) {
    guard let place = places[row["Section_id"]], let student = people.student(row["Student_id"]),
      seats.insert("\(place)/\(student)").inserted
    else { return }
    sections[place].students.append(student)
  }

  private mutating func addCourse(_ row: CSVRow) -> String? {
    let (name, number) = (row["Course_name"], row["Course_number"])
    guard !name.isEmpty || !number.isEmpty else { return nil }
    let id = ObjectID.make("course", "\(number)/\(name)", in: scope)
    if known.insert(id).inserted { courses.append(Course(id: id, name: name, number: number)) }
    return id
  }

  private mutating func addTerm(_ row: CSVRow) -> String? {
    guard !row["Term_name"].isEmpty else { return nil }
    let term = Term(
      id: ObjectID.make(
        "term", "\(row["Term_name"])/\(row["Term_start"])/\(row["Term_end"])", in: scope),
      name: row["Term_name"], start: CleverValue.date(row["Term_start"]),
      end: CleverValue.date(row["Term_end"]))
    if known.insert(term.id).inserted { terms.append(term) }
    return term.id
  }
}
