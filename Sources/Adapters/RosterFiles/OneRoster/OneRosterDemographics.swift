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

extension OneRosterLayout {
  /// Reads demographics.csv; users.csv must have been read before. The first row of a person counts.
  mutating func takeDemographics(
    _ reader: inout CSVReader, _ header: inout OneRosterHeader, into listing: inout Listing<Self>
  ) throws(ProvisioningError) {
    // Some exports of 1.1 name the user as other files do.
    let named = header.column(.userSourcedID)
    let user = if let named { named } else { try header.requiredColumn(.sourcedID) }
    let (birth, sex) = (header.column(.birthDate), header.column(.sex))
    let mode = manifest.mode(of: .demographics)
    var statuses = try OneRosterStatusColumns(&header, of: .demographics, mode)
    var seen = NumberedValues<Bool>(none: false)
    while let row = try listing.nextRow(.demographics, naming: .nothing, of: &reader) {
      let person = listing.person(in: user, of: reader, table: 0).mapError {
        OneRosterFault(.sourcedID, $0)
      }
      let status = statuses.status(of: reader, at: row, &listing.notes)
      switch person.flatMap({ person in status.map { (person, $0) } }) {
      case .success((let person, .active)):
        guard let fault = listing.status(0, person).fault(in: OneRosterFile.users) else {
          guard !seen[person] else { continue }
          seen[person] = true
          demographics[person] = reader.demographics(birth, sex) {
            listing.notes.warn(row, $0, $1)
          }
          continue
        }
        guard listing.status(0, person) != .gone else { continue }
        listing.notes.reject(row, .sourcedID, fault, protecting: .nothing)
      case .success: break
      case .failure(let fault):
        listing.notes.reject(row, fault.column, fault.fault, protecting: .nothing)
      }
    }
  }
}

extension CSVReader {
  /// What the current row tells. `warn` hears of each cell that cannot be used.
  fileprivate borrowing func demographics(
    _ birth: Int?, _ sex: Int?, warn: (OneRosterColumn, RowFault) -> Void
  ) -> OneRosterDemographics {
    let birthDate = optionalValue(of: birth, fault: .notADate, OneRosterValue.date) {
      warn(.birthDate, $0)
    }
    let gender = optionalValue(of: sex, fault: .notASex, OneRosterValue.gender) { warn(.sex, $0) }
    return OneRosterDemographics(birthDate: birthDate, gender: gender ?? nil)
  }
}
