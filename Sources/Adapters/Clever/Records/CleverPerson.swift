import Provisioning

/// A person's record: a user from v3.0 on, a student, teacher, administrator or contact before.
public struct CleverPerson: Hashable, Sendable, CustomStringConvertible {
  /// The ID, in the version that was asked.
  public let id: CleverID
  /// The district; in what a teacher shares there is none.
  public let district: CleverID?
  /// The name.
  public let name: CleverName
  /// The email address as given: unverified, optional, perhaps no address at all.
  public let email: String?
  /// What the person is, the highest rank first; blank if all her roles are unknown here.
  public let roles: [CleverRole]
  /// The words for roles that are not known here.
  public let unknownRoles: [String]

  /// Reads the body of an answer that holds one record of `people`.
  public init(_ body: [UInt8], of people: CleverPeople) throws(CleverRecordFault) {
    self = try CleverEndpoint.person(people).read(body) { answer in
      try CleverPerson(answer.requiredObject("data"), of: people)
    }
  }

  /// Reads one record of `people`. What a role has stands in the object of that role from v3.0 on,
  /// and beside the name before.
  init(_ record: RecordFields, of people: CleverPeople) throws {
    id = try record.requiredID("id")
    district = try record.id("district")
    name = CleverName(in: record)
    email = record.text("email")
    if let role = people.role {
      roles = [try CleverRole(role, record)]
      unknownRoles = []
    } else {
      let objects = try record.exactObject("roles")
      unknownRoles = (objects?.names ?? []).filter { Role(rawValue: $0) == nil }.sorted()
      roles = try Role.allCases.sorted { $0.rank > $1.rank }.compactMap { role in
        try objects?.exactObject(FieldName(stringValue: role.rawValue))
          .map { try CleverRole(role, $0) }
      }
    }
  }

  /// Every ID of the person that the record tells, the one in use first.
  public var ids: [CleverID] { [id] + roles.compactMap(\.legacyID).filter { $0 != id } }

  /// The roles.
  public var description: String {
    "CleverPerson(\(roles.map(\.role.rawValue).joined(separator: ", ")))"
  }
}

/// One role of a person, with what Clever says of her in it.
public struct CleverRole: Hashable, Sendable, CustomStringConvertible {
  /// The role.
  public let role: Role
  /// The ID below v3.0; students have kept theirs.
  public let legacyID: CleverID?
  /// The schools, the main one first.
  public let schools: [CleverID]
  /// The student information system's ID: unique within the district and the role only.
  public let sisID: String?
  /// The grade.
  public let grade: CleverGrade?
  /// The day of birth.
  public let birthDate: CivilDate?
  /// The gender.
  public let gender: CleverGender?
  /// The title of an employee.
  public let title: String?

  /// Reads the fields of `role`.
  init(_ role: Role, _ fields: RecordFields) throws {
    self.role = role
    legacyID = try fields.id("legacy_id")
    let schools = [fields.text("school")] + fields.texts("schools")
    self.schools = schools.compactMap { $0.flatMap(CleverID.init) }.withoutRepeats
    sisID = fields.text(role == .staff ? "staff_id" : "sis_id")
    grade = fields.text("grade").map(CleverGrade.init)
    birthDate = fields.text("dob").flatMap(RosterValue.date)
    gender = fields.text("gender").map(CleverGender.init)
    title = fields.text("title")
  }

  /// The role.
  public var description: String { "CleverRole(\(role.rawValue))" }
}

extension Sequence where Element: Hashable {
  /// Each element once, in the order in which they come first.
  var withoutRepeats: [Element] {
    var met: Set<Element> = []
    return filter { met.insert($0).inserted }
  }
}
