/// An absolute address of HTTP, read strictly: of two ways to read an address, this knows none.
///
/// `http://` or `https://`, a host of letters, digits, dots, hyphens and underscores or an IPv6
/// address in brackets, a port if need be, a path and a query, all in printable ASCII. No user name
/// or password, no fragment, no backslash, no blank.
public struct HTTPAddress: Hashable, Sendable, CustomStringConvertible {
  /// `http` or `https`.
  public let scheme: String
  /// The host in lower case, an IPv6 address with its brackets.
  public let host: String
  /// The port; that of the scheme where the address names none.
  public let port: Int
  /// Path and query, from the first slash or question mark on. May be empty.
  public let target: String

  /// Reads an address; `nil` if it is none.
  public init?(_ text: String) {
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x5C && $0 != 0x23 }),
      let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://")
    else { return nil }
    scheme = text[..<colon].lowercased()
    guard scheme == "http" || scheme == "https" else { return nil }
    let rest = text[colon...].dropFirst(3)
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    guard let (host, port) = Self.authority(rest[..<end]) else { return nil }
    self.host = host.lowercased()
    self.port = port ?? (scheme == "https" ? 443 : 80)
    target = String(rest[end...])
  }

  /// Whether it is on this very machine.
  public var isLoopback: Bool { ["localhost", "127.0.0.1", "[::1]"].contains(host) }

  /// Scheme, host and port.
  public var description: String { "\(scheme)://\(host):\(port)" }

  private static func authority(_ text: Substring) -> (host: Substring, port: Int?)? {
    let end: Substring.Index
    if text.first == "[" {
      guard let bracket = text.firstIndex(of: "]") else { return nil }
      end = text.index(after: bracket)
      let address = text[..<bracket].dropFirst()
      guard !address.isEmpty, address.utf8.allSatisfy(isAddressByte) else { return nil }
    } else {
      end = text.firstIndex(of: ":") ?? text.endIndex
      guard text[..<end].utf8.allSatisfy(isNameByte) else { return nil }
    }
    guard end > text.startIndex else { return nil }
    if end == text.endIndex { return (text[..<end], nil) }
    let digits = text[end...].dropFirst()
    guard text[end] == ":", digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let port = Int(digits), (1...65535).contains(port)
    else { return nil }
    return (text[..<end], port)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func isAddressByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}
