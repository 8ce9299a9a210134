extension HTTPRequest {
  /// Refuses what must not be sent: an address that ``HTTPAddress`` does not read, and header fields
  /// that would end early or speak for the connection. Transports call it before they send.
  ///
  /// - Throws: ``HTTPFault/Kind/invalidAddress`` or ``HTTPFault/Kind/invalidHeader``. The reason names
  ///   a field, never its value.
  /// - Returns: The address.
  @discardableResult public func check() throws(HTTPFault) -> HTTPAddress {
    guard let address = HTTPAddress(url) else {
      throw HTTPFault(.invalidAddress, "the address is no well-formed one of http or https")
    }
    for header in headers { try header.check() }
    return address
  }
}

extension HTTPHeader {
  /// Fields that a transport writes itself.
  private static let reserved: Set = [
    "connection", "content-length", "expect", "host", "transfer-encoding", "upgrade",
  ]

  func check() throws(HTTPFault) {
    guard !name.isEmpty, name.utf8.allSatisfy(Self.isTokenByte) else {
      throw HTTPFault(.invalidHeader, "the name of a header field has a byte that no name has")
    }
    guard !Self.reserved.contains(name.lowercased()) else {
      throw HTTPFault(.invalidHeader, "the header field \(name) is written by the transport alone")
    }
    guard value.utf8.allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }) else {
      throw HTTPFault(.invalidHeader, "the value of the header field \(name) has a control byte")
    }
  }

  /// RFC 9110, section 5.6.2.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
