import Provisioning

extension OneRosterLayout {
  /// Reads demographics.csv; users.csv must have been read before. The first row of a person
  /// counts.
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
