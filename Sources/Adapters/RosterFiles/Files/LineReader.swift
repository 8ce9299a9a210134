import Provisioning

/// Reads a text file line by line through one reused buffer. Lines end in LF; every one is checked
/// to be UTF-8.
struct LineReader: ~Copyable {
  /// How long a line may be, in bytes. Honest ones, a section with all of its members in full, stay
  /// far below.
  static let limit = 8 << 20

  /// The file, and the part of it that is in memory.
  var window: FileWindow
  /// The current line, from 1. Not known after `seek(to:)`.
  private(set) var line = 0
  /// Where the current line begins, in bytes from the file's beginning.
  var offset: Int64 { window.offset + Int64(start) }
  /// Whether the current line has a line end.
  private(set) var isEnded = false

  private var start = 0
  /// Where the next line begins, in the window.
  private var position = 0

  /// Creates a reader that stands at the beginning of `source`.
  init(_ source: SourceFile, chunk: Int = 256 << 10) {
    window = FileWindow(source, size: chunk)
  }

  /// The next line that is not blank, without its line end; `nil` at the end of the file. A byte
  /// order mark is no part of the first line.
  mutating func next() throws(ProvisioningError) -> [UInt8]? {
    while let bytes = try nextLine() {
      if !bytes.allSatisfy(Byte.isSpace) { return bytes }
    }
    return nil
  }

  /// Goes to the line that begins at `offset`, so that `next()` reads it.
  mutating func seek(to offset: Int64) {
    let distance = offset - window.offset
    if distance >= 0, distance <= Int64(window.filled) {
      position = Int(distance)
    } else {
      window.jump(to: offset)
      position = 0
    }
    start = position
  }

  private mutating func nextLine() throws(ProvisioningError) -> [UInt8]? {
    start = position
    line += 1
    var scanned = start
    while true {
      if let end = window.bytes[scanned..<window.filled].firstIndex(of: Byte.lineFeed) {
        return try take(upTo: end, isEnded: true)
      }
      guard window.filled - start <= Self.limit else { throw overLimit }
      scanned = window.filled - start
      let hasMore = try window.slide(to: start)
      start = 0
      guard hasMore else {
        return window.filled == 0 ? nil : try take(upTo: window.filled, isEnded: false)
      }
    }
  }

  private mutating func take(
    upTo end: Int, isEnded: Bool
  ) throws(ProvisioningError) -> [UInt8] {
    guard end - start <= Self.limit else { throw overLimit }
    if offset == 0, window.bytes[start..<end].starts(with: [0xEF, 0xBB, 0xBF]) { start += 3 }
    guard (try? UTF8Span(validating: window.bytes.span.extracting(start..<end))) != nil else {
      throw .notUTF8(window.source.name, line: line, "The text is not UTF-8.")
    }
    self.isEnded = isEnded
    position = isEnded ? end + 1 : end
    return Array(window.bytes[start..<end])
  }

  private var overLimit: ProvisioningError {
    .unusableFile(
      window.source.name, line: line, "The line holds more than \(Self.limit >> 20) MiB.",
      remedy: "Check that each object stands on a line of its own.")
  }
}
