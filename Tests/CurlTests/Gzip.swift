/// That many zeros in gzip: a thousandth of their size.
func gzipped(zeros count: Int) -> [UInt8] {
  var writer = BitWriter(bytes: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3])
  writer.append(1, bits: 1)  // The last block,
  writer.append(1, bits: 2)  // with fixed codes (RFC 1951, section 3.2.6).
  var left = count
  if left > 0 {
    writer.appendCode(0b0011_0000, bits: 8)  // The byte 0.
    left -= 1
  }
  while left >= 258 {
    writer.appendCode(0b1100_0101, bits: 8)  // 258 bytes,
    writer.appendCode(0, bits: 5)  // like the one before.
    left -= 258
  }
  for _ in 0..<left { writer.appendCode(0b0011_0000, bits: 8) }
  writer.appendCode(0, bits: 7)  // The block's end.
  return writer.flushed() + littleEndian(checksum(zeros: count)) + littleEndian(UInt32(count))
}

private struct BitWriter {
  var bytes: [UInt8]
  private var pending: UInt32 = 0
  private var pendingBits = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func append(_ value: UInt32, bits: Int) {
    pending |= value << pendingBits
    pendingBits += bits
    while pendingBits >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      pendingBits -= 8
    }
  }

  /// Codes begin with their highest bit.
  mutating func appendCode(_ code: UInt32, bits: Int) {
    for bit in (0..<bits).reversed() { append(code >> bit & 1, bits: 1) }
  }

  func flushed() -> [UInt8] { pendingBits > 0 ? bytes + [UInt8(pending)] : bytes }
}

/// The CRC of that many zeros.
private func checksum(zeros count: Int) -> UInt32 {
  var crc: UInt32 = 0xFFFF_FFFF
  for _ in 0..<(count * 8) { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
  return ~crc
}

private func littleEndian(_ value: UInt32) -> [UInt8] {
  (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
}
