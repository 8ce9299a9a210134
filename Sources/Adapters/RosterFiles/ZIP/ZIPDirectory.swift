import Provisioning

/// The list of a ZIP's entries, looked at before libzip takes all of it into memory.
enum ZIPDirectory {
  /// How large the list may be, in bytes: enough for ten thousand entries.
  static let limit: UInt64 = 1 << 20

  /// How far from the file's end the list's own record may begin: its size, the longest
  /// comment, and the locator of a ZIP64.
  private static let tail = 22 + 20 + 0xFFFF

  /// Throws `invalid` if a list of entries declares more than `limit` bytes. An archive has one,
  /// and a hostile one may look as if it had several: all are judged, for libzip reads them all.
  static func requireSoundSize(of file: SourceFile) throws(ProvisioningError) {
    let start = max(0, file.signature.size - Int64(tail))
    let bytes = try read(file, at: start, count: tail)
    guard bytes.count >= 22 else { throw .noZIP(file.name) }
    for place in 0..<bytes.count - 3 where bytes[place] == 0x50 && bytes[place + 1] == 0x4B {
      let size: UInt64? =
        switch (bytes[place + 2], bytes[place + 3]) {
        case (0x05, 0x06): number(in: bytes, at: place + 12, bytes: 4)
        case (0x06, 0x07): try wideSize(file, locator: bytes[place...])
        default: nil
        }
      // All ones stand for a size that the wide record has; the locator is judged for itself.
      guard let size, size != 0xFFFF_FFFF || bytes[place + 2] == 0x06, size > limit else {
        continue
      }
      throw .refusedZIP(file.name, "The list of its entries is longer than \(limit) bytes.")
    }
  }

  /// The size that a ZIP64 record declares, to which `locator` leads.
  private static func wideSize(
    _ file: SourceFile, locator: ArraySlice<UInt8>
  ) throws(ProvisioningError) -> UInt64? {
    let locator = Array(locator.prefix(20))
    guard let offset = number(in: locator, at: 8, bytes: 8), offset < UInt64(file.signature.size)
    else { return nil }
    return number(in: try read(file, at: Int64(offset), count: 56), at: 40, bytes: 8)
  }

  private static func read(
    _ file: SourceFile, at offset: Int64, count: Int
  ) throws(ProvisioningError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let more = try file.read(at: offset + Int64(filled), into: &bytes, from: filled)
      if more == 0 { break }
      filled += more
    }
    return Array(bytes.prefix(filled))
  }

  /// A little-endian number; `nil` if it lies beyond the end.
  private static func number(in bytes: [UInt8], at place: Int, bytes count: Int) -> UInt64? {
    guard place + count <= bytes.count else { return nil }
    return bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
