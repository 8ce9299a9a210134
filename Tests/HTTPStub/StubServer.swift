import Glibc
import ProvisioningThreads
import Synchronization

/// A server on 127.0.0.1 that does to each connection what a test tells it to.
///
/// `script` runs for each connection on a thread of its own, and may block. When it returns, the
/// connection is closed. The server keeps what it was asked.
package final class StubServer: Sendable {
  /// The port that the system chose.
  package let port: UInt16
  private let listener: CInt
  private let state = Mutex(State())

  private struct State {
    var requests: [StubRequest] = []
    var connections = 0
    var open: Set<CInt> = []
    var isStopped = false
  }

  /// Starts a server.
  package init(script: @escaping @Sendable (StubConnection) -> Void) {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    port = listenLocally(listener)
    let thread = Thread { [self] in
      while let socket = accept() {
        Thread { [self] in serve(socket, script) }.detach()
      }
      close(listener)
    }
    thread.detach()
  }

  /// Starts a server that answers every request, and keeps connections.
  package convenience init(answering answer: @escaping @Sendable (StubRequest) -> [UInt8]) {
    self.init { connection in
      while let request = connection.receive(), connection.send(answer(request)) {}
    }
  }

  /// The address of a path, such as `/v3.0/me`.
  package func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

  /// The requests so far, in the order in which they came.
  package var requests: [StubRequest] { state.withLock { $0.requests } }

  /// How many connections were taken so far.
  package var connections: Int { state.withLock { $0.connections } }

  /// How many connections are open.
  package var openConnections: Int { state.withLock { $0.open.count } }

  /// Ends the listening and all connections.
  package func stop() {
    state.withLock { state in
      guard !state.isStopped else { return }
      state.isStopped = true
      for socket in state.open { shutdown(socket, Int32(SHUT_RDWR)) }
      shutdown(listener, Int32(SHUT_RDWR))
    }
  }

  fileprivate func note(_ request: StubRequest) { state.withLock { $0.requests.append(request) } }

  private func accept() -> CInt? {
    let socket = Glibc.accept(listener, nil, nil)
    guard socket >= 0 else { return nil }
    let isTaken = state.withLock { state in
      guard !state.isStopped else { return false }
      state.open.insert(socket)
      state.connections += 1
      return true
    }
    if isTaken { return socket }
    close(socket)
    return nil
  }

  private func serve(_ socket: CInt, _ script: (StubConnection) -> Void) {
    let number = state.withLock { $0.connections }
    script(StubConnection(socket, number: number) { [self] in note($0) })
    state.withLock { _ = $0.open.remove(socket) }
    close(socket)
  }
}

/// Binds to a port of the system's choice.
private func listenLocally(_ socket: CInt) -> UInt16 {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let isListening = withUnsafeMutablePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      bind(socket, $0, length) == 0 && listen(socket, 512) == 0
        && getsockname(socket, $0, &length) == 0
    }
  }
  precondition(isListening, "no port on 127.0.0.1")
  return UInt16(bigEndian: address.sin_port)
}
