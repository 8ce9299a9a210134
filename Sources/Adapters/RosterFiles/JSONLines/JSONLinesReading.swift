import Provisioning

/// The first pass: reads all lines, and refuses them all if they cannot be trusted.
struct JSONLinesReading {
  let file: SourceFile
  let lines: UsableLines
  let options: RosterFileOptions
  let cancellation: Cancellation

  /// Reads the file. Complexity: O(bytes).
  func listing() throws(ProvisioningError) -> JSONLinesListing {
    var listing = JSONLinesListing()
    var reader = LineReader(file)
    let (options, cancellation, size) = (options, cancellation, file.signature.size)
    reader.window.checkpoint = { (bytes) throws(ProvisioningError) in
      try cancellation.check()
      options.progress?(bytes, size)
    }
    while let bytes = try reader.next() {
      switch Result(catching: { () throws(RosterLine.Fault) in try lines.line(bytes) }) {
      case .success(let content):
        try requireWhole(content, line: reader.line)
        listing.take(content, lines, at: reader.offset, line: reader.line)
      case .failure:
        try requireJSON(bytes, reader, isFirst: listing.lineCount == 0)
        listing.takeUnusable(at: reader.offset, line: reader.line)
      }
      guard listing.notes.count < options.notesInAll else {
        throw .tooManyNotes(file.name, line: reader.line, listing.notes.count)
      }
    }
    // A program that failed writes nothing, and nobody may take that for a listing.
    guard listing.lineCount > 0 else {
      throw .unusableFile(
        file.name, "It holds nothing.", remedy: "Check what writes it, and give it again.")
    }
    try listing.finish(limit: options.notesInAll, in: file.name)
    try file.requireUnchanged()
    listing.fingerprint = fingerprint(reader.window.digest)
    return listing
  }

  /// A listing of changes leaves out what stands as it was: taken for a whole one, it would end it.
  private func requireWhole(_ content: RosterLine, line: Int) throws(ProvisioningError) {
    switch content {
    case .section(let section, _) where section.details != nil: return
    case .person, .note: return
    case .section, .departed:
      throw .unusableFile(
        file.name, line: line, "The line is one of a listing of changes.",
        remedy: "Give a whole listing, with every person and every section.")
    }
  }

  /// A line that is no JSON is left out like any other, but for two places: at the beginning the
  /// file is of another kind, and at an end without line end it is cut off.
  private func requireJSON(
    _ bytes: [UInt8], _ reader: borrowing LineReader, isFirst: Bool
  ) throws(ProvisioningError) {
    guard lines.text.named(in: bytes) == nil else { return }
    if !reader.isEnded, !isFirst {
      throw .cutOff(file.name, line: reader.line, "its last line is no whole JSON object.")
    }
    if isFirst {
      throw .unusableFile(
        file.name, line: reader.line, "The first line is no JSON object.",
        remedy: "Write one JSON object a line.")
    }
  }

  private func fingerprint(_ bytes: ByteDigest) -> String {
    var digest = ByteDigest()
    digest.update("jsonl 2 \(options.peoplePerPage) \(options.membersPerPage)")
    digest.update("\(options.notesPerPage) \(lines.text.provider)")
    digest.update(lines.district)
    digest.update(bytes.value.high)
    digest.update(bytes.value.low)
    return digest.text
  }
}
