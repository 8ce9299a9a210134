/// The kinds of records of the Data API, by their names in paths.
enum Resource: String, CaseIterable, Sendable {
  case districts, schools, sections, courses, terms, students, teachers
  case schoolAdmins = "school_admins"
  case districtAdmins = "district_admins"
  case contacts, users

  init(_ type: UserType) {
    switch type {
    case .student: self = .students
    case .teacher: self = .teachers
    case .staff: self = .schoolAdmins
    case .districtAdmin: self = .districtAdmins
    }
  }

  /// The kind that a role of v3.0 and later was before; `nil` if there is no such role.
  init?(role: String) {
    if role == "contact" {
      self = .contacts
    } else if let type = UserType(rawValue: role) {
      self.init(type)
    } else {
      return nil
    }
  }

  /// Whether records are of people; from v3.0 on they are all users.
  var isOfPeople: Bool {
    switch self {
    case .students, .teachers, .schoolAdmins, .districtAdmins, .contacts, .users: true
    case .districts, .schools, .sections, .courses, .terms: false
    }
  }

  /// The role in which the kind shows people.
  var type: UserType? { UserType.allCases.first { Resource($0) == self } }
}

extension APIVersion {
  /// Whether paths name the kind.
  func has(_ resource: Resource) -> Bool {
    !resource.isOfPeople || (resource == .users) == hasUsers
  }
}

/// Where something of a district is: in which of its lists, and at which place.
enum Reference: Hashable, Sendable {
  case district
  case school(Int), section(Int), course(Int), term(Int), person(Int), contact(Int)
}
