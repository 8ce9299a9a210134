/// Chance from a seed: the same seed gives the same numbers on every machine. The generator is
/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
struct Dice: Sendable {
  /// What the numbers are for: each purpose has a sequence of its own, so that one that takes more
  /// numbers changes nothing of another.
  enum Purpose: UInt64 {
    case school = 1
    case laterDay
  }

  private var state: UInt64

  init(seed: UInt64, _ purpose: Purpose, _ index: Int = 0) {
    state = Self.mixed(seed) ^ Self.mixed(purpose.rawValue << 32 | UInt64(index))
  }

  /// One of 0..<limit.
  mutating func below(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Int(Self.mixed(state).multipliedFullWidth(by: UInt64(limit)).high)
  }

  /// One of `choices`, which are not empty.
  mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[below(choices.count)] }

  /// Whether something happens that happens `parts` times out of 1,000.
  mutating func happens(_ parts: Int) -> Bool { below(1000) < parts }

  /// Brings items into a random order.
  mutating func shuffle<Item>(_ items: inout [Item]) {
    for last in items.indices.reversed().dropLast() { items.swapAt(last, below(last + 1)) }
  }

  private static func mixed(_ number: UInt64) -> UInt64 {
    var mixed = number &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
