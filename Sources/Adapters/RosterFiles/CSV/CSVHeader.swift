import Provisioning

/// The columns of a CSV file, found by name: in any order, any case, blank names ignored.
struct CSVHeader: Sendable {
  private let file: String
  private let line: Int
  private let columns: [String: Int]

  /// Reads the header from a reader that stands at the beginning of its file, and tells the reader
  /// what it says of rows.
  init(reading reader: inout CSVReader) throws(ProvisioningError) {
    file = reader.window.source.name
    try reader.readPreamble()
    guard try reader.next() else { throw .withoutHeader(file) }
    // What Excel writes for itself before the header.
    if reader.cells.count == 2, reader.text(of: 0) == .text("sep="), reader.text(of: 1) == .blank {
      guard try reader.next() else { throw .withoutHeader(file) }
    }
    line = reader.line
    guard reader.cells.count > 1 || !reader.withBytes(of: 0, holdsOtherSeparator) else {
      throw .otherSeparator(file, line: line)
    }
    var columns: [String: Int] = [:]
    var shape = CSVRowShape(most: reader.cells.count)
    for column in reader.cells.indices {
      guard let name = reader.text(of: column).text.map(lowercasedASCII) else { continue }
      shape.least = column + 1
      if name.hasSuffix("_id") || name.hasSuffix("sourcedid") { shape.identifiers.insert(column) }
      if let first = columns.updateValue(column, forKey: name) {
        // Not the name itself: in a file without a header it would be somebody's data.
        throw .unusableFile(
          file, line: line, "Columns \(first + 1) and \(column + 1) have the same name.",
          remedy: "Remove or rename one of them.")
      }
    }
    self.columns = columns
    reader.shape = shape
  }

  /// The column of that name; `nil` if there is none.
  func column(_ name: String) -> Int? { columns[lowercasedASCII(name)] }

  /// The column of that name. The file is useless without it.
  func requiredColumn(_ name: String) throws(ProvisioningError) -> Int {
    if let column = column(name) { return column }
    throw .unusableFile(
      file, line: line, field: name, "The column is missing.",
      remedy: "Export the file again with this column. The first line must be the header.")
  }
}

/// Whether there is a semicolon, a tab or a bar: what stands for commas in files of other kinds.
private func holdsOtherSeparator(_ bytes: Span<UInt8>) -> Bool {
  bytes.indices.contains { bytes[$0] == 0x3B || bytes[$0] == 0x09 || bytes[$0] == 0x7C }
}
