/// Who came first by each of many texts, in some 30 bytes a text, however long it is.
///
/// Of a text, 128 bits of the standard library's hash are kept, which is seeded anew in each
/// process: nobody can choose two texts that agree in them, and of ten million texts two do by
/// chance in one of 10^24 listings.
struct FirstComers: Sendable {
  private struct Digest: Equatable {
    let high: Int
    let low: Int

    init(of text: String) {
      let bytes = text.utf8.span
      (high, low) = (Self.hash(bytes, 1), Self.hash(bytes, 2))
    }

    private static func hash(_ bytes: Span<UInt8>, _ part: UInt8) -> Int {
      var hasher = Hasher()
      hasher.combine(part)
      bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
      return hasher.finalize()
    }
  }

  private var digests: [Digest] = []
  /// By the digest's number.
  private var people: [UInt32] = []
  /// Numbers plus one; 0 is a free slot. A power of two, at most half full.
  private var slots = [UInt32](repeating: 0, count: 64)

  /// Who came first by the text; `nil` if nobody did. Complexity: O(length).
  func first(by text: String) -> UInt32? {
    let slot = slots[slot(for: Digest(of: text))]
    return slot == 0 ? nil : people[Int(slot - 1)]
  }

  /// Who came first, which is `person` if nobody came before.
  mutating func meet(_ person: UInt32, by text: String) -> UInt32 {
    let digest = Digest(of: text)
    let slot = slot(for: digest)
    if slots[slot] != 0 { return people[Int(slots[slot] - 1)] }
    digests.append(digest)
    people.append(person)
    slots[slot] = UInt32(digests.count)
    if digests.count * 2 > slots.count { grow() }
    return person
  }

  /// The slot that holds the digest, or the free one where it belongs.
  private func slot(for digest: Digest) -> Int {
    let mask = slots.count - 1
    var slot = digest.low & mask
    while slots[slot] != 0, digests[Int(slots[slot] - 1)] != digest { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for (number, digest) in digests.enumerated() {
      slots[slot(for: digest)] = UInt32(number + 1)
    }
  }
}
