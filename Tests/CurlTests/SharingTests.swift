import HTTPStub
import ProvisioningCurl
import ProvisioningHTTP
import Testing

@Suite("Connections are shared", .timeLimit(.minutes(15)))
struct SharingTests {
  private let server = StubServer(answering: { stubAnswer(text: $0.target) })

  @Test("Requests one after the other take one connection")
  func oneByOne() async {
    defer { server.stop() }
    let transport = CurlTransport()
    for _ in 1...20 { #expect(await transport.fault(server.url()) == nil) }
    #expect(server.connections == 1)
  }

  @Test("Hundreds of requests at once share a host's connections, and each gets its own answer")
  func atOnce() async throws {
    defer { server.stop() }
    let transport = CurlTransport()
    for _ in 1...5 {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<200 {
          group.addTask { [server] in
            let request = HTTPRequest(.get, server.url("/\(number)"), limits: .patient)
            let response = try await transport.send(request)
            #expect(response.body == Array("/\(number)".utf8))
          }
        }
        try await group.waitForAll()
      }
    }
    #expect(server.requests.count == 1000)
    #expect(server.connections <= 8)
  }
}
