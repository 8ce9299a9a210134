/// The records up to v2.1, one kind for each role.
struct LegacyShape {
  let version: APIVersion

  func json(_ person: Person, as type: UserType) -> JSON {
    let common: [String: JSON] = [
      "id": JSON(person.legacyID(as: type)), "district": .string(person.district),
      "email": .string(person.email),
    ]
    return record(person, as: type).adding(common)
  }

  private func record(_ person: Person, as type: UserType) -> JSON {
    let dated: [String: JSON] = [
      "created": .string(Moments.created), "last_modified": .string(Moments.lastModified),
      "name": RecordParts.name(person.name), "credentials": RecordParts.credentials(person),
    ]
    let ext: [String: JSON] = version >= .v2p1 ? ["ext": [:]] : [:]
    switch type {
    case .student:
      let enrollments: [String: JSON] = version >= .v2p1 ? ["enrollments": []] : [:]
      return RecordParts.student(person.student).adding(dated).adding(ext).adding(enrollments)
    case .teacher:
      return RecordParts.teacher(person.teacher).adding(dated).adding(ext)
    case .staff:
      let department: [String: JSON] =
        version >= .v2p1 ? ["department": JSON(person.staff?.department)] : [:]
      return RecordParts.staff(person.staff).adding(ext).adding(department).adding([
        "name": RecordParts.adminName(person.name),
        "credentials": RecordParts.credentials(person),
      ])
    case .districtAdmin:
      return [
        "name": RecordParts.adminName(person.name), "title": JSON(person.districtAdmin?.title),
      ]
    }
  }
}

/// What records of several versions have in common.
enum RecordParts {
  static func name(_ name: PersonName) -> JSON {
    [
      "first": .string(name.first), "middle": .string(name.middle), "last": .string(name.last),
    ]
  }

  static func adminName(_ name: PersonName) -> JSON {
    ["first": .string(name.first), "last": .string(name.last)]
  }

  static func credentials(_ person: Person) -> JSON {
    person.username.isEmpty ? [:] : ["district_username": .string(person.username)]
  }

  static func student(_ student: StudentRole?) -> JSON {
    guard let student else { return [:] }
    let record: JSON = [
      "grade": .string(student.grade), "gender": .string(student.gender),
      "graduation_year": .string(student.graduationYear),
      "hispanic_ethnicity": .string(student.hispanic), "race": .string(student.race),
      "location": location(student.address),
      "school": JSON(student.schools.first), "schools": JSON(student.schools),
      "sis_id": .string(student.sisID), "state_id": .string(student.stateID),
      "student_number": .string(student.number),
    ]
    return student.birth.map { record.adding(["dob": .string($0)]) } ?? record
  }

  static func location(_ address: StudentRole.Address) -> JSON {
    [
      "address": .string(address.street), "city": .string(address.city),
      "state": .string(address.state), "zip": .string(address.zip),
    ]
  }

  static func teacher(_ teacher: TeacherRole?) -> JSON {
    guard let teacher else { return [:] }
    return [
      "school": JSON(teacher.schools.first), "schools": JSON(teacher.schools),
      "sis_id": .string(teacher.sisID), "state_id": .string(teacher.stateID),
      "teacher_number": .string(teacher.number), "title": .string(teacher.title),
    ]
  }

  static func staff(_ staff: StaffRole?) -> JSON {
    guard let staff else { return [:] }
    return [
      "staff_id": .string(staff.staffID), "schools": JSON(staff.schools),
      "title": .string(staff.title),
    ]
  }
}
