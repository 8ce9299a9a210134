import Provisioning

/// OneRoster's vocabularies. All ignore case.
enum OneRosterValue {
  /// Whether a row is listed. `inactive` is what 1.1 had before it was withdrawn.
  enum Status: Hashable {
    case active
    case gone
  }

  /// What `status` says; `nil` if it is none of `active`, `inactive` and `tobedeleted`.
  static func status(_ text: String) -> Status? {
    switch lowercasedASCII(text) {
    case "active": .active
    case "inactive", "tobedeleted": .gone
    default: nil
    }
  }

  /// The role of a person, from the words of 1.1 and 1.2; `nil` if it is none of them. An
  /// `administrator` of 1.1 may be a school's: only words that say "district" or "system" make one
  /// of the whole district.
  static func role(_ text: String) -> Role? {
    switch lowercasedASCII(text) {
    case "student": .student
    case "teacher": .teacher
    case "parent", "guardian", "relative": .contact
    case "districtadministrator", "systemadministrator": .districtAdmin
    case "administrator", "aide", "counselor", "principal", "proctor", "siteadministrator": .staff
    default: nil
    }
  }

  /// As what an enrollment puts a person into a class.
  enum EnrollmentKind: Hashable {
    case student
    case teacher
    /// A role that OneRoster knows, and that is neither.
    case neither
  }

  /// What an enrollment's role says; `nil` if it is no role that OneRoster knows.
  static func enrollmentKind(_ text: String) -> EnrollmentKind? {
    switch role(text) {
    case .student: .student
    case .teacher: .teacher
    case .staff, .contact, .districtAdmin: .neither
    case nil: nil
    }
  }

  /// `true` or `false`; `nil` if it is neither.
  static func flag(_ text: String) -> Bool? {
    switch lowercasedASCII(text) {
    case "true": true
    case "false": false
    default: nil
    }
  }

  /// A day, perhaps with a time behind it that is left off.
  static func date(_ text: String) -> CivilDate? {
    let day = text.utf8.prefix { $0 != 0x54 && $0 != 0x20 }
    return RosterValue.date(String(Substring(day)))
  }

  /// What `sex` says, in the words of profiles: `.some(nil)` if it says that nothing is said.
  static func gender(_ text: String) -> String?? {
    switch lowercasedASCII(text) {
    case "unspecified": .some(nil)
    case "other": "X"
    default: RosterValue.gender(text).map { .some($0) }
    }
  }

  /// A list in one cell as a text, in one spelling.
  static func listed(_ text: String) -> String? {
    let parts = text.utf8.split(separator: Byte.comma).compactMap { part in
      let text = part.drop(while: Byte.isSpace)
      return text.lastIndex { !Byte.isSpace($0) }.map { String(Substring(text[...$0])) }
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}
