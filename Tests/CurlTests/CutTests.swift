import HTTPStub
import ProvisioningCurl
import ProvisioningHTTP
import Testing

@Suite("Responses that are cut off", .timeLimit(.minutes(15)))
struct CutTests {
  private let transport = CurlTransport()

  @Test(
    "Cut at any byte, a response is broken; whole, it is not",
    arguments: [
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-One: 1\r\n\r\nhello",
      "HTTP/1.1 200 OK\r\nX-One: 1\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
    ])
  func anyByte(text: String) async {
    let bytes = Array(text.utf8)
    let server = StubServer { connection in
      guard let request = connection.receive() else { return }
      connection.send(Array(bytes[..<Int(request.target.dropFirst())!]))
    }
    defer { server.stop() }
    // With the last chunk but for its line feed, all is there (RFC 9112, section 8).
    for count in 0..<(bytes.count - (text.contains("chunked") ? 1 : 0)) {
      #expect(await transport.fault(server.url("/\(count)")) == .broken, "cut at \(count)")
    }
    #expect(await transport.fault(server.url("/\(bytes.count)")) == nil)
  }

  @Test("A body in gzip that is cut at any byte is broken, with a length and in chunks")
  func gzip() async {
    let packed = gzipped(zeros: 1000)
    let server = StubServer { connection in
      guard let request = connection.receive() else { return }
      let part = Array(packed[..<Int(request.target.split(separator: "/")[0])!])
      connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n")
      if request.target.hasSuffix("length") {
        connection.send("Content-Length: \(packed.count)\r\n\r\n")
        connection.send(part)
      } else {
        connection.send("Transfer-Encoding: chunked\r\n\r\n\(String(packed.count, radix: 16))\r\n")
        connection.send(part)
        if part.count == packed.count { connection.send("\r\n0\r\n\r\n") }
      }
    }
    defer { server.stop() }
    for form in ["length", "chunks"] {
      for count in 0..<packed.count {
        #expect(await transport.fault(server.url("/\(count)/\(form)")) == .broken)
      }
      #expect(await transport.fault(server.url("/\(packed.count)/\(form)")) == nil)
    }
  }

  @Test("What comes behind a body's length is no part of the next response")
  func tooMuch() async throws {
    let server = StubServer { connection in
      while connection.receive() != nil {
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 500 No\r\n\r\n")
      }
    }
    defer { server.stop() }
    for _ in 1...3 {
      let response = try await transport.send(HTTPRequest(.get, server.url()))
      #expect(response.status == 200)
      #expect(response.body == Array("hi".utf8))
    }
  }

  @Test("A length that is none is broken", arguments: ["-1", "x", "99999999999999999999"])
  func wrongLength(text: String) async {
    let server = StubServer { connection in
      _ = connection.receive()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(text)\r\n\r\nhello")
    }
    defer { server.stop() }
    let fault = await transport.fault(server.url())
    #expect(fault == .broken || fault == .tooLarge)
  }
}
