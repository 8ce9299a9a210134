/// Cells in the form in which Clever's API shows them: what was measured on a district that exists both as
/// CSV files and in the API.
enum CleverValue {
  static func gender(_ text: String) -> String {
    switch text.lowercased() {
    case "f", "female": "F"
    case "m", "male": "M"
    case "x": "X"
    default: ""
    }
  }

  static func race(_ text: String) -> String {
    switch text.lowercased() {
    case "a", "asian": "Asian"
    case "b", "black or african american": "Black or African American"
    case "i", "american indian": "American Indian"
    case "m", "two or more races": "Two or More Races"
    case "p", "hawaiian or other pacific islander": "Hawaiian or Other Pacific Islander"
    case "w", "caucasian": "Caucasian"
    case "": ""
    default: "Unknown"
    }
  }

  static func grade(_ text: String) -> String {
    if let number = Int(text) {
      return number == 0 ? "Kindergarten" : (1...13).contains(number) ? "\(number)" : "Other"
    }
    switch text.lowercased() {
    case "": return ""
    case "k", "kg", "kindergarten": return "Kindergarten"
    case "pk", "prekindergarten": return "PreKindergarten"
    case "tk", "transitionalkindergarten": return "TransitionalKindergarten"
    case "infanttoddler": return "InfantToddler"
    case "preschool": return "Preschool"
    case "postgraduate": return "PostGraduate"
    case "ungraded": return "Ungraded"
    default: return "Other"
    }
  }

  static func yesOrNo(_ text: String) -> String {
    switch text.lowercased() {
    case "y", "yes", "true", "1": "Y"
    case "n", "no", "false", "0": "N"
    default: ""
    }
  }

  /// `M/D/YYYY`, of `MM/DD/YY` or `MM/DD/YYYY`; `nil` if there is no such day.
  static func birth(_ text: String) -> String? {
    day(text).map { "\($0.month)/\($0.day)/\($0.year)" }
  }

  /// `YYYY-MM-DD`; empty if there is no such day.
  static func date(_ text: String) -> String {
    let padded = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return day(text).map { "\($0.year)-\(padded($0.month))-\(padded($0.day))" } ?? ""
  }

  /// `course - family name - period`, blank parts left out; without a course, the name as given.
  static func sectionName(
    given: String, course: String, teacher: String, period: String
  ) -> String {
    guard !course.isEmpty else { return given }
    return [course, teacher, period].filter { !$0.isEmpty }.joined(separator: " - ")
  }

  private static func day(_ text: String) -> (year: Int, month: Int, day: Int)? {
    let parts = text.split(separator: "/").map { Int($0) ?? -1 }
    guard parts.count == 3, (1...12).contains(parts[0]), parts[2] >= 0 else { return nil }
    // Two digits: 00 to 49 are of this century.
    let year = parts[2] < 50 ? 2000 + parts[2] : parts[2] < 100 ? 1900 + parts[2] : parts[2]
    guard (1...days(in: parts[0], of: year)).contains(parts[1]) else { return nil }
    return (year, parts[0], parts[1])
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
