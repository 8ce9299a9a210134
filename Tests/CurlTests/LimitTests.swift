import HTTPStub
import ProvisioningCurl
import ProvisioningHTTP
import Synchronization
import Testing

@Suite("Limits of a response", .timeLimit(.minutes(15)))
struct LimitTests {
  private let transport = CurlTransport()

  /// How a body may be told to end.
  enum Form: String, CaseIterable {
    case length, chunks, close, gzip

    func response(_ count: Int) -> [UInt8] {
      let body = [UInt8](repeating: 0, count: count)
      switch self {
      case .length: return stubAnswer(body: body)
      case .close: return Array("HTTP/1.1 200 OK\r\n\r\n".utf8) + body
      case .gzip: return stubAnswer(200, ["Content-Encoding: gzip"], body: gzipped(zeros: count))
      case .chunks:
        let size = String(count, radix: 16)
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(size)\r\n"
        return Array(head.utf8) + body + Array("\r\n0\r\n\r\n".utf8)
      }
    }
  }

  @Test("A body of just the limit is taken, one byte more is not", arguments: Form.allCases)
  func exact(form: Form) async throws {
    let server = StubServer { connection in
      guard let request = connection.receive() else { return }
      connection.send(form.response(Int(request.target.dropFirst())!))
    }
    defer { server.stop() }
    for limit in [1000, 16_384, 100_000] {
      let request = HTTPRequest(.get, server.url("/\(limit)"), limits: .bytes(limit))
      #expect(try await transport.send(request).body == [UInt8](repeating: 0, count: limit))
      #expect(await transport.fault(server.url("/\(limit + 1)"), .bytes(limit)) == .tooLarge)
    }
    #expect(await transport.fault(server.url("/1"), .bytes(0)) == .tooLarge)
  }

  @Test("A length over the limit is refused before the body comes")
  func announced() async {
    let server = StubServer { connection in
      _ = connection.receive()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n")
      connection.stayAway()
    }
    defer { server.stop() }
    #expect(await transport.fault(server.url(), .bytes(1000)) == .tooLarge)
  }

  @Test("An endless body is left soon after its limit", arguments: [false, true])
  func endless(isChunked: Bool) async {
    let sent = Sent()
    let server = StubServer { connection in
      _ = connection.receive()
      let piece = [UInt8](repeating: 0x61, count: 1 << 16)
      let framing = isChunked ? "Transfer-Encoding: chunked\r\n" : ""
      connection.send("HTTP/1.1 200 OK\r\n\(framing)\r\n")
      let chunk = isChunked ? Array("10000\r\n".utf8) + piece + Array("\r\n".utf8) : piece
      while connection.send(chunk) { sent.bytes.add(chunk.count, ordering: .relaxed) }
      sent.isOver.store(true, ordering: .releasing)
    }
    defer { server.stop() }
    #expect(await transport.fault(server.url(), .bytes(1 << 20)) == .tooLarge)
    await until { sent.isOver.load(ordering: .acquiring) }
    // What is beyond the limit lies in the system's buffers.
    #expect(sent.bytes.load(ordering: .relaxed) < 32 << 20)
  }

  private final class Sent: Sendable {
    let bytes = Atomic(0)
    let isOver = Atomic(false)
  }

  @Test("A bomb in gzip is left at the limit")
  func bomb() async {
    let packed = gzipped(zeros: 8 << 20)
    let server = StubServer(answering: { _ in
      stubAnswer(200, ["Content-Encoding: gzip"], body: packed)
    })
    defer { server.stop() }
    #expect(packed.count < 1 << 16)
    #expect(await transport.fault(server.url(), .bytes(1 << 16)) == .tooLarge)
  }

  @Test(
    "A header without end is left at its limit",
    arguments: [
      ("HTTP/1.1 200 OK\r\n", "X-One: 1\r\n"), ("", "HTTP/1.1 103 Early Hints\r\n\r\n"),
      ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "X-One: 1\r\n"),
    ])
  func endlessHeader(start: String, line: String) async {
    let server = StubServer { connection in
      _ = connection.receive()
      connection.send(start)
      connection.sendForever(Array(line.utf8))
    }
    defer { server.stop() }
    #expect(await transport.fault(server.url()) == .tooLarge)
  }

  @Test("A header field without end is left")
  func endlessField() async {
    let server = StubServer { connection in
      _ = connection.receive()
      connection.send("HTTP/1.1 200 OK\r\nX-One: ")
      connection.sendForever([UInt8](repeating: 0x61, count: 1000))
    }
    defer { server.stop() }
    let fault = await transport.fault(server.url())
    #expect(fault == .tooLarge || fault == .broken)
  }
}
