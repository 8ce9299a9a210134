/// Collects people from rows. Employees with one email address become one person, as at Clever; students
/// never become one with anybody.
struct PeopleLoader {
  let scope: String
  let district: String
  private(set) var people: [Person] = []
  private(set) var contacts: [Contact] = []
  private var students: [String: Int] = [:]
  private var teachers: [String: Int] = [:]
  private var staff: [String: Int] = [:]
  private var employees: [String: Int] = [:]
  private var contactIDs: Set<String> = []

  init(scope: String, district: String) {
    self.scope = scope
    self.district = district
  }

  func student(_ sisID: String) -> String? { students[sisID].map { people[$0].id } }
  func teacher(_ sisID: String) -> Person? { teachers[sisID].map { people[$0] } }

  /// A row that repeats tells of another school or another contact.
  mutating func addStudent(_ row: CSVRow, school: String) {
    let sisID = row["Student_id"]
    guard !sisID.isEmpty, !row["Last_name"].isEmpty, !row["First_name"].isEmpty else { return }
    if let known = students[sisID] {
      people[known].student?.schools.appendIfNew(school)
    } else {
      var person = person(row, id: id("student", sisID), email: row["Student_email"])
      person.student = StudentRole(row, school: school)
      students[sisID] = people.count
      people.append(person)
    }
    addContact(row, student: id("student", sisID))
  }

  mutating func addTeacher(_ row: CSVRow, school: String) {
    let sisID = row["Teacher_id"]
    guard !sisID.isEmpty, !row["Last_name"].isEmpty, !row["First_name"].isEmpty else { return }
    if let known = teachers[sisID] {
      people[known].teacher?.schools.appendIfNew(school)
      return
    }
    let place = employee(row, key: "teacher/\(sisID)", email: row["Teacher_email"])
    guard people[place].teacher == nil else { return }
    people[place].teacher = TeacherRole(
      legacyID: id("teacher", sisID), sisID: sisID, schools: [school],
      number: row["Teacher_number"], stateID: row["State_teacher_id"], title: row["Title"])
    teachers[sisID] = place
  }

  mutating func addStaff(_ row: CSVRow, school: String) {
    let staffID = row["Staff_id"].isEmpty ? row["Admin_id"] : row["Staff_id"]
    guard !staffID.isEmpty, !row["Last_name"].isEmpty, !row["First_name"].isEmpty else { return }
    if let known = staff[staffID] {
      people[known].staff?.schools.appendIfNew(school)
      return
    }
    let email = row["Staff_email"].isEmpty ? row["Admin_email"] : row["Staff_email"]
    let place = employee(row, key: "staff/\(staffID)", email: email)
    guard people[place].staff == nil else { return }
    people[place].staff = StaffRole(
      legacyID: id("school_admin", staffID), staffID: staffID, schools: [school],
      title: row["Title"], department: row["Department"])
    staff[staffID] = place
  }

  /// The place of an employee: that of the same email address, or a new one.
  private mutating func employee(_ row: CSVRow, key: String, email: String) -> Int {
    let address = email.lowercased()
    if !address.isEmpty, let known = employees[address] { return known }
    if !address.isEmpty { employees[address] = people.count }
    people.append(person(row, id: id("user", key), email: email))
    return people.count - 1
  }

  private func person(_ row: CSVRow, id: String, email: String) -> Person {
    let name = PersonName(
      first: row["First_name"], middle: row["Middle_name"], last: row["Last_name"])
    return Person(
      id: id, district: district, name: name, email: email, username: row["Username"])
  }

  private func id(_ kind: String, _ key: String) -> String { ObjectID.make(kind, key, in: scope) }
}

extension PeopleLoader {
  /// Files without staff leave a role without anybody: the first teacher is staff as well, and one more
  /// person is nothing else.
  mutating func addMissingStaff(school: String) {
    if let first = people.firstIndex(where: { $0.teacher != nil && !$0.email.isEmpty }),
      !people.contains(where: { $0.types.count > 1 })
    {
      people[first].staff = StaffRole(
        legacyID: id("school_admin", "made/1"), staffID: "90001", schools: [school],
        title: "Dean of Students", department: "Office")
    }
    guard !people.contains(where: { $0.types == [.staff] }) else { return }
    var person = made("Orla", "Wexgate", key: "staff/made/2", username: "orla.wexgate")
    person.staff = StaffRole(
      legacyID: id("school_admin", "made/2"), staffID: "90002", schools: [school],
      title: "Librarian", department: "Library")
    people.append(person)
  }

  /// CSV files have no district administrators; they are named at Clever.
  mutating func addDistrictAdmin() {
    var person = made("Tavi", "Marlowe", key: "district_admin/made", username: "tavi.marlowe")
    person.districtAdmin = DistrictAdminRole(
      legacyID: id("district_admin", "made"), title: "Superintendent")
    people.append(person)
  }

  private func made(_ first: String, _ last: String, key: String, username: String) -> Person {
    Person(
      id: id("user", key), district: district,
      name: PersonName(first: first, middle: "", last: last), email: "\(username)@example.org",
      username: username)
  }

  fileprivate mutating func addContact(_ row: CSVRow, student: String) {
    guard !row["Contact_name"].isEmpty else { return }
    let own = row["Contact_sis_id"]
    let key = "\(student)/\(own.isEmpty ? row["Contact_name"] : own)"
    guard contactIDs.insert(key).inserted else { return }
    contacts.append(
      Contact(
        id: id("user", "contact/\(key)"), legacyID: id("contact", key), name: row["Contact_name"],
        student: student, sisID: own, email: row["Contact_email"], phone: row["Contact_phone"],
        phoneType: CleverValue.phoneType(row["Contact_phone_type"]),
        relationship: CleverValue.relationship(
          row["Contact_relationship"].isEmpty
            ? row["Contact_type"] : row["Contact_relationship"]),
        type: CleverValue.contactType(row["Contact_type"])))
  }
}

extension StudentRole {
  fileprivate init(_ row: CSVRow, school: String) {
    self.init(
      sisID: row["Student_id"], schools: [school], number: row["Student_number"],
      stateID: row["State_id"], grade: CleverValue.grade(row["Grade"]),
      gender: CleverValue.gender(row["Gender"]), birth: CleverValue.birth(row["DOB"]),
      race: CleverValue.race(row["Race"]),
      hispanic: CleverValue.yesOrNo(row["Hispanic_Latino"]),
      englishLearner: CleverValue.yesOrNo(row["Ell_status"]),
      graduationYear: row["Graduation_year"],
      address: Address(
        street: row["Student_street"], city: row["Student_city"], state: row["Student_state"],
        zip: row["Student_zip"]))
  }
}

extension Array where Element: Equatable {
  /// Appends an element that is not there. Complexity: O(count).
  mutating func appendIfNew(_ element: Element) {
    if !contains(element) { append(element) }
  }
}
