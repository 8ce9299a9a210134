import Provisioning

/// Reads a CSV file row by row through one reused buffer (RFC 4180).
///
/// Lines end in LF, CRLF or a bare CR, mixed as they come. A quoted cell may hold commas, line ends
/// and doubled quotes; a quote elsewhere is a letter like any other. A quoted cell that ends on a
/// later line with text behind it has swallowed rows, and the file is refused. Cells are byte
/// ranges until a text is asked for. Memory stays under some 12 MB whatever the file holds. Every
/// cell is checked to be UTF-8, read or not.
///
/// The machine is resumable at any byte: `refill()` may come in the midst of a cell.
struct CSVReader: ~Copyable {
  /// How large a part of a file may be. Honest files stay far below; a file with a quote that is
  /// never closed does not.
  enum Limit {
    static let cellBytes = 1 << 20
    static let rowBytes = 4 << 20
    static let columns = 2000
  }

  private enum Phase {
    case cellStart
    case plain
    case quoted
    /// A quote within a quoted cell: its end, or the first of two.
    case quoteSeen
    /// Text after the closing quote; it is taken as part of the cell.
    case afterQuote
  }

  /// The file, and the part of it that is in memory.
  var window: FileWindow
  /// The line on which the current row begins, from 1; counts line ends within quotes.
  private(set) var line = 0
  /// Where the current row begins, in bytes from the file's beginning.
  var rowOffset: Int64 { window.offset + Int64(rowStart) }
  /// What the header says of the rows below it.
  var shape = CSVRowShape()

  /// Where the current row begins in the window.
  private(set) var rowStart = 0
  /// The current row's cells, counted from `rowStart`.
  private(set) var cells: [(start: Int32, end: Int32)] = []

  /// The next byte to look at, in the window.
  private var position = 0
  private var phase = Phase.cellStart
  private var cellStart = 0
  /// Where the next byte of a quoted cell goes: escapes are removed in place.
  private var cellEnd = 0
  /// The line on which the current quoted cell begins.
  private var cellLine = 0
  private var nextLine = 1
  /// Whether the last row ended in a CR: a LF that follows belongs to it.
  private var skipsLineFeed = false
  private var previousInQuotes: UInt8 = 0
  /// All bytes of the row or-ed together: above 0x7F, it is not all ASCII.
  private var seen: UInt8 = 0
  private var lastRow: (line: Int, cells: Int)?

  /// Creates a reader that stands at the beginning of `source`.
  init(_ source: SourceFile, chunk: Int = 256 << 10) {
    window = FileWindow(source, size: chunk)
  }

  /// Goes to the next row that is not blank. Returns `false` at the end of the file.
  mutating func next() throws(ProvisioningError) -> Bool {
    while try scanRow() {
      if seen >= 0x80 { try requireUTF8() }
      guard !isBlankRow else { continue }
      lastRow = (line, cells.count)
      return true
    }
    if let lastRow, lastRow.cells < shape.least {
      throw .cutOff(
        window.source.name, line: lastRow.line, "its last row does not reach the last column.")
    }
    return false
  }

  /// Goes to the row that begins at `offset`, a `rowOffset` of an earlier reading, so that `next()`
  /// reads it. The line number is not known from then on.
  mutating func seek(to offset: Int64) {
    skipsLineFeed = false
    // Rows behind are never read again from the buffer: removing escapes has changed them there.
    let distance = offset - window.offset
    if distance >= Int64(position), distance <= Int64(window.filled) {
      position = Int(distance)
    } else {
      window.jump(to: offset)
      position = 0
    }
    rowStart = position
  }

  /// Steps over a byte order mark, and refuses what is evidently no UTF-8 text. Called once, first.
  mutating func readPreamble() throws(ProvisioningError) {
    while window.filled < 16, try refill() {}
    let first = window.bytes[..<min(window.filled, 16)]
    if first.starts(with: [0xFE, 0xFF]) || first.starts(with: [0xFF, 0xFE]) || first.contains(0) {
      throw .notUTF8(window.source.name, line: 1, "The file is UTF-16 or no text at all.")
    }
    if first.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  // MARK: The machine

  /// Reads one row, blank or not. Returns `false` at the end of the file.
  private mutating func scanRow() throws(ProvisioningError) -> Bool {
    cells.removeAll(keepingCapacity: true)
    phase = .cellStart
    seen = 0
    rowStart = position
    if skipsLineFeed {
      if position == window.filled, try !refill() { return false }
      if window.bytes[position] == Byte.lineFeed { position += 1 }
      skipsLineFeed = false
      rowStart = position
    }
    line = nextLine
    while true {
      if position == window.filled, try !refill() { return try endOfFile() }
      switch phase {
      case .cellStart:
        startCell()
        if phase == .plain, try scanPlain() { return true }
      case .plain:
        if try scanPlain() { return true }
      case .quoted: scanQuoted()
      case .quoteSeen, .afterQuote:
        if try scanAfterQuote() { return true }
      }
    }
  }

  private mutating func startCell() {
    if window.bytes[position] == Byte.quote {
      position += 1
      phase = .quoted
      previousInQuotes = 0
      cellLine = nextLine
    } else {
      phase = .plain
    }
    cellStart = position
    cellEnd = position
  }

  /// Returns `true` when the row is complete.
  private mutating func scanPlain() throws(ProvisioningError) -> Bool {
    let scan = CSVScan.plain(window.bytes.span, from: position, to: window.filled, bits: seen)
    seen = scan.bits
    position = scan.index
    cellEnd = scan.index
    return position < window.filled ? try closeCell() : false
  }

  private mutating func scanQuoted() {
    let scan = CSVScan.quoted(
      window.bytes.span, from: position, to: window.filled, bits: seen, previous: previousInQuotes)
    seen = scan.bits
    previousInQuotes = scan.previous
    nextLine += scan.lineEnds
    append(upTo: scan.index)
    if position < window.filled {
      position += 1
      phase = .quoteSeen
    }
  }

  /// Decides what a quote within a quoted cell was. Returns `true` when the row is complete.
  private mutating func scanAfterQuote() throws(ProvisioningError) -> Bool {
    if phase == .quoteSeen, window.bytes[position] == Byte.quote {
      append(upTo: position + 1)
      phase = .quoted
      previousInQuotes = Byte.quote
      return false
    }
    phase = .afterQuote
    let scan = CSVScan.plain(window.bytes.span, from: position, to: window.filled, bits: seen)
    seen = scan.bits
    if nextLine > cellLine, !window.bytes[position..<scan.index].allSatisfy(Byte.isSpace) {
      throw .openQuote(window.source.name, line: cellLine)
    }
    append(upTo: scan.index)
    return position < window.filled ? try closeCell() : false
  }

  /// Adds the bytes from `position` to `index` to the quoted cell, and goes there.
  private mutating func append(upTo index: Int) {
    let count = index - position
    if cellEnd != position {
      for step in 0..<count { window.bytes[cellEnd + step] = window.bytes[position + step] }
    }
    cellEnd += count
    position = index
  }

  /// Ends a cell at the comma or line end that stands at `position`. Returns `true` for the latter.
  private mutating func closeCell() throws(ProvisioningError) -> Bool {
    try addCell()
    let byte = window.bytes[position]
    position += 1
    phase = .cellStart
    if byte == Byte.comma { return false }
    nextLine += 1
    skipsLineFeed = byte == Byte.carriageReturn
    return true
  }

  private mutating func addCell() throws(ProvisioningError) {
    if cells.count == Limit.columns {
      throw .overLimit(
        window.source.name, line: line, "The row has more than \(Limit.columns) columns.")
    }
    if position - rowStart > Limit.cellBytes { try requireLimits() }
    cells.append((Int32(cellStart - rowStart), Int32(cellEnd - rowStart)))
  }

  private func requireLimits() throws(ProvisioningError) {
    if phase != .cellStart, position - cellStart > Limit.cellBytes {
      throw .overLimit(window.source.name, line: line, "A cell holds more than 1 MiB.")
    }
    if position - rowStart > Limit.rowBytes {
      throw .overLimit(window.source.name, line: line, "The row holds more than 4 MiB.")
    }
  }

  private mutating func endOfFile() throws(ProvisioningError) -> Bool {
    switch phase {
    case .quoted: throw .cutOff(window.source.name, line: line, "a quote is never closed.")
    case .cellStart where cells.isEmpty: return false
    case .cellStart:
      cellStart = position
      cellEnd = position
    case .plain, .quoteSeen, .afterQuote: break
    }
    try addCell()
    phase = .cellStart
    return true
  }

  /// Reads more, keeping the current row. Returns `false` at the end of the file.
  private mutating func refill() throws(ProvisioningError) -> Bool {
    try requireLimits()
    let hasMore = try window.slide(to: rowStart)
    position -= rowStart
    cellStart -= rowStart
    cellEnd -= rowStart
    rowStart = 0
    return hasMore
  }
}
