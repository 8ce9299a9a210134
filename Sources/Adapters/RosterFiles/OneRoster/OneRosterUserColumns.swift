import Provisioning

/// Where the columns of users.csv stand.
struct OneRosterUserColumns: Sendable {
  let sourcedID: Int
  let given: Int
  let family: Int
  let middle: Int?
  let preferredGiven: Int?
  let preferredMiddle: Int?
  let preferredFamily: Int?
  let role: Int?
  let orgs: Int?
  let primaryOrg: Int?
  let identifier: Int?
  let email: Int?
  let grades: Int?

  /// Finds the columns of 1.1 and 1.2.
  init(_ header: inout OneRosterHeader) throws(ProvisioningError) {
    sourcedID = try header.requiredColumn(.sourcedID)
    given = try header.requiredColumn(.givenName)
    family = try header.requiredColumn(.familyName)
    middle = header.column(.middleName)
    preferredGiven = header.column(.preferredGivenName)
    preferredMiddle = header.column(.preferredMiddleName)
    preferredFamily = header.column(.preferredFamilyName)
    role = header.column(.role)
    orgs = header.column(.orgSourcedIDs)
    primaryOrg = header.column(.primaryOrgSourcedID)
    identifier = header.column(.identifier)
    email = header.column(.email)
    grades = header.column(.grades)
  }
}

extension CSVReader {
  /// What the current row says of its person, apart from roles, schools and identifiers. `warn`
  /// hears of each optional cell that cannot be used.
  borrowing func profile(
    _ columns: OneRosterUserColumns, for purpose: RowPurpose,
    warn: (OneRosterColumn, RowFault) -> Void
  ) -> Profile {
    func optional(_ place: Int?, _ column: OneRosterColumn) -> String? {
      optionalText(of: place, for: purpose) { warn(column, $0) }
    }
    var profile = Profile()
    let given = optional(columns.given, .givenName)
    let middle = optional(columns.middle, .middleName)
    let family = optional(columns.family, .familyName)
    profile.given = optional(columns.preferredGiven, .preferredGivenName) ?? given
    profile.middle = optional(columns.preferredMiddle, .preferredMiddleName) ?? middle
    profile.family = optional(columns.preferredFamily, .preferredFamilyName) ?? family
    profile.email = optional(columns.email, .email)
    profile.grade = optional(columns.grades, .grades).flatMap(RosterValue.grade)
    return profile
  }
}
