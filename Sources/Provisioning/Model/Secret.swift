/// A text that lets its holder in: a client's secret, a token, a code, a state.
///
/// No description tells it, and comparing takes the same time wherever two differ.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The text itself: for the wire only.
  public let exposed: String

  /// Creates a secret.
  public init(_ text: String) { exposed = text }

  /// Compares bytes. Complexity: O(length), whatever they are.
  public static func == (left: Self, right: Self) -> Bool {
    let (one, other) = (Array(left.exposed.utf8), Array(right.exposed.utf8))
    guard one.count == other.count else { return false }
    var difference: UInt8 = 0
    for (a, b) in zip(one, other) { difference |= a ^ b }
    return difference == 0
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(exposed) }

  /// The name under which a store may keep it: SHA-256 in 64 hexadecimal digits.
  var digest: String { SHA256.hexadecimal(of: exposed.utf8) }

  public var description: String { "Secret(…)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
