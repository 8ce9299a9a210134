/// The kinds of users that may sign in, by their names in Clever's API from v3.0 on.
public enum UserType: String, Choice, Hashable, Sendable {
  case student, teacher, staff
  case districtAdmin = "district_admin"

  /// The name up to v2.1.
  var legacyName: String { self == .staff ? "school_admin" : rawValue }

  /// How pages call it.
  var words: String { self == .districtAdmin ? "district admin" : rawValue }
}

/// Somebody in a district. One person may have several of the roles of employees; students have no other.
public struct Person: Sendable {
  /// The ID from v3.0 on. Students have had the same one before.
  public let id: String
  public let district: String
  public internal(set) var name: PersonName
  /// Empty for some.
  public internal(set) var email: String
  /// The name to sign in with. Empty for some.
  public internal(set) var username: String
  var student: StudentRole?
  var teacher: TeacherRole?
  var staff: StaffRole?
  var districtAdmin: DistrictAdminRole?

  /// The roles, the one to sign in with first.
  public var types: [UserType] {
    UserType.allCases.filter { type in
      switch type {
      case .student: student != nil
      case .teacher: teacher != nil
      case .staff: staff != nil
      case .districtAdmin: districtAdmin != nil
      }
    }
  }

  /// The ID up to v2.1 of the person in a role.
  func legacyID(as type: UserType) -> String? {
    switch type {
    case .student: student.map { _ in id }
    case .teacher: teacher?.legacyID
    case .staff: staff?.legacyID
    case .districtAdmin: districtAdmin?.legacyID
    }
  }
}

/// A person's name, its parts as given. A part may be empty.
public struct PersonName: Hashable, Sendable {
  public internal(set) var first: String
  public internal(set) var middle: String
  public internal(set) var last: String

  /// First and last name.
  public var full: String { [first, last].filter { !$0.isEmpty }.joined(separator: " ") }
}

struct StudentRole: Sendable {
  var sisID: String
  var schools: [String]
  var number = ""
  var stateID = ""
  var grade = ""
  var gender = ""
  /// `M/D/YYYY`; `nil` if the district's file has none that can be read.
  var birth: String?
  var race = ""
  var hispanic = ""
  var englishLearner = ""
  var graduationYear = ""
  var address = Address()

  struct Address: Sendable {
    var street = ""
    var city = ""
    var state = ""
    var zip = ""
  }
}

struct TeacherRole: Sendable {
  let legacyID: String
  var sisID: String
  var schools: [String]
  var number = ""
  var stateID = ""
  var title = ""
}

struct StaffRole: Sendable {
  let legacyID: String
  var staffID: String
  var schools: [String]
  var title = ""
  var department = ""
}

struct DistrictAdminRole: Sendable {
  let legacyID: String
  var title = ""
}
