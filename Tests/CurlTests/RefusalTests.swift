import Glibc
import HTTPStub
import ProvisioningCurl
import ProvisioningHTTP
import Testing

@Suite("What a transport does not do", .timeLimit(.minutes(15)))
struct RefusalTests {
  private let transport = CurlTransport()

  @Test("A redirect is a response; where it leads, nobody calls", arguments: [301, 302, 303, 307])
  func redirect(status: Int) async throws {
    let elsewhere = StubServer(answering: { _ in stubAnswer() })
    let location = elsewhere.url("/next")
    let server = StubServer(answering: { _ in stubAnswer(status, ["Location: \(location)"]) })
    defer {
      server.stop()
      elsewhere.stop()
    }
    for method in [HTTPRequest.Method.get, .post] {
      let response = try await transport.send(HTTPRequest(method, server.url()))
      #expect(response.status == status)
      #expect(response["Location"] == location)
    }
    #expect(elsewhere.connections == 0)
  }

  @Test("A request that must not be sent is refused before a connection is made")
  func refused() async {
    let server = StubServer(answering: { _ in stubAnswer() })
    defer { server.stop() }
    let split = [HTTPHeader("X-One", "1\r\nX-Two: 2")]
    let request = HTTPRequest(.get, server.url(), headers: split)
    #expect(await transport.fault(request) == .invalidHeader)
    #expect(await transport.fault("http://user@127.0.0.1:\(server.port)/") == .invalidAddress)
    #expect(await transport.fault(server.url("/\r\nX-Two: 2")) == .invalidAddress)
    #expect(await transport.fault("file:///etc/hostname") == .invalidAddress)
    var options = CurlTransport.Options()
    options.userAgent = "a\r\nX-Two: 2"
    #expect(await CurlTransport(options).fault(server.url()) == .invalidHeader)
    #expect(server.connections == 0)
  }

  @Test("A POST is sent once, though the kept connection turns out to be closed")
  func postOnce() async throws {
    let server = StubServer { connection in
      while let request = connection.receive(), request.method == "GET" {
        connection.send(stubAnswer())
      }
    }
    defer { server.stop() }
    _ = try await transport.send(HTTPRequest(.get, server.url()))
    #expect(await transport.fault(HTTPRequest(.post, server.url(), body: [1])) == .broken)
    #expect(server.requests.map(\.method) == ["GET", "POST"])
  }

  @Test("A GET on a kept connection that turns out to be closed is sent again on a new one")
  func getAgain() async throws {
    let server = StubServer { connection in
      guard connection.receive() != nil else { return }
      connection.send(stubAnswer())
      if connection.number == 1 { _ = connection.receive() } else { connection.stayAway() }
    }
    defer { server.stop() }
    for _ in 1...2 { _ = try await transport.send(HTTPRequest(.get, server.url())) }
    #expect(server.requests.map(\.connection) == [1, 1, 2])
  }

  @Test("A proxy is used where it is named, and never because the environment names one")
  func proxy() async {
    await #expect(processExitsWith: .success) {
      let proxy = StubServer(answering: { _ in stubAnswer(599) })
      let server = StubServer(answering: { _ in stubAnswer(200) })
      for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        setenv(name, proxy.url(""), 1)
      }
      let direct = try await CurlTransport().send(HTTPRequest(.get, server.url()))
      precondition(direct.status == 200 && proxy.connections == 0)
      var options = CurlTransport.Options()
      options.proxy = proxy.url("")
      setenv("no_proxy", "*", 1)
      let through = try await CurlTransport(options).send(HTTPRequest(.get, server.url()))
      precondition(through.status == 599 && proxy.requests[0].target == server.url())
    }
  }
}
