import Provisioning

/// The first pass: reads all files wholly, and refuses them all if one cannot be trusted.
struct ListingReading<Layout: RosterLayout> {
  let files: [SourceFile?]
  let provider: ProviderName
  let district: String
  let options: RosterFileOptions
  let cancellation: Cancellation

  /// Reads the files. Complexity: O(bytes).
  func listing() throws(ProvisioningError) -> (Listing<Layout>, Layout) {
    var listing = Listing<Layout>(files: files, notesInAll: options.notesInAll)
    var layout = Layout()
    let bytesTotal = files.reduce(0) { $0 + ($1?.signature.size ?? 0) }
    var bytesDone: Int64 = 0
    var digest = ByteDigest()
    digest.update("\(Layout.name) \(options.peoplePerPage) \(options.membersPerPage)")
    digest.update("\(options.notesPerPage) \(provider)")
    digest.update(district)
    try layout.prepare(&listing)
    for file in Layout.File.allCases {
      guard let source = files[Int(file.rawValue)] else { continue }
      if layout.reads(file) {
        let content = try read(
          source, as: file, with: &layout, into: &listing, before: bytesDone, of: bytesTotal)
        digest.update(file.name)
        digest.update(content.value.high)
        digest.update(content.value.low)
      }
      bytesDone += source.signature.size
    }
    layout.finish(&listing)
    listing.fingerprint = digest.text
    return (listing, layout)
  }

  /// Reads a file and returns the digest of its bytes.
  private func read(
    _ source: SourceFile, as file: Layout.File, with layout: inout Layout,
    into listing: inout Listing<Layout>, before bytesDone: Int64, of bytesTotal: Int64
  ) throws(ProvisioningError) -> ByteDigest {
    var reader = CSVReader(source)
    let (options, cancellation) = (options, cancellation)
    reader.window.checkpoint = { (bytes) throws(ProvisioningError) in
      try cancellation.check()
      options.progress?(bytesDone + bytes, bytesTotal)
    }
    let header = try CSVHeader(reading: &reader)
    try layout.take(file, &reader, header, into: &listing)
    try source.requireUnchanged()
    return reader.window.digest
  }
}

extension Listing {
  /// Goes to the next row of a file that is not blank, and counts it; `nil` at the end of the file.
  mutating func nextRow(
    _ file: Layout.File, of reader: inout CSVReader
  ) throws(ProvisioningError) -> RowPlace? {
    guard try reader.next() else { return nil }
    rowCount += 1
    lastLines[Int(file.rawValue)] = reader.line
    guard notes.entries.count < notesInAll else {
      throw .tooManyNotes(name(of: file), line: reader.line, notes.entries.count)
    }
    return RowPlace(file, line: reader.line)
  }

  /// Goes to the next row whose cells stand under their headings, passing over others with a note.
  /// `key` has the columns that name what a row is about.
  mutating func nextRow(
    _ file: Layout.File, naming key: RowKey, of reader: inout CSVReader
  ) throws(ProvisioningError) -> RowPlace? {
    while let row = try nextRow(file, of: &reader) {
      reader.shape.meet(rowOf: reader.cells.count)
      guard reader.isShiftedRow else {
        if reader.isOverlongRow { notes.warn(row, .row, .moreBlankCells) }
        return row
      }
      rejectShifted(row, naming: key, of: reader)
    }
    return nil
  }
}
