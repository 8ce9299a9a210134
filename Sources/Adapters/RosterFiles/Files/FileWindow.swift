import Provisioning

/// The part of a file that is in memory: one buffer that is filled, slid and filled again.
struct FileWindow: ~Copyable {
  /// The file.
  let source: SourceFile
  /// The buffer. Only the first `filled` bytes are the file's; they may be changed in place.
  var bytes: [UInt8]
  private(set) var filled = 0
  /// The place of `bytes[0]` in the file.
  private(set) var offset: Int64 = 0
  /// A digest of all bytes read so far.
  private(set) var digest = ByteDigest()
  /// Called with the number of bytes read so far, each time that more are read.
  var checkpoint: ((Int64) throws(ProvisioningError) -> Void)?

  /// Creates a window of `size` bytes at the beginning of `source`.
  init(_ source: SourceFile, size: Int) {
    self.source = source
    bytes = [UInt8](repeating: 0, count: size)
  }

  /// Drops the bytes before `start`, which becomes index 0, and reads more behind the others. The
  /// buffer doubles if they fill it. Returns `false` at the end of the file.
  mutating func slide(to start: Int) throws(ProvisioningError) -> Bool {
    if start > 0 {
      let kept = start..<filled
      bytes.withUnsafeMutableBytes {
        $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[kept]))
      }
      filled -= start
      offset += Int64(start)
    }
    if filled == bytes.count { bytes += [UInt8](repeating: 0, count: bytes.count) }
    let count = try source.read(at: offset + Int64(filled), into: &bytes, from: filled)
    let added = filled..<filled + count
    bytes.withUnsafeBytes { digest.update(UnsafeRawBufferPointer(rebasing: $0[added])) }
    filled += count
    try checkpoint?(offset + Int64(filled))
    return count > 0
  }

  /// Empties the window and goes on at `offset`. The digest means nothing from then on.
  mutating func jump(to offset: Int64) {
    self.offset = offset
    filled = 0
  }
}
