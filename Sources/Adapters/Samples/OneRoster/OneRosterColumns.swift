/// The columns of OneRoster's CSV binding, in its order.
struct OneRosterColumns: Sendable {
  let version: SampleDistrict.OneRosterVersion

  static let manifest = names("propertyName value")
  static let sessions = names(
    "sourcedId status dateLastModified title type startDate endDate parentSourcedId schoolYear")
  static let orgs = names("sourcedId status dateLastModified name type identifier parentSourcedId")
  static let courses = names(
    "sourcedId status dateLastModified schoolYearSourcedId title courseCode grades orgSourcedId "
      + "subjects subjectCodes")
  static let classes = names(
    "sourcedId status dateLastModified title grades courseSourcedId classCode classType location "
      + "schoolSourcedId termSourcedIds subjects subjectCodes periods")
  static let enrollments = names(
    "sourcedId status dateLastModified classSourcedId schoolSourcedId userSourcedId role primary "
      + "beginDate endDate")
  /// Of 1.2, which has roles in a file of their own.
  static let roles = names(
    "sourcedId status dateLastModified userSourcedId roleType role beginDate endDate orgSourcedId "
      + "userProfileSourcedId")

  var users: [String] {
    switch version {
    case .v1p1:
      Self.names(
        "sourcedId status dateLastModified enabledUser orgSourcedIds role username userIds "
          + "givenName familyName middleName identifier email sms phone agentSourcedIds grades "
          + "password")
    case .v1p2:
      Self.names(
        "sourcedId status dateLastModified enabledUser username userIds givenName familyName "
          + "middleName identifier email sms phone agentSourcedIds grades password "
          + "userMasterIdentifier preferredGivenName preferredMiddleName preferredFamilyName "
          + "primaryOrgSourcedId pronouns")
    }
  }

  var demographics: [String] {
    let first = version == .v1p1 ? "userSourcedId" : "sourcedId"
    let birth = version == .v1p1 ? "birthdate" : "birthDate"
    return Self.names(
      "\(first) status dateLastModified \(birth) sex americanIndianOrAlaskaNative asian "
        + "blackOrAfricanAmerican nativeHawaiianOrOtherPacificIslander white "
        + "demographicRaceTwoOrMoreRaces hispanicOrLatinoEthnicity countryOfBirthCode "
        + "stateOfBirthAbbreviation cityOfBirth publicSchoolResidenceStatus")
  }

  private static func names(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }
}
