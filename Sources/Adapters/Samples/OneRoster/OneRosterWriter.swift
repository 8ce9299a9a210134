/// Writes schools as the files of a bulk export in OneRoster's CSV binding.
struct OneRosterWriter: SampleWriter {
  private let district: SampleDistrict
  private let version: SampleDistrict.OneRosterVersion
  private let common: [CSVTable]
  private var orgs: CSVTable
  private var users: CSVTable
  private var demographics: CSVTable
  private var classes: CSVTable
  private var enrollments: CSVTable
  /// Not in 1.1.
  private var roles: CSVTable?
  private var hasGivenCommon = false

  var tables: [CSVTable] {
    common + [orgs, users, demographics, classes, enrollments] + [roles].compactMap { $0 }
  }

  init(_ district: SampleDistrict, _ version: SampleDistrict.OneRosterVersion) {
    self.district = district
    self.version = version
    let columns = OneRosterColumns(version: version)
    let isMessy = district.condition == .messy
    func style(_ odd: CSVTable.Style) -> CSVTable.Style { isMessy ? odd : CSVTable.Style() }
    common = OneRosterCommonFiles(version: version, condition: district.condition).tables
    orgs = CSVTable(
      "orgs.csv", OneRosterColumns.orgs, style(.init(startsWithMark: true)))
    orgs.add(cells: [OneRosterRows.district, "", "", "The District", "district", "", ""])
    users = CSVTable(
      "users.csv", columns.users,
      style(.init(lineEnd: .both, spellings: ["preferredGivenName": "prefferedGivenName"])))
    demographics = CSVTable(
      "demographics.csv", columns.demographics, style(.init(order: .reversed)))
    classes = CSVTable(
      "classes.csv", OneRosterColumns.classes,
      style(
        .init(
          lineEnd: .carriageReturn,
          spellings: ["grades": "grade", "termSourcedIds": "termSourcedId"],
          hasNamelessColumn: true)))
    enrollments = CSVTable(
      "enrollments.csv", OneRosterColumns.enrollments,
      style(.init(spellings: ["dateLastModified": "dataLastModified"])))
    if version == .v1p2 { roles = CSVTable("roles.csv", OneRosterColumns.roles) }
  }

  mutating func add(_ school: School, after neighbour: School?, counts: inout SampleCounts) {
    if school.index == 0, district.condition == .messy {
      counts.warnings += Self.warningsOfForm(version)
    }
    var rows = OneRosterRows(school, version)
    counts.students += school.students.count
    counts.teachers += school.teachers.count
    counts.staff += school.staff.count
    counts.sections += school.classes.count
    counts.enrollments += school.classes.reduce(0) {
      $0 + $1.roster.count + 1 + $1.coTeachers.count
    }
    if district.hasOddRows(school) {
      OneRosterMess().apply(to: &rows, counts: &counts)
      users.addBlankRow()
      enrollments.addBlankRow()
    }
    if let neighbour, district.hasOddRows(neighbour) {
      OneRosterMess().receiveStudent(of: neighbour, in: &rows, counts: &counts)
    }
    write(rows)
  }

  mutating func takeBytes() -> [[UInt8]] {
    let first = hasGivenCommon ? common.map { _ in [] } : common.map(\.bytes)
    hasGivenCommon = true
    return first + [
      orgs.takeBytes(), users.takeBytes(), demographics.takeBytes(), classes.takeBytes(),
      enrollments.takeBytes(),
    ] + [roles?.takeBytes()].compactMap { $0 }
  }

  /// What an import warns of once, however large the district: columns that are called otherwise, a
  /// manifest's value that is blank, and the first status of a file that should have none.
  private static func warningsOfForm(_ version: SampleDistrict.OneRosterVersion) -> Int {
    let columns = version == .v1p1 ? 2 : 3
    return columns + 1 + 2
  }

  private mutating func write(_ rows: OneRosterRows) {
    for row in rows.orgs { orgs.add(row) }
    for row in rows.users { users.add(row) }
    for row in rows.roles { roles?.add(row) }
    for row in rows.demographics { demographics.add(row) }
    for row in rows.classes { classes.add(row) }
    for row in rows.enrollments { enrollments.add(row) }
    let school = Array(",\(rows.school.id),S".utf8)
    for section in rows.school.classes {
      for student in section.roster {
        enrollments.addRow { bytes in
          bytes.append(0x45)
          bytes.append(decimal: section.id)
          bytes.append(0x2D)
          bytes.append(decimal: student)
          bytes += ",,,C".utf8
          bytes.append(decimal: section.id)
          bytes += school
          bytes.append(decimal: student)
          bytes += ",student,,,,".utf8
        }
      }
    }
  }
}

/// The files that are the same for all schools.
private struct OneRosterCommonFiles {
  let version: SampleDistrict.OneRosterVersion
  let condition: SampleDistrict.Condition

  var tables: [CSVTable] { [manifest, sessions, courses] }

  private var manifest: CSVTable {
    var table = CSVTable("manifest.csv", OneRosterColumns.manifest)
    table.add(cells: ["manifest.version", "1.0"])
    table.add(cells: ["oneroster.version", version.rawValue])
    let given = ["academicSessions", "classes", "courses", "enrollments", "orgs", "users"]
    for file in given + (version == .v1p2 ? ["roles"] : []) {
      table.add(cells: ["file.\(file)", "bulk"])
    }
    table.add(cells: ["file.demographics", condition == .clean ? "bulk" : ""])
    for file in ["categories", "classResources", "lineItems", "resources", "results"] {
      table.add(cells: ["file.\(file)", "absent"])
    }
    table.add(cells: ["source.systemName", "linkctl sample"])
    table.add(cells: ["source.systemCode", ""])
    return table
  }

  private var sessions: CSVTable {
    var table = CSVTable("academicSessions.csv", OneRosterColumns.sessions)
    let year = "\(SchoolYear.end)"
    let (first, last) = (SchoolYear.firstDay.dashed, SchoolYear.lastDay.dashed)
    table.add(
      cells: [OneRosterRows.schoolYear, "", "", "School Year", "schoolYear", first, last, "", year])
    let days = [(first, "\(year)-01-16"), ("\(year)-01-17", last)]
    for (place, (id, (start, end))) in zip(OneRosterRows.semesters, days).enumerated() {
      table.add(
        cells: [
          id, "", "", "Semester \(place + 1)", "semester", start, end, OneRosterRows.schoolYear,
          year,
        ])
    }
    return table
  }

  private var courses: CSVTable {
    var table = CSVTable("courses.csv", OneRosterColumns.courses)
    for (place, (name, subject)) in Vocabulary.courses.enumerated() {
      table.add(
        cells: [
          "K\(place)", "", "", OneRosterRows.schoolYear, name, "\(100 + place)", "",
          OneRosterRows.district, subject, "",
        ])
    }
    return table
  }
}
