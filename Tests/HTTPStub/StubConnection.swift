import Glibc

/// A connection, as the script of a ``StubServer`` sees it.
package final class StubConnection {
  /// Which connection of the server it is; the first is 1.
  package let number: Int
  private let socket: CInt
  private let note: (StubRequest) -> Void
  private var received: [UInt8] = []

  init(_ socket: CInt, number: Int, note: @escaping (StubRequest) -> Void) {
    self.socket = socket
    self.number = number
    self.note = note
  }

  /// The next request, which the server keeps; `nil` when the other side has ended the connection.
  package func receive() -> StubRequest? {
    while true {
      if let (request, length) = StubRequest.read(received, connection: number) {
        received.removeFirst(length)
        note(request)
        return request
      }
      guard receiveMore() else { return nil }
    }
  }

  /// Sends bytes; `false` when the other side is gone.
  @discardableResult package func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Sends text; `false` when the other side is gone.
  @discardableResult package func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// Sends bytes one at a time.
  package func drip(_ bytes: [UInt8], every pause: Duration) {
    for byte in bytes {
      guard send([byte]) else { return }
      wait(pause)
    }
  }

  /// Sends the same bytes until the other side is gone.
  package func sendForever(_ bytes: [UInt8]) { while send(bytes) {} }

  /// Waits for the other side's first word, or its end.
  package func waitForBytes() { _ = receiveMore() }

  /// Says nothing until the other side is gone.
  package func stayAway() { while receiveMore() { received = [] } }

  /// Says nothing for a while.
  package func wait(_ pause: Duration) { usleep(UInt32(pause / .microseconds(1))) }

  /// Makes the connection end with a reset instead of a goodbye.
  package func reset() {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
  }

  private func receiveMore() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = recv(socket, &buffer, buffer.count, 0)
    guard count > 0 else { return false }
    received += buffer[..<count]
    return true
  }
}
