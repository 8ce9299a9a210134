/// Distinct byte strings, numbered from 0 in the order in which they came: an open-addressing hash
/// table over one array of bytes, some 20 bytes a string beside the string itself.
///
/// Hashes are the standard library's, seeded anew in each process, so that hostile identifiers
/// cannot make it slow. The numbers do not depend on the seed.
package struct IdentifierTable: Sendable {
  private var bytes: [UInt8] = []
  /// Where each string ends in `bytes`; it begins where the one before ends.
  private var ends: [Int] = []
  /// Numbers plus one; 0 is a free slot. A power of two, at most half full.
  private var slots = [UInt32](repeating: 0, count: 64)

  /// How many strings there are.
  package var count: Int { ends.count }

  /// Creates an empty table.
  package init() {}

  /// The number of `identifier`, or `nil` if it never came. Complexity: O(length).
  package func number(of identifier: Span<UInt8>) -> UInt32? {
    let slot = slots[slot(for: identifier)]
    return slot == 0 ? nil : slot - 1
  }

  /// The number of `identifier`, which is added if it never came.
  package mutating func insert(_ identifier: Span<UInt8>) -> (number: UInt32, isNew: Bool) {
    let slot = slot(for: identifier)
    if slots[slot] != 0 { return (slots[slot] - 1, false) }
    identifier.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    ends.append(bytes.count)
    slots[slot] = UInt32(ends.count)
    if ends.count * 2 > slots.count { grow() }
    return (UInt32(ends.count - 1), true)
  }

  /// The string of that number, which must be UTF-8, after `prefix`.
  package func text(_ number: UInt32, after prefix: StaticString = "") -> String {
    let range = range(number)
    return bytes.withUnsafeBytes { bytes in
      String(unsafeUninitializedCapacity: prefix.utf8CodeUnitCount + range.count) { text in
        let prefixEnd = text.initialize(fromContentsOf: prefix.bytes)
        let rest = UnsafeRawBufferPointer(rebasing: bytes[range])
        return text[prefixEnd...].initialize(fromContentsOf: rest)
      }
    }
  }

  private func range(_ number: UInt32) -> Range<Int> {
    (number == 0 ? 0 : ends[Int(number) - 1])..<ends[Int(number)]
  }

  /// The slot that holds `identifier`, or the free one where it belongs.
  private func slot(for identifier: Span<UInt8>) -> Int {
    let mask = slots.count - 1
    var slot = Self.hash(identifier) & mask
    while slots[slot] != 0, !holds(identifier, at: slots[slot] - 1) { slot = (slot + 1) & mask }
    return slot
  }

  private func holds(_ identifier: Span<UInt8>, at number: UInt32) -> Bool {
    let range = range(number)
    guard range.count == identifier.count else { return false }
    let stored = bytes.span
    for index in identifier.indices where stored[range.lowerBound + index] != identifier[index] {
      return false
    }
    return true
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for number in ends.indices {
      let slot = slot(for: bytes.span.extracting(range(UInt32(number))))
      slots[slot] = UInt32(number + 1)
    }
  }

  private static func hash(_ identifier: Span<UInt8>) -> Int {
    var hasher = Hasher()
    identifier.withUnsafeBytes { hasher.combine(bytes: $0) }
    return hasher.finalize()
  }
}

extension StaticString {
  fileprivate var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount)
  }
}
