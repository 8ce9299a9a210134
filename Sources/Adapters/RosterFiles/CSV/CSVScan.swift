/// How far a scan came.
struct CSVScan {
  /// Where it stopped.
  var index: Int
  /// All bytes passed, or-ed together with those before: above 0x7F, they are not all ASCII.
  var bits: UInt8
  /// Line ends passed; counted within quotes only.
  var lineEnds = 0
  /// The last byte passed within quotes: a LF after a CR ends no second line.
  var previous: UInt8 = 0

  /// Passes bytes from `start` up to a comma or line end, or to `end`.
  @inline(__always)
  static func plain(_ bytes: Span<UInt8>, from start: Int, to end: Int, bits: UInt8) -> CSVScan {
    var scan = CSVScan(index: start, bits: bits)
    while scan.index < end {
      let byte = bytes[scan.index]
      if byte == Byte.comma || byte == Byte.lineFeed || byte == Byte.carriageReturn { break }
      scan.bits |= byte
      scan.index &+= 1
    }
    return scan
  }

  /// Passes bytes from `start` up to a quote, or to `end`.
  @inline(__always)
  static func quoted(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, bits: UInt8, previous: UInt8
  ) -> CSVScan {
    var scan = CSVScan(index: start, bits: bits, previous: previous)
    while scan.index < end {
      let byte = bytes[scan.index]
      if byte == Byte.quote { break }
      if byte == Byte.carriageReturn
        || byte == Byte.lineFeed && scan.previous != Byte.carriageReturn
      {
        scan.lineEnds &+= 1
      }
      scan.bits |= byte
      scan.previous = byte
      scan.index &+= 1
    }
    return scan
  }
}
