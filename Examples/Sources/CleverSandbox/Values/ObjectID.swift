/// IDs in the form of Clever's, 24 small hexadecimal digits, made from what they name: the same district
/// has the same IDs on every machine and at every start.
enum ObjectID {
  /// The ID of one thing: its kind, its key in the district's own system, and the district's scope.
  static func make(_ kind: String, _ key: String, in scope: String) -> String {
    let text = "\(scope)\u{0}\(kind)\u{0}\(key)"
    let hash = mixed(fnv1a(text))
    // An ObjectID begins with seconds since 1970: these lie in spring 2023.
    let seconds = 0x6430_0000 | (mixed(hash) & 0xF_FFFF)
    return hex(seconds, digits: 8) + hex(hash, digits: 16)
  }

  private static func fnv1a(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// The finishing step of SplitMix64.
  private static func mixed(_ number: UInt64) -> UInt64 {
    var mixed = number &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// A number in small hexadecimal digits, with zeros before it.
func hex(_ number: UInt64, digits: Int) -> String {
  let text = String(number, radix: 16)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}

/// Unpredictable small hexadecimal digits. Complexity: O(digits).
func randomHex(digits: Int) -> String {
  let blocks = (digits + 15) / 16
  let text = (0..<blocks).map { _ in hex(.random(in: .min ... .max), digits: 16) }.joined()
  return String(text.prefix(digits))
}
