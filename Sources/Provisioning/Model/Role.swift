/// What a person is in a school. A person may hold several roles.
public enum Role: String, CaseIterable, Hashable, Sendable {
  case student
  case teacher
  case staff
  case districtAdmin = "district_admin"
  case contact

  /// How much a role may do, from 0 (student, contact) to 3 (district admin). A role that rises
  /// waits for a person's word.
  public var rank: Int {
    switch self {
    case .student, .contact: 0
    case .teacher: 1
    case .staff: 2
    case .districtAdmin: 3
    }
  }
}

/// Who authorized that a person's data be shared: the district, or the teacher herself (Clever's
/// Library).
public enum Sharing: String, CaseIterable, Hashable, Sendable {
  case district
  case teacher
}
