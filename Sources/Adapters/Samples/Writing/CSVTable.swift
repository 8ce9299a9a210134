/// One CSV file in the making: rows become bytes, which are taken away piece by piece.
struct CSVTable: Sendable {
  /// How a file differs from the plainest one.
  struct Style: Sendable {
    enum LineEnd: String, Sendable {
      case lineFeed = "\n"
      case both = "\r\n"
      case carriageReturn = "\r"
    }

    enum Order: Sendable { case documented, reversed }

    var lineEnd = LineEnd.lineFeed
    var order = Order.documented
    /// Whether a byte order mark stands first.
    var startsWithMark = false
    /// What the header calls columns whose name it does not spell as documented.
    var spellings: [String: String] = [:]
    /// A column behind the others that has neither name nor text.
    var hasNamelessColumn = false
  }

  let name: String
  let columns: [String]
  /// Rows so far, without the header and blank ones.
  private(set) var rowCount = 0
  private let style: Style
  /// What has not been taken away yet.
  private(set) var bytes: [UInt8] = []

  /// Begins a file with its header.
  init(_ name: String, _ columns: [String], _ style: Style = Style()) {
    self.name = name
    self.columns = columns
    self.style = style
    if style.startsWithMark { bytes += [0xEF, 0xBB, 0xBF] }
    add(cells: columns.map { style.spellings[$0] ?? $0 })
    rowCount = 0
  }

  /// Adds a row.
  mutating func add(_ row: Row) { add(cells: row.cells) }

  /// Adds a row of a cell for each column.
  mutating func add(cells: [String]) {
    switch style.order {
    case .documented: for cell in cells { append(cell) }
    case .reversed: for cell in cells.reversed() { append(cell) }
    }
    endRow()
  }

  /// Adds a row by `write`, which appends cells that need no quotes, each with a comma behind it. For
  /// files in the documented order.
  mutating func addRow(_ write: (inout [UInt8]) -> Void) {
    write(&bytes)
    endRow()
  }

  /// Adds a row without any cell.
  mutating func addBlankRow() { bytes += style.lineEnd.rawValue.utf8 }

  /// The bytes since the last call.
  mutating func takeBytes() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  /// Ends a row, whose last byte is a comma.
  private mutating func endRow() {
    if !style.hasNamelessColumn { bytes.removeLast() }
    bytes += style.lineEnd.rawValue.utf8
    rowCount += 1
  }

  private mutating func append(_ cell: String) {
    let needsQuotes = cell.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
    if needsQuotes {
      bytes.append(0x22)
      for byte in cell.utf8 {
        if byte == 0x22 { bytes.append(0x22) }
        bytes.append(byte)
      }
      bytes.append(0x22)
    } else {
      bytes += cell.utf8
    }
    bytes.append(0x2C)
  }
}

extension [UInt8] {
  /// Appends a number in decimal digits, without a String.
  mutating func append(decimal number: Int) {
    let first = count
    var rest = number
    repeat {
      append(0x30 + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    self[first...].reverse()
  }
}
