/// A line of a store's files: an object of JSON whose last member, `crc32c`, is the checksum of all
/// that stands before it in the line.
enum CheckedLine {
  /// `object` with its checksum, and a line feed. In the log each checksum goes on from that of the
  /// line before, so that no line can be missing.
  static func seal(
    _ object: [UInt8], after earlier: Checksum = Checksum()
  ) -> (line: [UInt8], checksum: Checksum) {
    let checksum = Checksum(of: object.dropLast(), after: earlier)
    var line = Array(object.dropLast())
    line += start
    line += checksum.hexadecimal
    line += end
    line.append(0x0A)
    return (line, checksum)
  }

  /// The object in a line without its line feed, as it was sealed; `nil` if the checksum does not
  /// fit.
  static func open(
    _ line: ArraySlice<UInt8>, after earlier: Checksum = Checksum()
  ) -> (object: [UInt8], checksum: Checksum)? {
    guard line.count > length, line.suffix(end.count).elementsEqual(end) else { return nil }
    let digits = line.dropLast(end.count).suffix(8)
    let content = line.dropLast(length)
    guard line.dropFirst(content.count).prefix(start.count).elementsEqual(start) else { return nil }
    let checksum = Checksum(of: content, after: earlier)
    guard checksum == Checksum(hexadecimal: digits) else { return nil }
    return (Array(content) + [0x7D], checksum)
  }

  private static let start = Array(",\"crc32c\":\"".utf8)
  private static let end = Array("\"}".utf8)
  private static let length = start.count + 8 + end.count
}
