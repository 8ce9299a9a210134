import ProvisioningHTTP
import Testing

@Suite("Addresses and header fields")
struct AddressTests {
  @Test(
    "An address has a scheme, a host, a port and a target",
    arguments: [
      ("https://api.clever.com/v3.0/me?a=b", "https://api.clever.com:443", "/v3.0/me?a=b"),
      ("HTTP://Api.Example:8080", "http://api.example:8080", ""),
      ("http://127.0.0.1?x", "http://127.0.0.1:80", "?x"),
      ("https://[2001:DB8::1]:65535/", "https://[2001:db8::1]:65535", "/"),
    ])
  func wellFormed(text: String, origin: String, target: String) {
    let address = HTTPAddress(text)
    #expect(address?.description == origin)
    #expect(address?.target == target)
  }

  @Test(
    "Anything else is none",
    arguments: [
      "", "/", "https:", "https:/api.example/", "https:///path", "https://", "https://:443/",
      "ftp://api.example/", "file:///etc/passwd", "javascript://x/", "//api.example/",
      "api.example",
      "https://user@api.example/", "https://user:word@api.example/", "https://api.example@evil/",
      "https://api.example\\@evil/", "https://api.example/#part", "https://api.example/a b",
      "https://api.example/\r\nX: y", "https://api.example/\n", "https://api.example/\0",
      "https://api.example/\u{7F}", "https://äpi.example/", "https://api.example/ä",
      "https://api.example:/", "https://api.example:0/", "https://api.example:65536/",
      "https://api.example:8x/", "https://api.example:-1/", "https://api.example:443:443/",
      "https://[::1/", "https://[]/", "https://[::1]x/", "https://[api.example]/",
      "https://::1/", "https://api%2eexample/", "https://api.exa<mple/", " https://api.example/",
      "http\u{301}://api.example/",
    ])
  func malformed(text: String) {
    #expect(HTTPAddress(text) == nil)
    let fault = #expect(throws: HTTPFault.self) { try HTTPRequest(.get, text).check() }
    #expect(fault?.kind == .invalidAddress)
  }

  @Test("A header field with a byte that ends it early is refused, at each of its places")
  func headerBytes() {
    let controls = (0...0x1F).filter { $0 != 9 } + [0x7F]
    for byte in controls.map({ String(UnicodeScalar($0)!) }) + ["\r\n", "\u{85}\r", "é\n"] {
      for value in [byte, "a\(byte)", "\(byte)a", "a\(byte)b"] {
        expectRefusal(HTTPHeader("X-One", value))
        expectRefusal(HTTPHeader(value, "1"))
      }
    }
    for name in ["", " ", "X One", "X:", "é", "X(", "X\t"] { expectRefusal(HTTPHeader(name, "1")) }
  }

  @Test(
    "A header field that speaks for the connection is refused",
    arguments: ["Content-Length", "transfer-encoding", "HOST", "Connection", "Expect", "Upgrade"])
  func reserved(name: String) { expectRefusal(HTTPHeader(name, "1")) }

  @Test("Any other header field is taken")
  func taken() throws {
    let fields = ["", " ", "a\tb", "é", "\"quoted\"", "Bearer a.b-c_d=="].map {
      HTTPHeader("X-!#$%&'*+-.^_`|~9", $0)
    }
    try HTTPRequest(.get, "https://api.example/", headers: fields).check()
  }

  private func expectRefusal(_ header: HTTPHeader) {
    let request = HTTPRequest(.get, "https://api.example/", headers: [header])
    let fault = #expect(throws: HTTPFault.self) { try request.check() }
    #expect(fault?.kind == .invalidHeader)
  }
}
