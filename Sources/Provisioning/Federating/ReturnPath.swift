/// Where in the app a person goes after signing in: a path of this app and nothing else.
///
/// A slash, then a letter, digit, `_`, `~` or `-`, then visible ASCII without a backslash; at most
/// 2,048 bytes. So no browser takes it for another site's address.
public struct ReturnPath: Hashable, Sendable, CustomStringConvertible {
  /// The path, with its query and fragment.
  public let rawValue: String

  /// Creates a path, or returns `nil` for what is none: then use the app's landing page.
  public init?(_ text: String) {
    let bytes = Array(text.utf8.prefix(2049))
    guard (2...2048).contains(bytes.count), bytes[0] == 0x2F, Self.isWordByte(bytes[1]) else {
      return nil
    }
    guard bytes.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x5C }) else { return nil }
    rawValue = text
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F, 0x7E: true
    default: false
    }
  }

  public var description: String { rawValue }
}
