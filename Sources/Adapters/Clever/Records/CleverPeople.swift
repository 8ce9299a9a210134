import Provisioning

/// A collection of people: one from v3.0 on, one for each type before.
public enum CleverPeople: String, CaseIterable, Hashable, Sendable {
  case users
  case students
  case teachers
  case schoolAdmins = "school_admins"
  case districtAdmins = "district_admins"
  case contacts

  /// The collection that people of `role` are in; `nil` if there is none without a role.
  public init?(of role: Role?, in version: CleverVersion) {
    guard version.hasRecordsByType else {
      self = .users
      return
    }
    switch role {
    case .student: self = .students
    case .teacher: self = .teachers
    case .staff: self = .schoolAdmins
    case .districtAdmin: self = .districtAdmins
    case .contact: self = .contacts
    case nil: return nil
    }
  }

  /// The role of everyone in it; `nil` where each record tells its own.
  var role: Role? {
    switch self {
    case .users: nil
    case .students: .student
    case .teachers: .teacher
    case .schoolAdmins: .staff
    case .districtAdmins: .districtAdmin
    case .contacts: .contact
    }
  }

  /// The path of one record.
  public func path(of id: CleverID, in version: CleverVersion) -> String {
    "\(version.pathPrefix)/\(rawValue)/\(id)"
  }
}
