import Foundation
import HTTPStub
import ProvisioningCurl
import ProvisioningHTTP
import Testing

@Suite("TLS", .timeLimit(.minutes(15)))
struct TLSTests {
  private let transport = CurlTransport()

  @Test("Without a handshake that ends well, a connection is broken")
  func handshake() async {
    let plain = StubServer { connection in
      connection.send("HTTP/1.1 400 Bad Request\r\n\r\n")
      connection.stayAway()
    }
    let resetting = StubServer { connection in
      connection.waitForBytes()
      connection.reset()
    }
    let closing = StubServer { $0.waitForBytes() }
    for server in [plain, resetting, closing] {
      #expect(await transport.fault("https://127.0.0.1:\(server.port)/") == .broken)
      server.stop()
    }
  }

  @Test(
    "A certificate that nobody vouches for is not trusted, until its file is named",
    .enabled(if: TLSServer.isThere))
  func certificates() async throws {
    let server = try TLSServer()
    defer { server.stop() }
    let url = "https://127.0.0.1:\(server.port)/"
    while await transport.fault(url) == .unreachable {}
    #expect(await transport.fault(url) == .untrusted)
    var options = CurlTransport.Options()
    options.authorities = server.certificate
    let trusting = CurlTransport(options)
    #expect(try await trusting.send(HTTPRequest(.get, url, limits: .patient)).status == 200)
    // The certificate is for the address, not for the name.
    #expect(await trusting.fault("https://localhost:\(server.port)/") == .untrusted)
  }
}

/// `openssl s_server` with a certificate of its own for 127.0.0.1.
private struct TLSServer {
  static let path = "/usr/bin/openssl"
  static var isThere: Bool { FileManager.default.isExecutableFile(atPath: path) }

  let folder: URL
  let process: Process
  let port: UInt16
  var certificate: String { folder.appending(path: "certificate").path }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let key = folder.appending(path: "key").path
    try Self.run([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-keyout", key, "-out", folder.appending(path: "certificate").path, "-subj", "/CN=stub",
      "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2",
    ]).waitUntilExit()
    let free = StubServer { _ in }
    free.stop()
    port = free.port
    process = try Self.run([
      "s_server", "-accept", "127.0.0.1:\(port)", "-www", "-quiet", "-key", key,
      "-cert", folder.appending(path: "certificate").path,
    ])
  }

  private static func run(_ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  func stop() {
    // Not the polite way: a child of a task inherits a mask of signals from the pool's thread.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }
}
