/// A 128-bit digest of bytes, the same in every process: it tells files apart that differ by
/// accident. It is no guard against someone who makes two files collide on purpose; whoever
/// writes the files decides what is imported anyway.
struct ByteDigest: Sendable {
  private var low: UInt64 = 0x243F_6A88_85A3_08D3
  private var high: UInt64 = 0x1319_8A2E_0370_7344
  private var count: UInt64 = 0
  /// The last bytes, fewer than 16, that do not fill a block yet: as a little-endian number.
  private var rest: (UInt64, UInt64) = (0, 0)

  /// Takes in the bytes that follow. Complexity: O(count), some gigabytes a second.
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    var index = 0
    while index < bytes.count, count & 15 != 0 {
      append(bytes[index])
      index += 1
    }
    while index + 16 <= bytes.count {
      mix(
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)),
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self)))
      count &+= 16
      index += 16
    }
    while index < bytes.count {
      append(bytes[index])
      index += 1
    }
  }

  /// Takes in a text, closed by its length, so that "ab" and "c" differ from "a" and "bc".
  mutating func update(_ text: String) {
    var text = text
    text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    update(UInt64(text.utf8.count))
  }

  /// Takes in a number.
  mutating func update(_ number: UInt64) {
    withUnsafeBytes(of: number.littleEndian) { update($0) }
  }

  /// The digest of everything so far.
  var value: (high: UInt64, low: UInt64) {
    var end = self
    end.mix(rest.0, rest.1)
    end.mix(count, 0x9E37_79B9_7F4A_7C15)
    end.mix(0, 0)
    return (end.high, end.low)
  }

  /// The digest as 32 hexadecimal digits.
  var text: String {
    let value = value
    return [value.high, value.low].map {
      let digits = String($0, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  private mutating func append(_ byte: UInt8) {
    let place = count & 15
    if place < 8 {
      rest.0 |= UInt64(byte) << (8 * place)
    } else {
      rest.1 |= UInt64(byte) << (8 * (place - 8))
    }
    count &+= 1
    if place == 15 {
      mix(rest.0, rest.1)
      rest = (0, 0)
    }
  }

  /// One 64×64-bit product for each 16 bytes, as wyhash does it; the words are added once more, so
  /// that a factor of zero does not lose the other.
  private mutating func mix(_ first: UInt64, _ second: UInt64) {
    let product = (first ^ low ^ 0xA409_3822_299F_31D0)
      .multipliedFullWidth(by: second ^ high ^ 0x082E_FA98_EC4E_6C89)
    let before = low
    low = (product.low ^ (high << 23 | high >> 41)) &+ second
    high = (product.high ^ before) &+ first
  }
}
