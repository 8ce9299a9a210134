/// The links of records that are read with a district's token.
enum Links {
  static func of(_ record: Record, at path: String, as resource: Resource, _ version: APIVersion)
    -> JSON
  {
    let names = Relations.names(of: resource, in: version).filter { leads(record, to: $0) }
    return .array([link("self", path)] + names.map { link($0, "\(path)/\($0)") })
  }

  /// Users are told of those relations alone that their first role has.
  private static func leads(_ record: Record, to name: String) -> Bool {
    guard name != "district" else { return true }
    switch (record.content, name) {
    case (.contact, "myContacts"), (.contact, "myTeachers"), (.contact, "sections"),
      (.contact, "myStudents"), (.contact, "schools"):
      return false
    case (.person(let person), "myContacts"), (.person(let person), "myTeachers"):
      return person.student != nil
    case (.person(let person), "myStudents"): return person.teacher != nil
    case (.person(let person), "sections"): return person.student != nil || person.teacher != nil
    case (.person(let person), "schools"): return !person.schools.isEmpty
    case (.section(let section), "term"): return section.term != nil
    case (.section(let section), "course"): return section.course != nil
    default: return true
    }
  }
}
