import HTTPStub
import ProvisioningCurl
import ProvisioningHTTP
import Testing

@Suite("Exchanges over libcurl", .timeLimit(.minutes(15)))
struct ExchangeTests {
  private let transport = CurlTransport()
  private let server = StubServer(answering: { _ in
    stubAnswer(418, ["X-One: 1", "x-one: 2", "X-Blank:", "Set-Cookie: a=b"], text: "short")
  })

  @Test("A GET brings status, header fields and body")
  func get() async throws {
    defer { server.stop() }
    let response = try await transport.send(HTTPRequest(.get, server.url("/a?b=c")))
    #expect(response.status == 418)
    #expect(response["x-one"] == "1")
    #expect(response.headers.filter { $0.name.lowercased() == "x-one" }.map(\.value) == ["1", "2"])
    #expect(response["X-Blank"] == "")
    #expect(response.body == Array("short".utf8))
    #expect(server.requests.map(\.method) == ["GET"])
    #expect(server.requests.map(\.target) == ["/a?b=c"])
  }

  @Test("A POST carries its bytes and the fields that it was given, and no others that matter")
  func post() async throws {
    defer { server.stop() }
    let body = (0..<(2 << 20)).map { UInt8(truncatingIfNeeded: $0) }
    let headers = [HTTPHeader("Authorization", "Basic abc="), HTTPHeader("X-Blank", "")]
    for body in [body, []] {
      _ = try await transport.send(
        HTTPRequest(.post, server.url(), headers: headers, body: body, limits: .patient))
    }
    _ = try await transport.send(HTTPRequest(.post, server.url()))
    #expect(server.requests.map(\.body) == [body, [], []])
    #expect(server.requests.map { $0["Authorization"] } == ["Basic abc=", "Basic abc=", nil])
    #expect(server.requests.map { $0["X-Blank"] } == ["", "", nil])
    for request in server.requests {
      #expect(request.method == "POST")
      #expect(request["Content-Type"] == nil)
      #expect(request["Expect"] == nil)
      #expect(request["Content-Length"] == "\(request.body.count)")
    }
  }

  @Test("The program is named by its User-Agent, unless the request names another")
  func userAgent() async throws {
    defer { server.stop() }
    var options = CurlTransport.Options()
    options.userAgent = "school-app/1"
    let named = CurlTransport(options)
    let other = [HTTPHeader("user-agent", "other")]
    _ = try await transport.send(HTTPRequest(.get, server.url()))
    _ = try await named.send(HTTPRequest(.get, server.url()))
    _ = try await named.send(HTTPRequest(.get, server.url(), headers: other))
    #expect(server.requests.map { $0["User-Agent"] } == ["provisioning", "school-app/1", "other"])
  }

  @Test("Cookies are not kept")
  func cookies() async throws {
    defer { server.stop() }
    for _ in 1...2 { _ = try await transport.send(HTTPRequest(.get, server.url())) }
    #expect(server.requests.map { $0["Cookie"] } == [nil, nil])
  }

  @Test("Interim responses and trailers add no header fields")
  func interimAndTrailers() async throws {
    let server = StubServer { connection in
      guard connection.receive() != nil else { return }
      connection.send("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n")
      connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-One: 1\r\n\r\n")
      connection.send("2\r\nhi\r\n0\r\nX-Late: 1\r\n\r\n")
    }
    defer { server.stop() }
    let response = try await transport.send(HTTPRequest(.get, server.url()))
    #expect(response.status == 200)
    #expect(response.body == Array("hi".utf8))
    #expect(response.headers.map(\.name) == ["Transfer-Encoding", "X-One"])
  }
}
