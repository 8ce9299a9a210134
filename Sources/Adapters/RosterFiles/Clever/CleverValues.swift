import Provisioning

/// Cell values in the form in which Clever's API shows the same rows.
enum CleverValue {
  /// What a row of staff.csv or admins.csv makes of its person. Only words that plainly mean a
  /// district administrator do so: the role may do more than any other.
  static func staffRole(_ text: String?) -> Role {
    let letters = lowercasedASCII(text ?? "").utf8.filter { (0x61...0x7A).contains($0) }
    switch String(decoding: letters, as: UTF8.self) {
    case "districtadmin", "districtadministrator", "districtadmins", "districtadministrators":
      return .districtAdmin
    default: return .staff
    }
  }

  /// `course - family name - period`, where a blank part goes with its dash; without a course, the
  /// name as given. The family name is that of the primary teacher's row.
  static func sectionName(
    given: String?, course: String?, teacher: String?, period: String?
  ) -> String? {
    guard let course else { return given }
    return [course, teacher, period].compactMap { $0 }.joined(separator: " - ")
  }
}
