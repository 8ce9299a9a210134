import Provisioning

/// Cell values in the form in which Clever's API shows the same rows.
enum CleverValue {
  /// `M`, `F` or `X`; also from `male` and `female`, in any case. `nil` if it is none of them.
  static func gender(_ text: String) -> String? {
    switch lowercasedASCII(text) {
    case "m", "male": "M"
    case "f", "female": "F"
    case "x": "X"
    default: nil
    }
  }

  /// A day as `yyyy-mm-dd`, from `M/D/YY`, `MM/DD/YYYY` or `yyyy-mm-dd`; two-digit years 00 to 49
  /// are of this century. `nil` if it is none of them, or there is no such day.
  static func date(_ text: String) -> String? {
    if let parts = numbers(in: text, separator: 0x2F) {
      guard parts[0].digits <= 2, parts[1].digits <= 2 else { return nil }
      let year = parts[2]
      guard year.digits == 4 || year.digits == 2 else { return nil }
      let century = year.digits == 4 ? 0 : year.value < 50 ? 2000 : 1900
      return day(year.value + century, parts[0].value, parts[1].value)
    }
    if let parts = numbers(in: text, separator: 0x2D), parts.map(\.digits) == [4, 2, 2] {
      return day(parts[0].value, parts[1].value, parts[2].value)
    }
    return nil
  }

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

  private static func day(_ year: Int, _ month: Int, _ day: Int) -> String? {
    CivilDate(year: year, month: month, day: day)?.description
  }

  /// Three numbers of one to four digits, or `nil`.
  private static func numbers(
    in text: String, separator: UInt8
  ) -> [(value: Int, digits: Int)]? {
    let parts = text.utf8.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    var numbers: [(value: Int, digits: Int)] = []
    for part in parts {
      guard (1...4).contains(part.count), part.allSatisfy({ (0x30...0x39).contains($0) }) else {
        return nil
      }
      numbers.append((part.reduce(0) { $0 * 10 + Int($1 - 0x30) }, part.count))
    }
    return numbers
  }
}
