import Provisioning

/// The header of a OneRoster file, which keeps in mind the columns that it was asked for and calls
/// by another name.
struct OneRosterHeader {
  private let header: CSVHeader
  /// The columns that were found under another name.
  private(set) var misspelled: [OneRosterColumn] = []

  /// Creates it from the header of any CSV file.
  init(_ header: CSVHeader) { self.header = header }

  /// The column, or `nil` if the file has none.
  mutating func column(_ column: OneRosterColumn) -> Int? {
    let place = header.column(column)
    if place != nil, header.column(column.rawValue) == nil { misspelled.append(column) }
    return place
  }

  /// The column. The file is useless without it.
  mutating func requiredColumn(_ column: OneRosterColumn) throws(ProvisioningError) -> Int {
    if let place = self.column(column) { return place }
    return try header.requiredColumn(column.rawValue)
  }
}
