import Glibc

/// An open file that is read as its bytes arrive, such as standard input.
struct Input: Sendable {
  private let descriptor: Int32

  /// Reads from an open file, which stays open.
  init(descriptor: Int32) { self.descriptor = descriptor }

  /// The bytes that are there, at most `count`; none at the end of the file, or where it cannot be
  /// read.
  ///
  /// A read would wait on after Ctrl-C; looking now and then lets the task be cancelled, which ends
  /// the wait with an error.
  func bytes(upTo count: Int) async throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    while true {
      var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&request, 1, 0) > 0 else {
        try await Task.sleep(for: .milliseconds(50))
        continue
      }
      let found = read(descriptor, &bytes, count)
      if found < 0, errno == EINTR || errno == EAGAIN { continue }
      return Array(bytes.prefix(max(0, found)))
    }
  }

  /// The next line, or what there is of it at the file's end.
  func line() async throws -> String {
    var line: [UInt8] = []
    while let byte = try await bytes(upTo: 1).first, byte != UInt8(ascii: "\n") {
      line.append(byte)
    }
    return String(decoding: line, as: UTF8.self)
  }
}
