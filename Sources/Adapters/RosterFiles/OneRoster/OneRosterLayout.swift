import Provisioning

/// OneRoster CSV 1.1 and 1.2.
///
/// The version decides nothing: roles are taken where they are found, and columns by their names.
struct OneRosterLayout: RosterLayout {
  typealias File = OneRosterFile
  typealias Column = OneRosterColumn

  static let name = "oneroster 2"
  static let subjectPrefixes: [StaticString] = [""]
  static let teachers: UInt8 = 0
  static let students: UInt8 = 0
  static let enrollments = OneRosterFile.enrollments

  var manifest = OneRosterManifest()
  /// Organizations that orgs.csv calls something above a school.
  var districts = NumberedValues<Bool>(none: false)
  var sessions = ReferredRows()
  var courses = ReferredRows()
  var roles = OneRosterRoles()
  var demographics = NumberedValues<OneRosterDemographics>(none: OneRosterDemographics())
  var identifiers = OneRosterIdentifiers()
  var userColumns: OneRosterUserColumns?
  var classColumns: OneRosterClassColumns?
  var sessionColumns: OneRosterSessionColumns?
  var courseColumns: OneRosterCourseColumns?

  var scope: RosterScope { manifest.scope }

  mutating func prepare(_ listing: inout Listing<Self>) throws(ProvisioningError) {
    let files = OneRosterFile.allCases.filter { listing.files[Int($0.rawValue)] != nil }
    manifest = OneRosterManifest(files: Set(files))
    guard listing.files[Int(OneRosterFile.manifest.rawValue)] == nil else { return }
    listing.notes.warn(RowPlace(OneRosterFile.manifest, line: 1), .file, .noManifest)
    try manifest.judge(&listing)
  }

  func reads(_ file: OneRosterFile) -> Bool { manifest.reads(file) }

  mutating func take(
    _ file: OneRosterFile, _ reader: inout CSVReader, _ header: CSVHeader,
    into listing: inout Listing<Self>
  ) throws(ProvisioningError) {
    let headerRow = RowPlace(file, line: reader.line)
    var header = OneRosterHeader(header)
    switch file {
    case .manifest:
      try manifest.take(&reader, &header, into: &listing)
      try manifest.judge(&listing)
    case .orgs: try takeOrgs(&reader, &header, into: &listing)
    case .academicSessions: try takeSessions(&reader, &header, into: &listing)
    case .courses: try takeCourses(&reader, &header, into: &listing)
    case .roles: try takeRoles(&reader, &header, into: &listing)
    case .users: try takeUsers(&reader, &header, into: &listing)
    case .demographics: try takeDemographics(&reader, &header, into: &listing)
    case .classes: try takeClasses(&reader, &header, into: &listing)
    case .enrollments: try takeEnrollments(&reader, &header, into: &listing)
    }
    for column in header.misspelled { listing.notes.warn(headerRow, column, .misspelled) }
  }
}
