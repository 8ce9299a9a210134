import Provisioning

/// The columns of a CSV file, found by name: in any order, any case, blank names ignored.
struct CSVHeader: Sendable {
  private let file: String
  private let line: Int
  private let columns: [String: Int]

  /// Reads the header from a reader that stands at the beginning of its file, and tells the reader
  /// how long a whole row is.
  init(reading reader: inout CSVReader) throws(ProvisioningError) {
    file = reader.window.source.name
    try reader.readPreamble()
    guard try reader.next() else {
      throw .unusableFile(
        file, line: 1, "The file is empty; not even a header is there.",
        remedy: "Export the file again. One without rows still has its header.")
    }
    line = reader.line
    var columns: [String: Int] = [:]
    var last = 0
    for column in reader.cells.indices {
      guard let name = reader.text(of: column).text else { continue }
      last = column
      if let first = columns.updateValue(column, forKey: lowercasedASCII(name)) {
        // Not the name itself: in a file without a header it would be somebody's data.
        throw .unusableFile(
          file, line: line, "Columns \(first + 1) and \(column + 1) have the same name.",
          remedy: "Remove or rename one of them.")
      }
    }
    self.columns = columns
    reader.cellsInWholeRow = last + 1
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
