import HTTPStub
import ProvisioningCurl
import ProvisioningHTTP
import Testing

@Suite("Faults of connections", .timeLimit(.minutes(15)))
struct FaultTests {
  private let transport = CurlTransport()

  @Test("A port that nobody listens on is unreachable")
  func refused() async {
    let server = StubServer { _ in }
    server.stop()
    #expect(await transport.fault(server.url()) == .unreachable)
  }

  @Test("A name that nobody has is an unknown host")
  func unknownHost() async {
    // A label of 64 letters: no resolver asks the network for it.
    let name = String(repeating: "a", count: 64) + ".invalid"
    #expect(await transport.fault("http://\(name)/") == .unknownHost)
  }

  @Test("A connection that is reset, before the request or after, is broken")
  func reset() async {
    let early = StubServer { $0.reset() }
    let late = StubServer { connection in
      _ = connection.receive()
      connection.reset()
    }
    let halfway = StubServer { connection in
      _ = connection.receive()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
      connection.reset()
    }
    for server in [early, late, halfway] {
      #expect(await transport.fault(server.url()) == .broken)
      server.stop()
    }
  }

  @Test(
    "What is no response of HTTP/1.1 is broken",
    arguments: [
      "", "hello", "\r\n\r\n", "<html></html>", "SSH-2.0-x\r\n", "HTTP/1.1\r\n\r\n",
      "HTTP/1.1 abc OK\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n", "\0\0\0\0\0\0\0\0\r\n\r\n",
    ])
  func garbage(text: String) async {
    let server = StubServer { connection in
      _ = connection.receive()
      connection.send(text)
    }
    defer { server.stop() }
    #expect(await transport.fault(server.url()) == .broken)
  }

  @Test("A fault tells neither address nor path")
  func silentFault() async {
    let server = StubServer { _ in }
    defer { server.stop() }
    let request = HTTPRequest(.get, server.url("/path?code=SECRET"))
    let fault = await #expect(throws: HTTPFault.self) { try await transport.send(request) }
    #expect(fault?.reason.contains("SECRET") == false)
    #expect(fault?.reason.contains("127.0.0.1") == false)
  }
}
