import HTTPStub
import ProvisioningCurl
import ProvisioningHTTP
import Testing

@Suite("Cancellation and the end of a transport", .timeLimit(.minutes(15)))
struct CancellationTests {
  private let transport = CurlTransport()
  private let silent = StubServer { $0.stayAway() }

  @Test("A task that is cancelled already sends nothing")
  func before() async {
    let server = StubServer(answering: { _ in stubAnswer() })
    defer { server.stop() }
    for _ in 1...100 {
      let task = Task { [transport] in
        withUnsafeCurrentTask { $0?.cancel() }
        return await transport.fault(server.url())
      }
      #expect(await task.value == .cancelled)
    }
    #expect(server.connections == 0)
  }

  @Test("A task that is cancelled while it waits ends, and so does its connection")
  func during() async {
    defer { silent.stop() }
    let task = Task { [transport, silent] in await transport.fault(silent.url()) }
    await until { silent.openConnections == 1 }
    task.cancel()
    #expect(await task.value == .cancelled)
    await until { silent.openConnections == 0 }
  }

  @Test("Cancelled at random moments, 500 requests all end, and nothing is left open")
  func random() async throws {
    let server = StubServer { connection in
      while let request = connection.receive() {
        if request.target == "/silent" { connection.stayAway() }
        guard connection.send(stubAnswer(text: "here")) else { return }
      }
    }
    defer { server.stop() }
    await withTaskGroup(of: HTTPFault.Kind?.self) { group in
      for number in 0..<500 {
        group.addTask { [transport] in
          let url = server.url(number.isMultiple(of: 3) ? "/silent" : "/quick")
          let task = Task { await transport.fault(url) }
          try? await Task.sleep(for: .microseconds(Int.random(in: 0...20_000)))
          task.cancel()
          return await task.value
        }
      }
      for await fault in group { #expect(fault == nil || fault == .cancelled) }
    }
    #expect(try await transport.send(HTTPRequest(.get, server.url("/quick"))).status == 200)
    await transport.close()
    await until { server.openConnections == 0 }
  }

  @Test("Closing ends what is under way, and refuses what comes later")
  func closing() async {
    defer { silent.stop() }
    let tasks = (1...50).map { _ in
      Task { [transport, silent] in await transport.fault(silent.url()) }
    }
    await until { silent.connections > 0 }
    await transport.close()
    for task in tasks { #expect(await task.value == .cancelled) }
    #expect(await transport.fault(silent.url()) == .cancelled)
    await transport.close()
    await until { silent.openConnections == 0 }
  }

  @Test("A transport that is let go closes its connections")
  func letGo() async {
    let server = StubServer(answering: { _ in stubAnswer() })
    defer { server.stop() }
    for _ in 1...20 { #expect(await CurlTransport().fault(server.url()) == nil) }
    await until { server.openConnections == 0 }
  }
}
