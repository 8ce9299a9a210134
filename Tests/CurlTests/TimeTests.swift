import HTTPStub
import ProvisioningCurl
import ProvisioningHTTP
import Testing

@Suite("Limits of time", .timeLimit(.minutes(15)))
struct TimeTests {
  private let transport = CurlTransport()
  private let silent = StubServer { $0.stayAway() }

  @Test("A server that takes the connection and says nothing runs out of time")
  func silence() async {
    defer { silent.stop() }
    #expect(await transport.fault(silent.url(), .total(.milliseconds(100))) == .timeout)
    #expect(await transport.fault(silent.url(), .total(.zero)) == .timeout)
    await until { silent.openConnections == 0 }
  }

  @Test("A server that drips its response runs out of time, in the header and in the body")
  func drip() async {
    let server = StubServer { connection in
      guard let request = connection.receive() else { return }
      if request.target == "/body" { connection.send("HTTP/1.1 200 OK\r\n\r\n") }
      let start = request.target == "/body" ? "" : "HTTP/1.1 200 OK\r\nX-One: "
      let drops = [UInt8](repeating: 0x61, count: 10_000)
      connection.drip(Array(start.utf8) + drops, every: .milliseconds(10))
    }
    defer { server.stop() }
    for path in ["/header", "/body"] {
      #expect(await transport.fault(server.url(path), .total(.milliseconds(300))) == .timeout)
    }
  }

  @Test("A TLS handshake that is not answered runs out of the time to connect")
  func handshake() async {
    defer { silent.stop() }
    let limits = HTTPRequest.Limits(connecting: .milliseconds(100), total: .seconds(600))
    #expect(await transport.fault("https://127.0.0.1:\(silent.port)/", limits) == .timeout)
  }

  @Test("Time runs while a request waits for its turn")
  func waiting() async {
    defer { silent.stop() }
    var options = CurlTransport.Options()
    options.requestsPerHost = 1
    let narrow = CurlTransport(options)
    let first = Task { [silent] in await narrow.fault(silent.url()) }
    await until { silent.connections == 1 }
    #expect(await narrow.fault(silent.url(), .total(.milliseconds(100))) == .timeout)
    #expect(silent.connections == 1)
    first.cancel()
    #expect(await first.value == .cancelled)
  }
}
