import HTTPStub
import ProvisioningCurl
import ProvisioningHTTP
import Testing

@Suite("Exchanges over libcurl", .timeLimit(.minutes(1)))
struct ExchangeTests {
  let transport = CurlTransport()

  @Test("A GET brings status, header fields and body")
  func get() async throws {
    let server = StubServer(answering: { _ in stubAnswer(418, ["X-One: 1", "X-Empty:"], text: "short") })
    defer { server.stop() }
    let response = try await transport.send(HTTPRequest(.get, server.url("/a?b=c")))
    #expect(response.status == 418)
    #expect(response["x-one"] == "1")
    #expect(response["X-Empty"] == "")
    #expect(response.body == Array("short".utf8))
    #expect(server.requests.map(\.method) == ["GET"])
    #expect(server.requests.map(\.target) == ["/a?b=c"])
  }
}
