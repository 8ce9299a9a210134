import Provisioning

/// What demographics.csv tells of a person, in eight bytes. Of what else stands there, nothing is
/// read.
struct OneRosterDemographics: Sendable {
  /// Year, month and day as one number of eight digits; 0 for none.
  private var day: UInt32 = 0
  private var letter: UInt8 = 0

  /// Creates what tells nothing.
  init() {}

  /// Creates it from values.
  init(birthDate: CivilDate?, gender: String?) {
    if let birthDate {
      day = UInt32(birthDate.year * 10_000 + birthDate.month * 100 + birthDate.day)
    }
    letter = gender?.utf8.first ?? 0
  }

  /// The day of birth as `yyyy-mm-dd`.
  var birthDate: String? {
    let (year, rest) = Int(day).quotientAndRemainder(dividingBy: 10_000)
    return CivilDate(year: year, month: rest / 100, day: rest % 100)?.description
  }

  /// `M`, `F` or `X`.
  var gender: String? { letter == 0 ? nil : String(Unicode.Scalar(letter)) }
}

extension CSVReader {
  /// What the current row tells. `warn` hears of each cell that cannot be used.
  borrowing func demographics(
    _ birth: Int?, _ sex: Int?, warn: (OneRosterColumn, RowFault) -> Void
  ) -> OneRosterDemographics {
    let birthDate = optionalValue(of: birth, fault: .notADate, OneRosterValue.date) {
      warn(.birthDate, $0)
    }
    let gender = optionalValue(of: sex, fault: .notASex, OneRosterValue.gender) { warn(.sex, $0) }
    return OneRosterDemographics(birthDate: birthDate, gender: gender ?? nil)
  }
}
