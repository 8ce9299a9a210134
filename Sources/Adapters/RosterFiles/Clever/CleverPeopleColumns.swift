import Provisioning

/// Where the columns of a file of people stand.
struct PeopleColumns: Sendable {
  /// Whose file it is.
  let people: CleverPeople
  /// The SIS ID.
  let identifier: Int
  /// The columns that must not be blank beside the SIS ID.
  let required: [(column: CleverColumn, place: Int)]
  let school: Int
  let given: Int
  let family: Int
  let middle: Int?
  let email: Int?
  let emailColumn: CleverColumn
  let grade: Int?
  let gender: Int?
  let birthDate: Int?
  let role: Int?

  /// Finds the columns. Only students have a grade, gender and day of birth in Clever's SFTP CSV
  /// layout, only staff a role and an email address that must be there.
  init(_ header: CSVHeader, _ people: CleverPeople) throws(ProvisioningError) {
    self.people = people
    school = try header.requiredColumn(CleverColumn.schoolID)
    identifier = try header.requiredColumn(people.identifier)
    family = try header.requiredColumn(CleverColumn.lastName)
    given = try header.requiredColumn(CleverColumn.firstName)
    var required: [(CleverColumn, Int)] = [
      (.schoolID, school), (.lastName, family), (.firstName, given),
    ]
    if people == .staff {
      required.append((.staffEmail, try header.requiredColumn(CleverColumn.staffEmail)))
    }
    self.required = required
    emailColumn = people.email
    email = header.column(people.email)
    middle = header.column(CleverColumn.middleName)
    let isStudents = people == .students
    grade = isStudents ? header.column(CleverColumn.grade) : nil
    gender = isStudents ? header.column(CleverColumn.gender) : nil
    birthDate = isStudents ? header.column(CleverColumn.birthDate) : nil
    role = people == .staff ? header.column(CleverColumn.role) : nil
  }
}

extension CSVReader {
  /// What the current row says of its person, apart from schools and identifiers. `warn` hears of
  /// each optional cell that cannot be used.
  borrowing func profile(
    _ columns: PeopleColumns, for purpose: RowPurpose,
    warn: (CleverColumn, RowFault) -> Void
  ) -> Profile {
    func optional(_ place: Int?, _ column: CleverColumn) -> String? {
      optionalText(of: place, for: purpose) { warn(column, $0) }
    }
    var profile = Profile()
    profile.given = optional(columns.given, .firstName)
    profile.family = optional(columns.family, .lastName)
    profile.middle = optional(columns.middle, .middleName)
    profile.email = optional(columns.email, columns.emailColumn)
    profile.grade = optional(columns.grade, .grade).flatMap(RosterValue.grade)
    profile.gender = optionalValue(
      of: columns.gender, fault: .notAGender, RosterValue.gender
    ) { warn(.gender, $0) }
    let birthDate = optionalValue(of: columns.birthDate, fault: .notADate, RosterValue.date) {
      warn(.birthDate, $0)
    }
    if purpose == .values { profile.birthDate = birthDate?.description }
    profile.roles = [
      columns.people == .staff
        ? CleverValue.staffRole(optional(columns.role, .role)) : columns.people.role
    ]
    return profile
  }
}
