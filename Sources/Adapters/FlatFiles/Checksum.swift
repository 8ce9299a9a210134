/// CRC-32C (Castagnoli), which finds what disks, cables and editors do by accident: every damage of
/// up to 32 bits in a row, and of the rest all but one in four thousand million. It is no
/// signature: whoever changes a file on purpose can make it fit.
struct Checksum: Hashable {
  private(set) var value: UInt32 = 0

  /// The checksum of nothing.
  init() {}

  /// The checksum of `bytes`, or of what was summed up before with `bytes` after it.
  init(of bytes: some Sequence<UInt8>, after earlier: Checksum = Checksum()) {
    value = earlier.value
    add(bytes)
  }

  /// Reads eight hexadecimal digits; `nil` if they are none.
  init?(hexadecimal text: some Collection<UInt8>) {
    guard text.count == 8 else { return nil }
    for byte in text {
      guard let digit = Self.digits.firstIndex(of: byte) else { return nil }
      value = value << 4 | UInt32(digit)
    }
  }

  /// The checksum as eight hexadecimal digits.
  var hexadecimal: [UInt8] {
    (0..<8).reversed().map { Self.digits[Int(value >> (4 * UInt32($0)) & 15)] }
  }

  /// Goes on with `bytes`. Complexity: O(n).
  mutating func add(_ bytes: some Sequence<UInt8>) {
    var state = ~value
    Self.table.withUnsafeBufferPointer { table in
      for byte in bytes { state = state >> 8 ^ table[Int((state ^ UInt32(byte)) & 0xFF)] }
    }
    value = ~state
  }

  private static let digits = Array("0123456789abcdef".utf8)

  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { state, _ in
      state >> 1 ^ (state & 1 == 1 ? 0x82F6_3B78 : 0)
    }
  }
}
