/// The links of records that are read with a district's token.
enum Links {
  static func ofUser(_ person: Person, _ version: APIVersion) -> [JSON] {
    let path = "/\(version.rawValue)/users/\(person.id)"
    var names = ["district"]
    if person.student != nil {
      names += ["sections", "myContacts", "myTeachers", "schools"]
    } else if person.teacher != nil {
      names += ["sections", "myStudents", "schools"]
    } else if person.staff != nil {
      names += ["schools"]
    }
    return [link("self", path)] + names.map { link($0, "\(path)/\($0)") }
  }
}
