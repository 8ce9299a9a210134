/// A user's record from v3.0 on, with all roles.
struct UserShape {
  let version: APIVersion

  func json(_ person: Person) -> JSON {
    var roles: [String: JSON] = [:]
    if let student = person.student { roles["student"] = role(student, of: person) }
    if let teacher = person.teacher { roles["teacher"] = role(teacher, of: person) }
    if let staff = person.staff { roles["staff"] = role(staff, of: person) }
    if let admin = person.districtAdmin {
      roles["district_admin"] = [
        "legacy_id": .string(admin.legacyID), "title": .string(admin.title),
      ]
    }
    return [
      "id": .string(person.id), "district": .string(person.district),
      "created": .string(Moments.created), "last_modified": .string(Moments.lastModified),
      "email": .string(person.email), "name": RecordParts.name(person.name),
      "roles": .object(roles),
    ]
  }

  /// The role on the wire has an email address, and no ID up to v2.1, other than Swagger says.
  private func role(_ student: StudentRole, of person: Person) -> JSON {
    let role = RecordParts.student(student).adding([
      "credentials": RecordParts.credentials(person), "email": .string(person.email),
      "enrollments": [], "ext": [:],
    ])
    guard version >= .v3p1 else { return role }
    return role.adding([
      "preferred_name": ["first": "", "middle": "", "last": ""], "disability": [:],
    ])
  }

  private func role(_ teacher: TeacherRole, of person: Person) -> JSON {
    RecordParts.teacher(teacher).adding([
      "credentials": RecordParts.credentials(person), "ext": [:],
      "legacy_id": .string(teacher.legacyID),
    ])
  }

  private func role(_ staff: StaffRole, of person: Person) -> JSON {
    RecordParts.staff(staff).adding([
      "credentials": RecordParts.credentials(person), "ext": [:],
      "legacy_id": .string(staff.legacyID), "department": .string(staff.department), "roles": [],
    ])
  }
}
