/// What students, teachers and staff have in common.
struct Person: Sendable {
  /// The ID in the district's own system: unique among people of one role only.
  var sisID: Int
  /// Counts people of one role throughout the district.
  let number: Int
  var given: String
  var family: String
  let login: String
  /// Empty for a few.
  let email: String
}

struct Student: Sendable {
  var person: Person
  /// Empty for some.
  let middle: String
  let gender: Gender
  let birth: Day
  /// 0 is kindergarten.
  let grade: Int
  let guardian: String
  let relation: String

  /// How the files of a school write genders; some leave the cell empty.
  enum Gender: String, CaseIterable, Sendable {
    case male, female
    case letterM = "M"
    case letterF = "F"
    case letterX = "X"
    case unsaid = ""
  }

  /// The year of leaving school.
  var graduation: Int { SchoolYear.end + 12 - grade }
}

struct Teacher: Sendable {
  var person: Person
  let subject: String
}

struct Clerk: Sendable {
  let person: Person
  let department: String
  let title: String
}

/// A day of the calendar.
struct Day: Sendable {
  let year: Int
  let month: Int
  let day: Int

  /// `MM/DD/YYYY`.
  var slashed: String { "\(padded(month))/\(padded(day))/\(year)" }

  /// `M/D/YY`.
  var short: String { "\(month)/\(day)/\(padded(year % 100))" }

  /// `YYYY-MM-DD`.
  var dashed: String { "\(year)-\(padded(month))-\(padded(day))" }
}

/// The one school year of every district.
enum SchoolYear {
  static let end = 2026
  static let firstDay = Day(year: end - 1, month: 8, day: 18)
  static let lastDay = Day(year: end, month: 6, day: 12)
}

/// The number with a zero before it if it has one digit.
func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

/// SIS IDs in a scattered order, as those of a real district: each number gives another one.
enum ScatteredID {
  static func student(_ number: Int) -> Int { 100_000_000 + number * 611_953_771 % 900_000_000 }
  static func teacher(_ number: Int) -> Int { 1_000_000 + number * 6_119_531 % 9_000_000 }
}
