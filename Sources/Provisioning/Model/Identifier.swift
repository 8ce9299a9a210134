/// A name that others chose and that we compare byte by byte: 1 to 255 bytes of visible ASCII
/// (0x21 to 0x7E).
///
/// Two identifiers are equal exactly when their bytes are. Plain strings do not promise that:
/// Swift holds a composed and a decomposed "é" for equal, while a database does not.
/// `Owner` only keeps identifiers of different things apart.
public struct Identifier<Owner>: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The text, as it was given.
  public let rawValue: String

  /// Creates an identifier, or returns `nil` if `text` is empty, longer than 255 bytes or holds a
  /// byte outside 0x21…0x7E. Complexity: O(length).
  public init?(_ text: String) {
    guard (1...255).contains(text.utf8.count), text.isVisibleASCII else { return nil }
    rawValue = text
  }

  /// Orders by bytes.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// The text itself.
  public var description: String { rawValue }
}

extension String {
  /// Whether all bytes are in 0x21…0x7E. One pass over the bytes in place: every key that a store
  /// reads comes through here.
  fileprivate var isVisibleASCII: Bool {
    let answer = utf8.withContiguousStorageIfAvailable { bytes in
      var isVisible = true
      for byte in bytes { isVisible = isVisible && byte &- 0x21 <= 0x7E - 0x21 }
      return isVisible
    }
    return answer ?? utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }
}

/// The name of who asserts identities, such as `clever`, or of a district's feed of files:
/// 1 to 64 bytes of `[a-z0-9-]`.
public struct ProviderName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The text, as it was given.
  public let rawValue: String

  /// Creates a name, or returns `nil` if `text` is not 1 to 64 bytes of `[a-z0-9-]`.
  public init?(_ text: String) {
    let bytes = text.utf8
    let isAllowed = { (byte: UInt8) in
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
    }
    guard (1...64).contains(bytes.count), bytes.allSatisfy(isAllowed) else { return nil }
    rawValue = text
  }

  /// Orders by bytes.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// The text itself.
  public var description: String { rawValue }
}

/// A thing that a provider knows by an identifier of its own: written `provider:identifier`.
public struct ProviderKey<Owner>: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Who chose the identifier.
  public let provider: ProviderName
  /// The identifier, unique within the provider.
  public let subject: Identifier<Owner>

  /// Creates a key from its two parts.
  public init(_ provider: ProviderName, _ subject: Identifier<Owner>) {
    self.provider = provider
    self.subject = subject
  }

  /// Reads `provider:identifier`, split at the first colon; `nil` if either part is not allowed.
  public init?(_ text: String) {
    guard let colon = text.utf8.firstIndex(of: 0x3A) else { return nil }
    guard let provider = ProviderName(String(text[..<colon])) else { return nil }
    guard let subject = Identifier<Owner>(String(text[text.utf8.index(after: colon)...])) else {
      return nil
    }
    self.init(provider, subject)
  }

  /// Orders by provider, then by identifier.
  public static func < (left: Self, right: Self) -> Bool {
    left.provider == right.provider
      ? left.subject < right.subject : left.provider < right.provider
  }

  /// The key as `provider:identifier`.
  public var description: String { "\(provider.rawValue):\(subject.rawValue)" }
}
