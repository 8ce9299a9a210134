import Provisioning

/// An ID that Clever gave: to a person, a district, a school.
///
/// Clever's are 24 hexadecimal digits. Stand-ins have others, so what is asked is only that an ID
/// may be part of a path as it is: 1 to 64 ASCII letters, digits, `-` and `_`.
public struct CleverID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The text, as it was given.
  public let rawValue: String

  /// Creates an ID, or returns `nil` if `text` may not be one.
  public init?(_ text: String) {
    let isAllowed = { (byte: UInt8) in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
        || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x5F
    }
    guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(isAllowed) else { return nil }
    rawValue = text
  }

  /// The ID as the core's word for a person.
  public var subject: Identity.Subject {
    // What may be an ID here may be one there: 1 to 255 bytes of visible ASCII.
    Identity.Subject(rawValue)!
  }

  /// Orders by bytes.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// The text itself.
  public var description: String { rawValue }
}
