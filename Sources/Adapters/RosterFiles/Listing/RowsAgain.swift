import Provisioning

/// Reads rows of a file again, each by where the first pass found it.
struct RowsAgain: ~Copyable {
  /// The reader; it stands at the row that was asked for last.
  private(set) var reader: CSVReader

  /// Begins to read `file`, which the first pass has read. At least `chunk` bytes are read for rows
  /// that do not stand near each other; a page's rows take some ten kilobytes up to some hundred.
  init(_ file: SourceFile, chunk: Int = 32 << 10) { reader = CSVReader(file, chunk: chunk) }

  /// Goes to the row at `offset`.
  mutating func go(to offset: Int64) throws(ProvisioningError) {
    reader.seek(to: offset)
    guard try reader.next() else { throw .changedFile(reader.window.source.name) }
  }

  /// Throws `conflict` if the file is not what the first pass read. Asked after the last row.
  func finish() throws(ProvisioningError) { try reader.window.source.requireUnchanged() }
}

extension Listing {
  /// Reads `rows` of `file` again, each of which stands at `offset`; `body` hears of those that
  /// have one, with a reader that stands there.
  func readAgain<Row>(
    _ file: Layout.File, _ rows: ArraySlice<Row>, at offset: (Row) -> Int64?,
    _ body: (Row, borrowing CSVReader) -> Void
  ) throws(ProvisioningError) {
    guard let source = files[Int(file.rawValue)] else { return }
    var again = RowsAgain(source)
    for row in rows {
      guard let offset = offset(row) else { continue }
      try again.go(to: offset)
      body(row, again.reader)
    }
    try again.finish()
  }
}
