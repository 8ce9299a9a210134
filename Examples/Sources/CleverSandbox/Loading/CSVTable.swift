/// A CSV file in memory. Lines may end in CR, LF or both; names of columns count in any case.
struct CSVTable: Sendable {
  private let columns: [String: Int]
  private let cells: [[String]]

  init(_ bytes: [UInt8]) {
    var reader = CSVReader(bytes: bytes)
    let header = reader.nextRow() ?? []
    columns = Dictionary(
      header.enumerated().map { ($1.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    var cells: [[String]] = []
    while let row = reader.nextRow() { cells.append(row) }
    self.cells = cells
  }

  /// The rows, as a function from a column's name to the trimmed cell; "" if there is none.
  var rows: some Sequence<CSVRow> { cells.lazy.map { CSVRow(columns: columns, cells: $0) } }
}

struct CSVRow {
  fileprivate let columns: [String: Int]
  fileprivate let cells: [String]

  subscript(_ column: String) -> String {
    guard let place = columns[column.lowercased()], place < cells.count else { return "" }
    return cells[place]
  }
}

/// Reads rows one after another. Blank lines are no rows.
private struct CSVReader {
  let bytes: [UInt8]
  var place = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
  }

  mutating func nextRow() -> [String]? {
    while place < bytes.count, isLineEnd(bytes[place]) { place += 1 }
    guard place < bytes.count else { return nil }
    var row = [nextCell()]
    while place < bytes.count, bytes[place] == UInt8(ascii: ",") {
      place += 1
      row.append(nextCell())
    }
    return row.allSatisfy(\.isEmpty) ? nextRow() : row
  }

  private mutating func nextCell() -> String {
    if place < bytes.count, bytes[place] == UInt8(ascii: "\"") { return quotedCell() }
    let start = place
    while place < bytes.count, !isLineEnd(bytes[place]), bytes[place] != UInt8(ascii: ",") {
      place += 1
    }
    return trimmed(bytes[start..<place])
  }

  private mutating func quotedCell() -> String {
    var cell: [UInt8] = []
    place += 1
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if byte == UInt8(ascii: "\"") {
        guard place < bytes.count, bytes[place] == byte else { break }
        place += 1
      }
      cell.append(byte)
    }
    return trimmed(cell[...])
  }

  private func trimmed(_ cell: ArraySlice<UInt8>) -> String {
    let blank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    guard let first = cell.firstIndex(where: { !blank($0) }),
      let last = cell.lastIndex(where: { !blank($0) })
    else { return "" }
    return String(decoding: cell[first...last], as: UTF8.self)
  }

  private func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
