import Provisioning

/// The files of OneRoster CSV that are read, in the order in which they are: roles before the users
/// who must have one, and what others speak of before those. userProfiles.csv, which holds
/// credentials, is not among them, nor is anything of resources and results.
enum OneRosterFile: UInt8, ListedFile {
  case manifest
  case orgs
  case academicSessions
  case courses
  case roles
  case users
  case demographics
  case classes
  case enrollments

  /// The file's name.
  var name: String { property + ".csv" }

  /// What the manifest calls it, behind `file.`.
  var property: String {
    switch self {
    case .manifest: "manifest"
    case .orgs: "orgs"
    case .academicSessions: "academicSessions"
    case .courses: "courses"
    case .roles: "roles"
    case .users: "users"
    case .demographics: "demographics"
    case .classes: "classes"
    case .enrollments: "enrollments"
    }
  }

  /// Whether a listing without it says nothing of absence.
  var isEssential: Bool { self == .users || self == .classes || self == .enrollments }
}

/// The columns that are read, as OneRoster CSV 1.1 and 1.2 spell them, and what is no column: a
/// file or row as a whole. Passwords, telephone numbers and addresses are not among them.
enum OneRosterColumn: String, ListedColumn {
  case propertyName, value
  case sourcedID = "sourcedId"
  case status
  case dateLastModified
  case type
  case title
  case startDate
  case endDate
  case courseCode
  case grades
  case subjects
  case periods
  case userSourcedID = "userSourcedId"
  case roleType
  case role
  case orgSourcedID = "orgSourcedId"
  case orgSourcedIDs = "orgSourcedIds"
  case primaryOrgSourcedID = "primaryOrgSourcedId"
  case givenName
  case middleName
  case familyName
  case preferredGivenName
  case preferredMiddleName
  case preferredFamilyName
  case identifier
  case email
  case birthDate
  case sex
  case courseSourcedID = "courseSourcedId"
  case classCode
  case schoolSourcedID = "schoolSourcedId"
  case termSourcedIDs = "termSourcedIds"
  case classSourcedID = "classSourcedId"
  case primary
  case file
  case row

  /// What exports were seen to call the column.
  var otherNames: [String] {
    switch self {
    case .dateLastModified: ["dataLastModified", "lastModified"]
    case .grades: ["grade"]
    case .subjects: ["subject"]
    case .periods: ["period"]
    case .termSourcedIDs: ["termSourcedId"]
    case .orgSourcedIDs: ["orgSourcedId"]
    case .schoolSourcedID: ["schoolSourcedIds"]
    case .primaryOrgSourcedID: ["primaryOrgSourcedIds"]
    case .preferredGivenName: ["prefferedGivenName", "preferedGivenName"]
    case .preferredMiddleName: ["prefferedMiddleName", "preferedMiddleName"]
    case .preferredFamilyName: ["prefferedFamilyName", "preferedFamilyName"]
    default: []
    }
  }
}
