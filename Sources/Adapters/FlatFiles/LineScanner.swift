import Provisioning

/// Reads a file line by line.
struct LineScanner {
  private let file: OpenFile
  /// Where the bytes after `buffer` stand in the file.
  private var offset: Int
  private var buffer: ArraySlice<UInt8> = []
  private var isAtEnd = false

  /// Begins at `offset`, which is that of a line.
  init(_ file: OpenFile, from offset: Int = 0) {
    self.file = file
    self.offset = offset
  }

  /// What the file ends with behind its last line feed; all of it once there are no more lines.
  var rest: ArraySlice<UInt8> { buffer }

  /// The next line, without its line feed; `nil` where there is no line feed any more.
  mutating func next() throws(ProvisioningError) -> ArraySlice<UInt8>? {
    var searched = 0
    while true {
      if let end = buffer.dropFirst(searched).firstIndex(of: 0x0A) {
        defer { buffer = buffer[(end + 1)...] }
        return buffer[..<end]
      }
      if isAtEnd { return nil }
      searched = buffer.count
      let more = try file.read(1 << 18, at: offset)
      offset += more.count
      isAtEnd = more.isEmpty
      buffer = buffer + more
    }
  }

  /// Whether nothing follows the line that was read last.
  mutating func isAtLast() throws(ProvisioningError) -> Bool {
    if !buffer.isEmpty || isAtEnd { return buffer.isEmpty }
    let more = try file.read(1 << 18, at: offset)
    offset += more.count
    isAtEnd = more.isEmpty
    buffer = more[...]
    return isAtEnd
  }
}
