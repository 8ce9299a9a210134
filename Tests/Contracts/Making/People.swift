import Provisioning

extension Profile {
  /// A person of one role, in few words.
  public static func person(
    _ role: Role, _ given: String? = nil, email: String? = nil, sis: String? = nil,
    district: String? = nil
  ) -> Profile {
    var profile = Profile(role: role, given: given)
    profile.email = email
    profile.sisID = sis
    profile.district = district
    return profile
  }
}

extension Identity {
  /// A person of one role as a provider asserts it, in few words.
  public static func person(
    _ key: String, _ role: Role = .student, _ given: String? = nil, email: String? = nil,
    sis: String? = nil, district: String? = nil, aliases: [String] = [],
    sharing: Sharing = .district
  ) -> Identity {
    Identity(
      key: .named(key), aliases: aliases.map { .named($0) }, sharing: sharing,
      profile: .person(role, given, email: email, sis: sis, district: district))
  }
}

extension RosterSection {
  /// A section by its key, its teachers' and its students' keys; the first teacher is the primary.
  public static func section(
    _ key: String, name: String? = nil, district: String? = nil, teachers: [String] = [],
    students: [String] = []
  ) -> RosterSection {
    var details = Section.Details()
    details.name = name ?? key
    details.district = district
    let teaching = teachers.enumerated().map { place, teacher in
      Member(.named(teacher), place == 0 ? .primaryTeacher : .coTeacher)
    }
    return RosterSection(
      key: .named(key), details: details,
      members: teaching + students.map { Member(.named($0), .student) })
  }
}

extension RosterNote {
  /// A rejected row that protects something.
  public static func rejected(protecting protected: Protected) -> RosterNote {
    RosterNote(
      .rejected(protecting: protected), file: "rows.csv", line: 2, field: "id", reason: "no such id"
    )
  }
}
