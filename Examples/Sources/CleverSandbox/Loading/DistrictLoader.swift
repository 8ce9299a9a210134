/// Makes a district of Clever's CSV files, as Clever does.
///
/// Rows that cannot be used are left out: the sandbox shows what Clever would show, and tells of nothing
/// else.
struct DistrictLoader {
  private let files: CleverFiles
  private let scope: String
  private var district: District
  private var schools: [String: String] = [:]
  private var people: PeopleLoader

  /// Loads a district. `scope` is what its IDs are made from, beside the IDs in the files.
  static func load(_ files: CleverFiles, name: String, scope: String) -> District {
    var loader = DistrictLoader(files, name: name, scope: scope)
    loader.loadSchools()
    loader.loadPeople()
    loader.loadSections()
    loader.district.index = DistrictIndex(loader.district)
    return loader.district
  }

  private init(_ files: CleverFiles, name: String, scope: String) {
    self.files = files
    self.scope = scope
    let contact = DistrictContact(
      id: ObjectID.make("district_contact", "", in: scope),
      name: PersonName(first: "Amaryl", middle: "", last: "Fenholt"),
      email: "district.contact@example.org")
    district = District(
      id: ObjectID.make("district", "", in: scope), name: name, contact: contact)
    people = PeopleLoader(scope: scope, district: district.id)
  }

  private mutating func loadSchools() {
    for row in files.rows("schools") where !row["School_id"].isEmpty {
      let id = ObjectID.make("school", row["School_id"], in: scope)
      guard schools.updateValue(id, forKey: row["School_id"]) == nil else { continue }
      district.schools.append(School(row, id: id))
    }
  }

  private mutating func loadPeople() {
    for row in files.rows("students") {
      if let school = schools[row["School_id"]] { people.addStudent(row, school: school) }
    }
    for row in files.rows("teachers") {
      if let school = schools[row["School_id"]] { people.addTeacher(row, school: school) }
    }
    for row in files.rows("staff") {
      if let school = schools[row["School_id"]] { people.addStaff(row, school: school) }
    }
    if let school = district.schools.first?.id { people.addMissingStaff(school: school) }
    people.addDistrictAdmin()
    district.people = people.people
    district.contacts = people.contacts
  }

  private mutating func loadSections() {
    var loader = SectionLoader(scope: scope, people: people)
    for row in files.rows("sections") {
      if let school = schools[row["School_id"]] { loader.addSection(row, school: school) }
    }
    for row in files.rows("enrollments") { loader.addEnrollment(row) }
    district.sections = loader.sections
    district.courses = loader.courses
    district.terms = loader.terms
  }
}

extension School {
  fileprivate init(_ row: CSVRow, id: String) {
    self.init(
      id: id, sisID: row["School_id"], name: row["School_name"], number: row["School_number"],
      stateID: row["State_id"], ncesID: row["Nces_id"],
      lowGrade: CleverValue.grade(row["Low_grade"]),
      highGrade: CleverValue.grade(row["High_grade"]), phone: row["School_phone"],
      principal: row["Principal"], principalEmail: row["Principal_email"],
      address: StudentRole.Address(
        street: row["School_address"], city: row["School_city"], state: row["School_state"],
        zip: row["School_zip"]))
  }
}
