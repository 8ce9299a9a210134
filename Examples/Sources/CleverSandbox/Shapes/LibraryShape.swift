/// What a teacher shares: names, her own email address, and the grades of her students.
enum LibraryShape {
  /// The record from v3.0 on.
  static func user(_ person: Person) -> JSON {
    if let student = person.student {
      return [
        "id": .string(person.id), "name": shortName(person.name),
        "roles": ["student": ["grade": .string(student.grade)]],
      ]
    }
    return [
      "id": .string(person.id), "name": fullName(person.name), "email": .string(person.email),
      "roles": ["teacher": ["legacy_id": JSON(person.teacher?.legacyID)]],
    ]
  }

  /// The record up to v2.1.
  static func legacy(_ person: Person, as type: UserType) -> JSON {
    if let student = person.student {
      return [
        "id": .string(person.id), "grade": .string(student.grade),
        "name": shortName(person.name),
      ]
    }
    return [
      "id": JSON(person.legacyID(as: type)), "name": fullName(person.name),
      "email": .string(person.email),
    ]
  }

  /// A section of hers; `teachers` are IDs of the version.
  static func section(_ section: Section, teachers: [String]) -> JSON {
    [
      "id": .string(section.id), "name": .string(section.name),
      "section_number": .string(section.number), "teachers": JSON(teachers),
      "students": JSON(section.students), "subject": .string(section.subject),
      "grade": .string(section.grade),
    ]
  }

  /// The first letter with a dot.
  static func initial(_ name: String) -> String { name.prefix(1) + (name.isEmpty ? "" : ".") }

  private static func shortName(_ name: PersonName) -> JSON {
    ["first": .string(name.first), "last": .string(initial(name.last))]
  }

  private static func fullName(_ name: PersonName) -> JSON {
    [
      "first": .string(name.first), "middle": .string(name.middle), "last": .string(name.last),
    ]
  }
}
